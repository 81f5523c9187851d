"""Workbooks: refused if they are a danger or cannot be read, else read as they are."""

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from catalogue.imports import workbooks
from organisations.exports import OrganisationResource
from tests.catalogue.imports.archives import refusal, repacked
from tests.catalogue.imports.importing import check_file, counts, edited, saved, shown, workbook
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db


SHEET = "xl/worksheets/sheet1.xml"
BOOK = workbook(Organisations=[["Slug", "Name"], ["civic", "Civic"]])


def test_file_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    bomb = repacked(BOOK, **{SHEET: b"<worksheet>" + b" " * 2_000_000})
    liar = bomb.replace((2_000_011).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert liar != bomb
    assert "damaged" in refusal(liar)


def test_cell_at_the_end_of_a_sheet_is_refused():
    book = Workbook()
    book.active["XFD1048576"] = "far"

    assert "too far apart" in refusal(saved(book))


def test_formats_down_to_the_last_row_are_no_harm():
    book = Workbook()
    book.active.append(["Slug", "Name"])
    book.active.append(["civic", "Civic"])
    book.active["Z900000"].number_format = "0.00"

    assert counts(check_file(OrganisationResource, saved(book))) == (1, 0, 0, 0)


def test_formulas_that_were_never_calculated_are_refused():
    assert "formulas without results" in refusal(
        workbook(Organisations=[["Slug", "Name"], ["civic", "=1+1"]])
    )


def test_error_of_a_formula_is_wrong_at_its_cell():
    def edit(book):
        book["Organisations"]["B2"].value = "#REF!"

    run = check_file(OrganisationResource, edited(BOOK, edit))

    assert [(one.line, one.column, one.value) for one in run.findings.all()] == [(2, "Name", "#REF!")]


def test_hidden_and_empty_sheets_are_passed_by():
    def edit(book):
        book.create_sheet("Scratch")
        book.create_sheet("Hidden").sheet_state = "hidden"
        book["Hidden"].append(["anything"])

    assert counts(check_file(OrganisationResource, edited(BOOK, edit))) == (1, 0, 0, 0)


def test_days_of_a_workbook_that_counts_from_1904_are_right():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Slug", "Name", "Starts on"])
    book.active.append(["camp", "Camp", date(2026, 5, 4)])

    run = check_file(TrainingResource, saved(book))

    assert shown(run)[1:] == [("Camp", "Starts on", "", "2026-05-04")]
