"""Cards are made once in each state of the data, and never shown in another one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from catalogue.listings.cards import Card, cards_of
from catalogue.search.facets import DataState, counter_of
from catalogue.search.registry import index_of
from catalogue.search.selection import FetchedSlice
from organisations.models import Organisation
from tests.factories import CountryFactory, GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def make_cards(keys: list[int], state: DataState) -> tuple[dict[int, Card], list[str]]:
    """Return the cards of organisations, and the queries for those of which no card was kept."""
    entries = Organisation.objects.for_public().with_public_parts()
    with CaptureQueriesContext(connection) as captured:
        cards = cards_of(FetchedSlice(keys, entries), state)
    return cards, [query["sql"] for query in captured.captured_queries]


def current_state() -> DataState:
    return counter_of(index_of(Organisation)).state


@pytest.mark.parametrize(
    ("factory", "address"),
    [
        (OrganisationFactory, "/organisations/"),
        (ProjectFactory, "/projects/"),
        (TrainingFactory, "/trainings/"),
    ],
)
def test_list_that_is_asked_for_again_fetches_no_entries(client, factory, address):
    factory.create_batch(3)
    first = text_of(client.get(address))

    with CaptureQueriesContext(connection) as captured:
        again = text_of(client.get(address))

    table = factory._meta.model._meta.db_table
    assert again == first
    assert not [query for query in captured.captured_queries if f'FROM "{table}" WHERE' in query["sql"]]


def test_page_fetches_only_the_entries_without_a_card():
    keys = [OrganisationFactory(name=name).pk for name in "ABCD"]
    make_cards(keys[:2], current_state())

    cards, (first, *_of_relations) = make_cards(keys, current_state())

    assert list(cards) == keys
    assert f"IN ({keys[2]}, {keys[3]})" in first


def test_card_shows_a_changed_row_that_belongs_to_it(client):
    country = CountryFactory(name="Montenegro")
    OrganisationFactory(country=country)
    client.get("/organisations/")

    country.name = "Crna Gora"
    country.save()

    assert "Crna Gora" in text_of(client.get("/organisations/"))


def test_card_shows_a_grant_from_its_publication_on(client, monkeypatch):
    published_at = timezone.now() + timedelta(hours=1)
    ProjectFactory(grant=GrantFactory(amount=5000, currency="EUR", published_at=published_at))
    before = text_of(client.get("/projects/"))
    later = published_at + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    after = text_of(client.get("/projects/"))

    assert "5,000" not in before
    assert "5,000" in after


def test_entry_that_was_withdrawn_has_no_card():
    draft, public = OrganisationFactory(draft=True), OrganisationFactory()

    cards, _queries = make_cards([draft.pk, public.pk], current_state())

    assert list(cards) == [public.pk]


def test_card_is_kept_for_its_language():
    entry = OrganisationFactory()
    make_cards([entry.pk], current_state())

    with translation.override("sq"):
        assert make_cards([entry.pk], current_state())[1]
    assert not make_cards([entry.pk], current_state())[1]


def test_no_card_is_kept_before_the_data_has_a_version():
    entry = OrganisationFactory()
    make_cards([entry.pk], DataState())

    assert make_cards([entry.pk], DataState())[1]
