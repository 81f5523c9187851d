"""What staff export from the back office: all that may be edited, drafts included."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from openpyxl import load_workbook

from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, ProjectFactory, TrainingFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "/admin/organisations/organisation/": OrganisationFactory,
    "/admin/organisations/grant/": GrantFactory,
    "/admin/projects/project/": ProjectFactory,
    "/admin/trainings/training/": TrainingFactory,
}


def export(client, path, action, *entries):
    data = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    response = client.post(path, data)
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("path", LISTS)
def test_staff_take_the_chosen_entries_away_as_csv(admin_client, path):
    draft, public, _other = LISTS[path](draft=True), LISTS[path](), LISTS[path]()

    content = export(admin_client, path, "export_csv", draft, public)

    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert {row["Slug"] for row in rows} == {draft.slug, public.slug}


@pytest.mark.parametrize("path", LISTS)
def test_staff_take_the_chosen_entries_away_as_excel(admin_client, path):
    entry = LISTS[path]()

    content = export(admin_client, path, "export_excel", entry)

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Slug", entry.slug]


def test_staff_who_may_not_see_organisations_take_none_away(client, django_user_model):
    person = django_user_model.objects.create_user("ana", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_theme"))
    client.force_login(person)
    organisation = OrganisationFactory()

    response = client.post(
        "/admin/organisations/organisation/",
        {"action": "export_csv", "_selected_action": [organisation.pk]},
    )

    assert response.status_code == 403


@pytest.mark.parametrize("path", LISTS)
def test_all_that_a_list_shows_is_offered_as_files(admin_client, path):
    LISTS[path]()

    page = admin_client.get(f"{path}export/")

    assert page.context["count"] == 1
    for part in page.context["parts"]:
        file = admin_client.get(f"{path}export/{part.name}.csv")
        assert b"".join(file.streaming_content).startswith(b"\xef\xbb\xbf")


def test_files_follow_the_filters_and_the_search_of_the_list(admin_client):
    OrganisationFactory(name="Kestrel house", draft=True, kind="media")
    OrganisationFactory(name="Kestrel club", kind="media")
    OrganisationFactory(name="Osprey", kind="media")
    path = "/admin/organisations/organisation/"

    content = admin_client.get(f"{path}export/data.csv?q=kestrel&kind__exact=media&publication=draft")

    rows = csv.DictReader(io.StringIO(b"".join(content.streaming_content).decode("utf-8-sig"), newline=""))
    assert [row["Name"] for row in rows] == ["Kestrel house"]
    assert admin_client.get(f"{path}export/?nonsense=1").status_code == 302
    assert "export/?q=kestrel" in admin_client.get(f"{path}?q=kestrel").content.decode()


def test_workbook_of_staff_has_drafts_and_rows_and_no_staff_note(admin_client):
    project = ProjectFactory(draft=True, staff_note="Secret note")
    PartnerFactory(project=project, organisation__name="Draft house", organisation__draft=True)

    content = export(admin_client, "/admin/projects/project/", "export_excel", project)

    book = load_workbook(io.BytesIO(content))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert book.sheetnames == [
        *("Projects", "Partners", "Objectives and results", "Target groups", "Activities", "About")
    ]
    assert "Draft house" in cells
    assert [cell for cell in cells if "Secret note" in cell] == []


def test_unknown_files_are_not_found(admin_client):
    path = "/admin/organisations/organisation/export/"

    assert {admin_client.get(path + name).status_code for name in ("data.xls", "partners.csv")} == {404}


def test_staff_who_may_not_see_organisations_are_offered_no_file(client, django_user_model):
    person = django_user_model.objects.create_user("ana", is_staff=True)
    client.force_login(person)
    path = "/admin/organisations/organisation/export/"

    assert {client.get(path + name).status_code for name in ("", "data.csv", "data.xlsx", "goals.csv")} == {
        403
    }


def test_staff_who_may_only_look_are_not_offered_the_import(client, django_user_model):
    person = django_user_model.objects.create_user("ana", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_organisation"))
    client.force_login(person)

    page = client.get("/admin/organisations/organisation/export/")

    assert (page.status_code, page.context["may_import"]) == (200, False)
