"""The differences between two entries for one organisation, and the choice of values."""

import pytest

from organisations.merging.values import (
    BOTH,
    GONE,
    KEPT,
    PUBLICATION,
    MergeForm,
    apply_choices,
    differences,
    names_of,
)
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def pair(kept: dict, gone: dict):
    return OrganisationFactory(name="Same", **kept), OrganisationFactory(name="Same", **gone)


def test_equal_values_are_no_difference():
    assert differences(*pair({"town": "Niš"}, {"town": "Niš"})) == []


@pytest.mark.parametrize(("kept", "gone", "default"), [("Niš", "Nish", KEPT), ("", "Nish", GONE)])
def test_default_is_the_kept_value_unless_it_is_empty(kept, gone, default):
    (one,) = differences(*pair({"town": kept}, {"town": gone}))

    assert (one.name, one.default) == ("town", default)


def test_texts_can_be_joined_where_both_are_filled():
    (both,) = differences(*pair({"summary": "One"}, {"summary": "Two"}))
    (single,) = differences(*pair({"summary": "One"}, {"summary": ""}))

    assert [choice for choice, _label in both.choices] == [KEPT, GONE, BOTH]
    assert [choice for choice, _label in single.choices] == [KEPT, GONE]


def test_a_draft_is_published_by_default_if_the_other_is():
    (one,) = differences(*pair({"draft": True}, {}))

    assert (one.name, one.default) == (PUBLICATION, GONE)


def test_apply_choices_writes_what_was_chosen():
    kept, gone = pair({"town": "Niš", "summary": "One"}, {"town": "Nish", "summary": "Two"})

    apply_choices(kept, gone, {"town": GONE, "summary": BOTH})

    assert (kept.town, kept.summary) == ("Nish", "One\n\nTwo")


def test_apply_choices_drops_a_local_name_that_equals_the_name():
    kept, gone = pair({"local_name": "Local"}, {})
    gone.name = "Local"

    apply_choices(kept, gone, {"name": GONE})

    assert (kept.name, kept.local_name) == ("Local", "")


def test_merge_form_refuses_an_unknown_choice():
    kept, gone = pair({"town": "Niš"}, {"town": "Nish"})

    form = MergeForm(kept, gone, {"town": "nonsense", "kept_token": kept.token, "gone_token": gone.token})

    assert list(form.errors) == ["town"]


def test_names_of_are_the_filled_ones():
    assert names_of(OrganisationFactory(name="One", acronym="O", local_name="")) == ["One", "O"]
