"""Pages of many entries, read by their keys."""

import pytest

from catalogue.admin.paginators import KeyPaginator
from organisations.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", range(1, 8))
def test_pages_have_every_entry_in_order(number):
    for name in range(number):
        OrganisationFactory(name=f"Organisation {name}")
    paginator = KeyPaginator(Organisation.objects.all(), 3)

    found = [entry for page in paginator for entry in page.object_list]

    assert found == list(Organisation.objects.all())


def test_page_of_an_empty_list_is_empty():
    assert list(KeyPaginator(Organisation.objects.all(), 3).page(1).object_list) == []


def test_page_takes_a_query_for_the_number_the_keys_and_the_rows(django_assert_num_queries):
    for _ in range(7):
        OrganisationFactory()

    with django_assert_num_queries(3):
        list(KeyPaginator(Organisation.objects.all(), 3).page(3).object_list)
