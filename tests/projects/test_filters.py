"""The search for choices of the filter by organisation."""

import pytest
from django.http import QueryDict

from catalogue.listings import filters
from catalogue.search import facets, sync
from projects.filters import ProjectFilterSet
from tests.factories import OrganisationFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def found(query):
    """Return the choices of the filter by organisation, with the number of projects of each."""
    shown = next(one for one in ProjectFilterSet(QueryDict(query)).facets if one.name == "organisation").shown
    return [(choice.label, choice.count) for choice in shown]


@pytest.fixture
def organisations():
    centre = OrganisationFactory(name="Media Centre", country=None)
    other = OrganisationFactory(name="Balcony", summary="Works with every media centre.", country=None)
    OrganisationFactory(name="Centre Without Projects")
    for organisation in (centre, other):
        PartnerFactory(organisation=organisation)
    sync.process_waiting()


def test_organisation_is_chosen_by_a_word_of_its_name(organisations, monkeypatch):
    monkeypatch.setattr(filters, "MOST_SHOWN", 1)

    assert found("organisation_search=centre") == [("Media Centre", 1)]


def test_organisation_is_chosen_by_a_word_of_its_name_where_choices_are_not_counted(
    organisations, monkeypatch
):
    monkeypatch.setattr(facets, "FEW", 0)

    assert found("organisation_search=centre") == [("Centre Without Projects", None), ("Media Centre", None)]
