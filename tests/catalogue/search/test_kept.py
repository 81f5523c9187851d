import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalogue.search.clock import DataState
from catalogue.search.facets import counter_of
from catalogue.search.kept import kept_by_key
from catalogue.search.registry import index_of
from catalogue.search.selection import FetchedSlice
from organisations.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def make_names(keys: list[int], state: DataState) -> tuple[dict[int, str], list[str]]:
    """Return the names of public organisations by key, and the queries for those that were not kept."""
    entries = FetchedSlice(keys, Organisation.objects.for_public())
    with CaptureQueriesContext(connection) as captured:
        names = kept_by_key("name", entries, state, str)
    return names, [query["sql"] for query in captured.captured_queries]


def current_state() -> DataState:
    return counter_of(index_of(Organisation)).state


def test_only_entries_of_which_nothing_is_kept_are_fetched():
    keys = [OrganisationFactory(name=name).pk for name in "ABCD"]
    make_names(keys[:2], current_state())

    names, (query,) = make_names(keys, current_state())

    assert list(names) == keys
    assert f"IN ({keys[2]}, {keys[3]})" in query


def test_entry_that_was_withdrawn_is_left_out():
    draft, public = OrganisationFactory(draft=True), OrganisationFactory()

    names, _queries = make_names([draft.pk, public.pk], current_state())

    assert list(names) == [public.pk]


def test_value_is_kept_for_its_language():
    entry = OrganisationFactory()
    make_names([entry.pk], current_state())

    with translation.override("sq"):
        assert make_names([entry.pk], current_state())[1]
    assert not make_names([entry.pk], current_state())[1]


def test_nothing_is_kept_before_the_data_has_a_version():
    entry = OrganisationFactory()
    make_names([entry.pk], DataState())

    assert make_names([entry.pk], DataState())[1]


def test_changed_entry_is_made_again():
    entry = OrganisationFactory(name="Before")
    make_names([entry.pk], current_state())

    entry.name = "After"
    entry.save()

    assert make_names([entry.pk], current_state())[0] == {entry.pk: "After"}
