"""JSON files, whole and as an array of rows."""

import json
from datetime import date
from decimal import Decimal

import pytest

from catalogue.exports.json import dumped, pieces
from catalogue.exports.reader import FIRST_CHUNK, ReadPlan
from organisations.exports import OrganisationResource
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def plan() -> ReadPlan:
    return ReadPlan(OrganisationResource, ["slug"])


def test_dumped_writes_amounts_as_numbers_and_dates_as_text():
    assert dumped([Decimal("1250.50"), date(2024, 5, 1)]) == '[1250.5, "2024-05-01"]'


def test_dumped_keeps_every_letter():
    assert dumped("Удружење Ćao") == '"Удружење Ćao"'


def test_pieces_without_rows_are_valid():
    assert json.loads("".join(pieces(plan(), [], {"title": "None"}))) == {
        "about": {"title": "None"},
        "rows": [],
    }
    assert json.loads("".join(pieces(plan(), [], None))) == []


def test_pieces_of_several_chunks_are_one_array():
    organisations = OrganisationFactory.create_batch(FIRST_CHUNK + 1)

    rows = json.loads("".join(pieces(plan(), [one.pk for one in organisations], None)))

    assert rows == [{"slug": one.slug} for one in organisations]
