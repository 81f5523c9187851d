"""Entries with a wanted name are found, and the few with the most similar ones."""

import pytest

from catalogue.duplicates.known_names import MOST_SIMILAR, KnownNames
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.factories import OrganisationFactory, OtherNameFactory

pytestmark = pytest.mark.django_db


def test_entry_is_found_by_each_of_its_names():
    house = OrganisationFactory(name="Kuća mostova", acronym="KM", local_name="Кућа", draft=True)
    OtherNameFactory(organisation=house, name="House of Bridges")
    names = ["KUCA MOSTOVA", "km", "Kuća", "House of Bridges"]

    known = KnownNames(Organisation, OrganisationResource.name_paths, [*names, "Ura e Re"])

    assert [known.having([name]) for name in [*names, "Ura e Re"]] == [[house]] * 4 + [[]]


def test_only_the_most_similar_are_kept_the_most_similar_first():
    for number in range(60):
        OrganisationFactory(name=f"Center for Footbridges and Paths {number}")
    nearest = OrganisationFactory(name="Center for Footbridge and Paths")
    wanted = "Center for Footbridges and Paths"

    similar = KnownNames(Organisation, OrganisationResource.name_paths, [wanted]).like([wanted])

    assert (len(similar), similar[0]) == (MOST_SIMILAR, nearest)
