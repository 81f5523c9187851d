"""The sentence on facts of grants that are not published yet."""

from datetime import date

import pytest

from organisations.unpublished import unpublished_in
from tests.factories import GrantFactory

pytestmark = pytest.mark.django_db

AMOUNT = {"amount": 1000, "currency": "EUR"}
DATES = {"starts_on": date(2024, 1, 1)}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "The amount and dates of this grant are not published yet."),
        (AMOUNT, "The dates of this grant are not published yet."),
        (DATES, "The amount of this grant is not published yet."),
        (AMOUNT | DATES, ""),
    ],
)
def test_unpublished_in_one_grant_names_what_is_missing(facts, sentence):
    assert unpublished_in([GrantFactory(**facts)]) == sentence


def test_unpublished_in_several_grants_is_what_none_of_them_has():
    grants = [GrantFactory(**AMOUNT), GrantFactory()]

    assert unpublished_in(grants) == "The dates of these grants are not published yet."


def test_unpublished_in_no_grants_is_nothing():
    assert unpublished_in([]) == ""
