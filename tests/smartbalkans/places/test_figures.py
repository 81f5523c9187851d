"""Figures of a country: numbers, newest entries and addresses of lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.search import sync
from smartbalkans.kinds import KINDS
from smartbalkans.places.figures import NEWEST, figures_of, list_addresses
from tests.factories import CountryFactory, GrantFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

ORGANISATIONS = KINDS[0]


def figure_of(kind, code="ME"):
    sync.process_waiting()
    (figure,) = figures_of([kind], "country", code)
    return figure


@pytest.fixture
def montenegro():
    return CountryFactory(code="ME", name="Montenegro")


def test_only_public_entries_of_the_country_count(montenegro):
    OrganisationFactory(country=montenegro)
    OrganisationFactory(country=montenegro, draft=True)
    OrganisationFactory(country=CountryFactory(code="AL"))

    figure = figure_of(ORGANISATIONS)

    assert (figure.count, figure.noun, figure.address) == (
        1,
        "organisation",
        "/organisations/?country=ME",
    )


def test_newest_entries_come_first(montenegro):
    now = timezone.now()
    names = [
        OrganisationFactory(country=montenegro, published_at=now - timedelta(days=number)).name
        for number in range(NEWEST + 1)
    ]

    assert [one.name for one in figure_of(ORGANISATIONS).newest] == names[:NEWEST]


def test_amounts_are_summed_for_each_currency(montenegro):
    for amount, currency in ((1000, "EUR"), (500, "EUR"), (300, "NOK")):
        GrantFactory(recipient__country=montenegro, amount=amount, currency=currency)
    grants = next(kind for kind in KINDS if kind.section == "grants")

    sums = {total["currency"]: int(total["awarded"]) for total in figure_of(grants).totals}

    assert sums == {"EUR": 1500, "NOK": 300}


def test_lists_of_countries_have_further_filters():
    assert list_addresses(ORGANISATIONS, ["AL", "ME"], theme="media") == {
        "AL": "/organisations/?country=AL&theme=media",
        "ME": "/organisations/?country=ME&theme=media",
    }
