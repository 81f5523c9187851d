"""The file of rejected rows: they are as they were uploaded, with a reason that is ignored afterwards."""

import csv
import io
from datetime import datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from catalogue.imports import headings, rejected_file
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Goal
from tests.catalogue.imports.importing import (
    check_file,
    counts,
    faults,
    import_file,
    kind_of,
    saved,
    workbook,
)
from tests.factories import GoalFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def csv_of(run, resource=OrganisationResource):
    return "".join(rejected_file.csv_lines(rejected_file.rejected_sheets(run, kind_of(resource))))


def rows_of(run, resource=OrganisationResource):
    return list(csv.reader(io.StringIO(csv_of(run, resource).removeprefix("\ufeff"))))


def book_of(run, resource=OrganisationResource):
    sheets = rejected_file.rejected_sheets(run, kind_of(resource))
    return b"".join(rejected_file.workbook(sheets, run.file_name))


def cells_of(content, sheet):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content))[sheet].rows]


def test_rejected_rows_have_their_headings_and_values_as_they_were():
    content = (
        "Title of the list;;\n\nName; Active since ;town\nĐorđe;soon;  Šabac\nOpen;2001;Bar\n=1+1;never;x\n"
    )

    run = check_file(OrganisationResource, content.encode(), "my list.csv")

    reason = "Founded: Enter a whole number, such as 2002, or leave the cell empty."
    assert rejected_file.file_name(run.file_name, is_csv=rejected_file.is_csv(run)) == "my list-rejected.csv"
    assert rows_of(run) == [
        ["Reason", "Name", "Active since", "town"],
        [reason, "Đorđe", "soon", "  Šabac"],
        [reason, "'=1+1", "never", "x"],
    ]


def test_workbook_shows_long_reasons_whole():
    content = workbook(Organisations=[["name", "founded"], ["Đorđe", "soon"]])

    sheet = load_workbook(io.BytesIO(book_of(check_file(OrganisationResource, content))))["Organisations"]

    assert [cell.alignment.wrap_text for cell in sheet[2]] == [True, None, None]


def test_corrected_file_is_imported_and_one_not_corrected_is_refused_as_before():
    run = check_file(
        OrganisationResource, b"name,town,founded_year\nCivic,Bar,soon\nOpen,Bar,2001\n", "a.csv"
    )
    content = csv_of(run)

    again = check_file(OrganisationResource, content.encode(), "again.csv")
    assert rows_of(again) == rows_of(run)

    corrected = import_file(OrganisationResource, content.replace("soon", "2001").encode(), "corrected.csv")
    assert counts(corrected) == (1, 0, 0, 0)


def test_reason_is_ignored_under_its_translated_heading(monkeypatch):
    monkeypatch.setattr(headings, "REASON", "Razlog")
    OrganisationFactory(slug="civic", town="Bar")

    runs = [
        check_file(OrganisationResource, f"{heading},slug,town\nx,civic,Ulcinj\n".encode(), "file.csv")
        for heading in ("razlog", "Reason", "REASON ")
    ]

    assert [(counts(run), run.warned) for run in runs] == [((0, 1, 0, 0), 0)] * 3


def test_line_that_ends_early_does_so_in_the_rejected_file_too():
    OrganisationFactory(slug="civic", name="Civic", town="Bar", summary="Kept")
    run = check_file(
        OrganisationResource, b"slug,name,town,summary\ncivic,Civic\nx,X,Bar,,too much\n", "a.csv"
    )

    again = check_file(OrganisationResource, csv_of(run).encode(), "again.csv")

    assert [row[1:] for row in rows_of(run)[1:]] == [["civic", "Civic"], ["x", "X", "Bar", "", "too much"]]
    assert [fault[4] for fault in faults(again)] == [fault[4] for fault in faults(run)]
    assert counts(again) == (0, 0, 0, 2)


def test_rejected_rows_of_a_workbook_keep_their_sheets_and_types():
    OrganisationFactory(slug="civic", name="Civic")
    book = Workbook()
    book.active.title = "My list"
    for row in (
        ["Slug", "Founded", "Acronym", "Town", None],
        ["civic", "soon", datetime(2024, 3, 24), 12.5, None],
        ["open", 2001, None, time(7, 30), None],
        ["tower", 2001, None, "Bar", "no heading"],
    ):
        book.active.append(row)
    goals = book.create_sheet("Goals")
    goals.append(["Organisation's slug", "Text"])
    goals.append(["civic", "Text"])
    book.create_sheet("Activities").append(["Organisation's slug", "Text"])

    run = check_file(OrganisationResource, saved(book), "list.xlsx")
    content = book_of(run)

    assert rejected_file.file_name(run.file_name, is_csv=rejected_file.is_csv(run)) == "list-rejected.xlsx"
    rows = cells_of(content, "Organisations")
    assert rows[0] == ["Reason", "Slug", "Founded", "Acronym", "Town", None]
    assert [row[1:] for row in rows[1:]] == [
        ["civic", "soon", datetime(2024, 3, 24), 12.5, None],
        ["open", 2001, None, datetime(1900, 1, 1, 7, 30), None],
        ["tower", 2001, None, "Bar", "no heading"],
    ]
    assert [row[1:] for row in cells_of(content, "Goals")] == [
        ["Organisation's slug", "Text"],
        ["civic", "Text"],
    ]
    assert next(row[:2] for row in cells_of(content, "Activities")) == ["Reason", "Organisation's slug"]


def test_workbook_with_errors_comes_back_with_the_same_errors():
    GoalFactory(organisation__slug="civic", organisation__name="Civic")
    content = workbook(
        Organisations=[["slug", "founded_year"], ["civic", "soon"], ["open", 2001]],
        Goals=[["organisation_slug", "kind", "text"]],
    )
    run = check_file(OrganisationResource, content)

    again = check_file(OrganisationResource, book_of(run), "again.xlsx")

    assert faults(again) == faults(run)
    assert again.rejected == run.rejected
    assert Goal.objects.count() == 1


def test_sheet_without_rejected_rows_still_deletes_those_of_a_corrected_entry():
    GoalFactory(organisation__slug="civic", organisation__name="Civic")
    content = workbook(
        Organisations=[["slug", "founded_year"], ["civic", "soon"]],
        Goals=[["organisation_slug", "kind", "text"]],
    )
    book = load_workbook(io.BytesIO(book_of(check_file(OrganisationResource, content))))
    book["Organisations"]["C2"].value = 2001

    run = check_file(OrganisationResource, saved(book))

    assert (counts(run), run.removed) == ((0, 1, 0, 0), 1)


def test_ignored_headings_of_a_standard_are_in_the_rejected_file():
    heading = b"Identifier,Title,Recipient Org:Name,Funding Org:Name,Funding Org:Name,Grant type\n"
    content = heading + b"360G-1,A grant,Nobody,CPCD,x,Media grant\n"

    run = check_file(GrantResource, content, "grants.csv")

    assert [row[1:] for row in rows_of(run, GrantResource)] == [
        ["Identifier", "Title", "Recipient Org:Name", "Funding Org:Name", "Funding Org:Name", "Grant type"],
        ["360G-1", "A grant", "Nobody", "CPCD", "x", "Media grant"],
    ]


def test_number_of_queries_does_not_depend_on_the_rows(django_assert_num_queries):
    content = "name,founded_year\n" + "".join(f"Name {number},soon\n" for number in range(30))
    run = check_file(OrganisationResource, content.encode(), "file.csv")

    with django_assert_num_queries(2):
        assert len(csv_of(run).splitlines()) == 31
