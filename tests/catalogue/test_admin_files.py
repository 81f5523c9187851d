"""What staff take away from the back office: the columns of the public files, drafts included."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from openpyxl import load_workbook

from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "/admin/organisations/organisation/": OrganisationFactory,
    "/admin/organisations/grant/": GrantFactory,
    "/admin/projects/project/": ProjectFactory,
    "/admin/trainings/training/": TrainingFactory,
}


def take_away(client, path, action, *entries):
    data = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    response = client.post(path, data)
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("path", LISTS)
def test_staff_take_the_chosen_entries_away_as_csv(admin_client, path):
    draft, public, _other = LISTS[path](draft=True), LISTS[path](), LISTS[path]()

    content = take_away(admin_client, path, "take_away_csv", draft, public)

    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert {row["Slug"] for row in rows} == {draft.slug, public.slug}


@pytest.mark.parametrize("path", LISTS)
def test_staff_take_the_chosen_entries_away_as_excel(admin_client, path):
    entry = LISTS[path]()

    content = take_away(admin_client, path, "take_away_excel", entry)

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Slug", entry.slug]


def test_staff_who_may_not_see_organisations_take_none_away(client, django_user_model):
    person = django_user_model.objects.create_user("ana", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_theme"))
    client.force_login(person)
    organisation = OrganisationFactory()

    response = client.post(
        "/admin/organisations/organisation/",
        {"action": "take_away_csv", "_selected_action": [organisation.pk]},
    )

    assert response.status_code == 403
