"""Cells as people write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from catalogue.exports.cells import CellError, as_amount, as_day, as_text, as_whole_number


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1234.50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("-5", "-5"),
        (0.1 + 0.2, "0.3"),
        (12_500, "12500"),
    ],
)
def test_amount_is_read_however_it_is_written(cell, amount):
    assert as_amount(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell", ["1,234", "1.234", "12.34.567", "1,2,3.4.5", "EUR 5", "5 €", "--5", ".", True]
)
def test_amount_that_may_mean_another_is_refused(cell):
    with pytest.raises(CellError):
        as_amount(cell)


@pytest.mark.parametrize(
    "cell",
    ["31/12/2026", "31.12.2026.", "31. 12. 2026", "2026-12-31", date(2026, 12, 31), datetime(2026, 12, 31)],
)
def test_day_is_read_however_it_is_written(cell):
    assert as_day(cell) == date(2026, 12, 31)


@pytest.mark.parametrize(("cell", "number"), [("1 200", 1200), (2002.0, 2002), ("2002.0", 2002), ("", None)])
def test_whole_number_is_read(cell, number):
    assert as_whole_number(cell) == number


@pytest.mark.parametrize("cell", ["1.5", 1.5, True, "many", date(2026, 1, 1), "#REF!"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(CellError):
        as_whole_number(cell)


def test_apostrophe_of_our_csv_is_removed_again():
    assert [as_text(cell) for cell in ("'=1+1", "'tis", " a\u00a0b ", 7.0, None)] == [
        "=1+1",
        "'tis",
        "a b",
        "7",
        "",
    ]
