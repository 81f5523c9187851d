"""What the databases' full-text indexes find, and in what order."""

import pytest

from organisations.models import Organisation
from tests.catalogue.search.finding import found
from tests.factories import (
    OrganisationFactory,
    OtherNameFactory,
)

pytestmark = pytest.mark.django_db


def test_words_are_found_by_their_beginnings_in_any_order():
    organisation = OrganisationFactory(name="Center for Environment")
    OrganisationFactory(name="Center for Peace")

    assert found(Organisation, "envir cent") == [organisation]
    assert found(Organisation, "nvironment") == []


def test_phrase_is_found_in_its_order_alone():
    organisation = OrganisationFactory(name="Legal Aid Network")
    OrganisationFactory(name="Aid for Legal Reform")

    assert found(Organisation, '"legal aid"') == [organisation]
    assert len(found(Organisation, "legal aid")) == 2


def test_unwanted_word_leaves_out():
    organisation = OrganisationFactory(name="Youth Forum")
    other = OrganisationFactory(name="Youth Police Forum")

    assert found(Organisation, "youth -police") == [organisation]
    assert set(found(Organisation, "-nothing")) == {organisation, other}
    assert found(Organisation, "-police") == [organisation]


@pytest.mark.parametrize("field", ["name", "acronym", "local_name"])
def test_names_weigh_more_than_text(field):
    in_text = OrganisationFactory(name="A", summary="migration " * 5)
    in_name = OrganisationFactory(**{"name": "Z", field: "Migration"})

    assert found(Organisation, "migration") == [in_name, in_text]


def test_other_name_weighs_as_a_name():
    in_text = OrganisationFactory(name="A", summary="migration " * 5)
    in_name = OtherNameFactory(name="Migration").organisation

    assert found(Organisation, "migration") == [in_name, in_text]


def test_longest_question_with_the_most_alternatives_is_answered():
    OrganisationFactory(name="Forum")

    assert found(Organisation, " ".join(["youth women roma media journalists children migrants"] * 3)) == []


@pytest.mark.parametrize(
    "typed",
    ['"', '"a', "'", "AND", "a OR b", "a*", "(", "a:b", "\x00", "\\", "%", "a" * 10_000, "😀", "ـ-ـ", "ª&º"],
)
def test_nothing_that_is_typed_is_an_error(typed):
    OrganisationFactory(name="Forum")

    assert found(Organisation, typed) in ([], list(Organisation.objects.all()))
