"""The blank template for new entries."""

import io

import pytest
from openpyxl import load_workbook

from catalogue.imports.errors import UnreadableFile
from catalogue.imports.template import blank_workbook
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.catalogue.imports.importing import check_file, counts, edited, kind_of
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
