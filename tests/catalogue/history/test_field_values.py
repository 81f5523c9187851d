"""Values of versions as people read them, and as they are compared."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from catalogue.history.field_values import are_equal, comparable, label_of, local_time, names_of, shown
from catalogue.history.versions import EntryPart
from organisations.models import Grant, Organisation


def part(model=Organisation, names=None, **fields) -> EntryPart:
    return EntryPart(model._meta.label_lower, "1", "An entry", fields, names or {})


def test_names_of_leaves_out_what_means_nothing_to_people():
    assert names_of(part(uid="x", token="y", updated_at="z", name="One")) == ["name"]


def test_names_of_puts_fields_of_the_past_at_the_end():
    assert names_of(part(fax="1", name="One", acronym="O")) == ["name", "acronym", "fax"]


def test_label_of_a_field_that_no_longer_exists_states_so():
    assert label_of(part(), "fax_number") == "Fax number (no longer used)"


@pytest.mark.parametrize("value", [None, "", []])
def test_shown_is_empty_without_a_value(value):
    assert shown(part(name=value), "name") == ""
    assert shown(None, "name") == ""


def test_shown_uses_labels_of_choices_and_formats():
    grant = part(Grant, line="core", starts_on="2024-05-01")

    assert shown(grant, "line") == Grant.Line.CORE.label
    assert shown(grant, "starts_on") == "1 May 2024"


def test_shown_uses_the_names_that_the_version_recorded():
    grant = part(Grant, {"recipient": {"7": "Agro Centre"}}, recipient=7)

    assert shown(grant, "recipient") == "Agro Centre"


@pytest.mark.django_db
def test_shown_states_that_what_it_refers_to_is_deleted():
    assert shown(part(Grant, recipient=7), "recipient") == "deleted (number 7)"


def test_shown_sorts_the_names_of_links_as_people_do():
    organisation = part(names={"themes": {"1": "Ćilim", "2": "Youth", "3": "Culture"}}, themes=[2, 1, 3])

    assert shown(organisation, "themes") == ["Culture", "Ćilim", "Youth"]


def test_comparable_ignores_what_people_do_not_see():
    amount = Grant._meta.get_field("amount")

    assert comparable(None, None) == comparable(None, "")
    assert comparable(None, " a\r\nb ") == comparable(None, "a\nb")
    assert comparable(None, [2, 1]) == comparable(None, ["1", "2"])
    assert comparable(amount, "10.00") == comparable(amount, Decimal("10"))


def test_are_equal_compares_a_missing_part_as_empty():
    assert are_equal("name", part(name=""), None)
    assert not are_equal("name", part(name="One"), None)


def test_local_time_bears_a_moment_that_no_local_time_has():
    first = datetime.min.replace(tzinfo=UTC)

    with timezone.override("America/New_York"):
        assert local_time(first) == first
