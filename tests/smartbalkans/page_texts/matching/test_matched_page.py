"""Why a page becomes no draft."""

import pytest

from tests.factories import (
    OrganisationFactory,
    ProjectFactory,
    TrainingFactory,
)
from tests.smartbalkans.page_texts.matching.matching import match
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT, TRAINING

pytestmark = pytest.mark.django_db


def test_existing_page_is_found_and_a_similar_one_reported():
    there = OrganisationFactory(name="KUCA MOSTOVA")
    ProjectFactory(name="Footbridges for the Neighbours")
    training = TrainingFactory(name="Ropes and knots")

    found = match(ORGANISATION, PROJECT, TRAINING)

    assert [[(entry.pk, entry.name) for entry in one.existing] for one in found] == [
        [(there.pk, "KUCA MOSTOVA")],
        [],
        [(training.pk, "Ropes and knots")],
    ]
    assert (
        "An entry with a similar name already exists: “Footbridges for the Neighbours”." in found[1].remarks
    )


def test_page_that_a_text_has_twice_is_reported():
    first, second = match(ORGANISATION, ORGANISATION)

    assert (first.is_repeated, second.is_repeated) == (False, True)


def test_project_with_the_name_of_an_organisation_needs_a_name():
    OrganisationFactory(name="Izvor")

    (matched,) = match("Izvor\n\nProject goals\n\nThe project “Springs for All” maps springs.\n")

    assert (matched.page.name, matched.remarks) == (
        "",
        ["“Izvor” is the name of an organisation. The project needs its own name."],
    )
