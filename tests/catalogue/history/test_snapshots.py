"""Versions of entries as they are now."""

import json

import pytest

from catalogue.history.snapshots import snapshots
from organisations.models import Organisation
from tests.factories import CountryFactory, GoalFactory, OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def records(versions) -> list[dict]:
    return [record for version in versions for record in json.loads(version.serialized_data)]


def test_snapshots_hold_the_entry_first_and_then_its_rows():
    goal = GoalFactory(text="Peace")

    ((entry, versions),) = snapshots(Organisation, [goal.organisation_id])

    assert entry == goal.organisation
    assert [(one["model"], one["pk"]) for one in records(versions)] == [
        ("organisations.organisation", entry.pk),
        ("organisations.goal", goal.pk),
    ]


def test_snapshots_hold_the_names_of_what_the_entry_refers_to():
    organisation = OrganisationFactory(country=CountryFactory(code="AL", name="Albania"))
    theme = ThemeFactory(name="Media")
    organisation.themes.add(theme)

    ((_entry, versions),) = snapshots(Organisation, [organisation.pk])

    names = records(versions)[0]["names"]
    assert names["country"] == {"AL": "Albania"}
    assert names["themes"] == {str(theme.pk): "Media"}


def test_snapshots_state_which_relations_were_read():
    organisation = OrganisationFactory()

    ((_entry, versions),) = snapshots(Organisation, [organisation.pk])

    assert "goals" in records(versions)[0]["rows"]


def test_snapshots_leave_missing_entries_out():
    assert list(snapshots(Organisation, [0])) == []


def test_snapshots_take_the_same_number_of_queries_for_one_and_for_many(django_assert_num_queries):
    first = GoalFactory().organisation_id
    more = [GoalFactory().organisation_id for _number in range(5)]
    list(snapshots(Organisation, [first]))  # reads the content types

    with django_assert_num_queries(6):
        list(snapshots(Organisation, [first]))
    with django_assert_num_queries(6):
        list(snapshots(Organisation, more))
