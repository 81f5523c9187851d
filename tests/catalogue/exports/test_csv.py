"""CSV files: their first bytes, their headings and the texts that a spreadsheet would calculate."""

import csv

import pytest

from catalogue.exports.csv import BYTE_ORDER_MARK, lines, texts, written
from catalogue.exports.reader import ReadPlan
from organisations.exports import OrganisationResource
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def plan() -> ReadPlan:
    return ReadPlan(OrganisationResource, ["slug", "name"])


def test_lines_start_with_a_byte_order_mark_and_the_headings():
    first, *rest = lines(plan(), [])

    assert first == f"{BYTE_ORDER_MARK}Slug,Name\r\n"
    assert rest == []


def test_lines_by_key_start_with_the_keys_of_the_columns():
    first = next(lines(plan(), [], by_key=True))

    assert first == f"{BYTE_ORDER_MARK}slug,name\r\n"


def test_lines_have_a_row_for_each_entry_in_the_order_of_the_keys():
    one, other = OrganisationFactory(slug="one", name="One"), OrganisationFactory(slug="two", name="Two, Ltd")

    content = "".join(lines(plan(), [other.pk, one.pk]))

    assert list(csv.reader(content.removeprefix(BYTE_ORDER_MARK).splitlines())) == [
        ["Slug", "Name"],
        ["two", "Two, Ltd"],
        ["one", "One"],
    ]


def test_written_quotes_commas_and_line_breaks():
    assert written([["a,b", "c\nd", 'e"f']]) == '"a,b","c\nd","e""f"\r\n'


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+1", "@SUM(A1)"])
def test_texts_never_start_like_a_formula(formula):
    assert texts([formula]) == [f"'{formula}"]
