"""The sitemap: sections of fixed size, at a cost that does not depend on the number of entries."""

import pytest
from django.utils import timezone

from catalogue.search import sync
from organisations.models import Organisation
from smartbalkans.sitemaps import EntrySitemap
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

INDEX_QUERIES = 8  # twice the state of three kinds; countries, themes
SECTION_QUERIES = 2  # the state of the data; the entries


def test_section_has_the_oldest_entries_first(monkeypatch):
    monkeypatch.setattr(EntrySitemap, "limit", 2)
    made = [OrganisationFactory() for _number in range(5)]
    OrganisationFactory(draft=True)
    sync.process_waiting()

    pages = [list(EntrySitemap(Organisation).paginator.page(number)) for number in (1, 2, 3)]

    assert pages == [made[:2], made[2:4], made[4:]]


def test_index_has_the_last_change_of_a_kind():
    changed = timezone.now().replace(year=2031)
    OrganisationFactory()
    OrganisationFactory()
    Organisation.objects.filter(pk=Organisation.objects.last().pk).update(updated_at=changed)
    sync.process_waiting()

    assert EntrySitemap(Organisation).get_latest_lastmod() == changed


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "number"),
    [("/sitemap.xml", INDEX_QUERIES), ("/sitemap-organisations.xml", SECTION_QUERIES)],
)
def test_sitemap_takes_a_fixed_number_of_queries(client, django_assert_num_queries, address, number, rows):
    for _ in range(rows):
        OrganisationFactory()
    client.get(address)  # reads what is kept until the data changes

    with django_assert_num_queries(number):
        client.get(address)
