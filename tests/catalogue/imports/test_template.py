"""The blank template for new entries."""

import io

import pytest
from openpyxl import load_workbook

from catalogue.imports.errors import UnreadableFile
from catalogue.imports.template import blank_workbook
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.catalogue.imports.importing import check_file, counts, edited, faults, kind_of
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db
RESOURCES = [OrganisationResource, GrantResource, ProjectResource, TrainingResource]


def template(resource) -> bytes:
    return b"".join(blank_workbook(kind_of(resource)))


@pytest.mark.parametrize("resource", RESOURCES)
def test_template_explains_every_column(resource):
    book = load_workbook(io.BytesIO(template(resource)))

    headings = [
        (sheet.title, cell.value)
        for sheet in book
        if sheet.title not in ("Columns", "About")
        for cell in sheet[1]
    ]
    explained = [row[:4] for row in book["Columns"].iter_rows(min_row=2, values_only=True)]
    assert [row[:2] for row in explained] == headings
    assert all(all(row) for row in explained)


@pytest.mark.parametrize("resource", RESOURCES)
def test_template_shows_its_explanations_whole(resource):
    sheet = load_workbook(io.BytesIO(template(resource)))["Columns"]

    rows = list(sheet.iter_rows(min_row=2))
    long = [row[0].row for row in rows if max(len(cell.value or "") for cell in row) > 60]
    assert {cell.alignment.wrap_text for row in rows for cell in row if cell.value} == {True}
    assert [row[0].row for row in rows if sheet.row_dimensions[row[0].row].height] == long


@pytest.mark.parametrize("resource", RESOURCES)
def test_examples_of_the_template_are_accepted(resource):
    book = load_workbook(io.BytesIO(template(resource)))
    rows = list(book["Columns"].iter_rows(min_row=2, values_only=True))
    filled_in = {row[:2] for row in rows if row[4]}
    cells = {row[:2]: row[4] or ("Text" if row[3] == "Text" else None) for row in rows}

    def edit(book):
        for sheet in book.worksheets[:-2]:
            for cell in sheet[1]:
                sheet.cell(2, cell.column).value = cells[sheet.title, cell.value]

    run = check_file(resource, edited(template(resource), edit))

    assert [fault for fault in faults(run) if fault[0::2][:2] in filled_in] == []


def test_template_says_which_slugs_rows_need():
    rows = load_workbook(io.BytesIO(template(OrganisationResource)))["Columns"].iter_rows(values_only=True)

    assert [row[:2] + row[3:4] for row in rows if str(row[1]).endswith("slug")] == [
        (sheet, "Organisation's slug", "The slug of the entry, in the portal or on the sheet “Organisations”")
        for sheet in ("Other names", "Goals", "Activities")
    ]


def test_year_and_currency_of_the_template_are_explained():
    explained = {
        row[1]: row[3:]
        for resource in (OrganisationResource, GrantResource)
        for row in load_workbook(io.BytesIO(template(resource)))["Columns"].iter_rows(values_only=True)
    }

    assert explained["Founded"] == ("A year in four digits", "2002")
    assert explained["Currency"] == ("One of: EUR; NOK", "EUR")


@pytest.mark.parametrize("resource", RESOURCES)
def test_blank_template_has_no_rows(resource):
    with pytest.raises(UnreadableFile) as refused:
        check_file(resource, template(resource))

    assert str(refused.value) == "The file has headings but no rows. Add at least one row."


def test_template_that_is_filled_in_is_imported():
    def edit(book):
        book["Organisations"]["B2"].value = "Civic"

    run = check_file(OrganisationResource, edited(template(OrganisationResource), edit))

    assert counts(run) == (1, 0, 0, 0)


def test_template_is_downloaded_from_the_import_page(admin_client):
    response = admin_client.get("/admin/organisations/organisation/import/template.xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="organisation-template.xlsx"'
    assert load_workbook(io.BytesIO(b"".join(response.streaming_content))).sheetnames[0] == "Organisations"
