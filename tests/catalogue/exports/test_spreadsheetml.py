"""The XML of a workbook, read again by openpyxl and by the library that reads imports."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from catalogue.exports.spreadsheetml import WRAPPED, column_letters, serial
from catalogue.exports.xlsx import Sheet, workbook


def written(*rows, name="Table", **options) -> bytes:
    headings = [f"Column {number}" for number in range(1, len(rows[0]) + 1)]
    return b"".join(workbook([Sheet(name, headings, iter(rows), **options)], [["Content", "A test"]]))


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_column_letters(number, letters):
    assert column_letters(number) == letters


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (date(1900, 1, 1), 1),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (date(2024, 2, 29), 45351),
        (datetime(2024, 2, 29, 18), 45351.75),
        (date(1899, 12, 31), "1899-12-31"),
        (datetime(1650, 5, 4, 3, 2), "1650-05-04 03:02:00"),
    ],
)
def test_dates_are_numbered_as_excel_does(moment, number):
    assert serial(moment) == number


def test_values_keep_their_type_and_are_shown_by_it():
    row = ["text", 7, Decimal("1234.50"), date(2024, 1, 2), datetime(2024, 1, 2, 3, 4), True, None, ""]

    sheet = load_workbook(io.BytesIO(written(row)))["Table"]

    assert [(cell.value, cell.number_format) for cell in sheet[2]][:6] == [
        ("text", "General"),
        (7, "General"),
        (1234.5, "#,##0.00"),
        (datetime(2024, 1, 2), "yyyy-mm-dd"),
        (datetime(2024, 1, 2, 3, 4), "yyyy-mm-dd hh:mm"),
        (True, "General"),
    ]
    assert [cell.value for cell in sheet[2]][6:] == [None, None]
    assert [cell.font.b for cell in sheet[1]] == [True] * 8


@pytest.mark.parametrize("text", [" blank ", "a\nb\tc", "<b>&amp;</b>", '"quoted"', "_x0041_", "Ђ😀", "=1+1"])
def test_texts_are_read_as_they_were_written(text):
    file = written([text])

    assert CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()[1] == [text]
    assert load_workbook(io.BytesIO(file))["Table"]["A2"].data_type in ("s", "inlineStr")


def test_characters_that_xml_does_not_know_do_not_break_the_file():
    file = written(["a\x00b\x0bc\x1f\uffff"])

    assert b"PK" in file[:2]
    assert load_workbook(io.BytesIO(file))["Table"]["A2"].value.startswith("a")


def test_name_of_a_sheet_may_have_quotes_and_marks():
    book = load_workbook(io.BytesIO(written(["x"], ["y"], name="People's <A&B>")))

    sheet = book["People's <A&B>"]
    assert sheet.auto_filter.ref == "A1:A3"
    assert book.sheetnames == ["People's <A&B>", "About"]


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("Short", None),
        ("word " * 30, 45),
        ("One\n\nthree", 45),
        ("word " * 30 + "\nlast", 60),
        ("a" * 9000, 405),
    ],
)
def test_row_is_as_high_as_its_wrapped_text(text, height):
    file = written([text, "Other"], formats={"Column 1": WRAPPED}, widths={"Column 1": 60})

    sheet = load_workbook(io.BytesIO(file))["Table"]
    assert sheet.row_dimensions[2].height == height
    assert [cell.alignment.wrap_text for cell in sheet[2]] == [True, None]


def test_sheet_without_rows_has_its_headings():
    file = b"".join(workbook([Sheet("Table", ["A", "B"], [])], []))

    sheet = load_workbook(io.BytesIO(file))["Table"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [["A", "B"]]
    assert sheet.auto_filter.ref == "A1:B1"
