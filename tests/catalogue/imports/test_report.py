"""The report of an import, cut where it is long."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.imports.models import Import
from tests.catalogue.imports.importing import workbook
from tests.catalogue.imports.uploading import IMPORT, checked

pytestmark = pytest.mark.django_db


def test_long_lists_are_shown_in_pages(admin_client):
    rows = [["Slug", "Name"], *([f"slug-{number:03}x", f"Name {number}"] for number in range(120))]
    address = checked(admin_client, workbook(Organisations=rows))

    page = admin_client.get(f"{address}?show=new&page=3")

    assert len(page.context["page"]) == 20
    assertContains(page, "Page 3 of 3")


def test_notes_of_many_entries_are_cut(admin_client, admin_user):
    run = Import.objects.create(
        kind="organisations.organisation",
        user=admin_user,
        file_name="a.csv",
        status="checked",
        notes=[f"Note {number}." for number in range(52)],
    )

    page = admin_client.get(f"{IMPORT}{run.pk}/")

    assertContains(page, "Note 49.")
    assertNotContains(page, "Note 50.")
    assertContains(page, "and 2 more")
