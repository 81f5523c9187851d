"""The pages on which staff import files, and who may."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.imports import apply, staging, undo
from catalogue.imports.models import KEPT_FOR, Import, StagedRows
from organisations.models import Organisation
from tests.catalogue.imports.importing import workbook
from tests.catalogue.imports.uploading import IMPORT, checked, upload
from tests.factories import GoalFactory, GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.pages import text_of
from tests.staff import person_with

pytestmark = pytest.mark.django_db

LISTS = {
    "/admin/organisations/organisation/": OrganisationFactory,
    "/admin/organisations/grant/": GrantFactory,
    "/admin/projects/project/": ProjectFactory,
    "/admin/trainings/training/": TrainingFactory,
}


PAGES = ("go-on", "confirm", "undo", "check-again", "discard")
EDITOR = (
    *("add_organisation", "change_organisation", "view_organisation"),
    *("add_goal", "change_goal", "delete_goal"),
)


@pytest.fixture
def editor(django_user_model):
    return person_with(*EDITOR, name="editor")


@pytest.mark.parametrize("path", LISTS)
def test_exported_file_is_imported_on_the_pages_of_every_kind(admin_client, path):
    LISTS[path]()
    file = admin_client.get(f"{path}export/data.xlsx")

    address = upload(admin_client, b"".join(file.streaming_content), address=f"{path}import/").url
    page = admin_client.post(f"{address}go-on/", follow=True)

    assertContains(page, "There is nothing to import.")


def test_import_goes_from_the_file_to_the_entry(admin_client, admin_user):
    one = OrganisationFactory(slug="one", name="One", draft=True)
    content = workbook(Organisations=[["Slug", "Name", "Town"], ["one", "One", "Bar"], ["two", "Two", None]])

    address = checked(admin_client, content, "people.xlsx")
    page = admin_client.get(address)

    assertContains(page, "<ins>Bar</ins>")
    assertContains(page, "Import: 1 new, 1 changed")
    assertContains(page, "Status: Checked")
    done = admin_client.post(f"{address}confirm/", follow=True)
    assertContains(done, "Imported: 1 new, 1 changed.")
    assertContains(done, f"/admin/organisations/organisation/{one.pk}/change/")
    new = Organisation.objects.get(slug="two")
    assertContains(
        admin_client.get(f"{address}?show=new"), f"/admin/organisations/organisation/{new.pk}/change/"
    )
    one.refresh_from_db()
    assert (one.town, new.author, new.published_at) == ("Bar", admin_user, None)
    listed = admin_client.get(IMPORT).context["runs"]
    assert [(run.file_name, run.status, run.new, run.changed) for run in listed] == [
        ("people.xlsx", "done", 1, 1)
    ]


def test_wrong_file_shows_all_of_it_and_cannot_be_confirmed(admin_client):
    address = checked(admin_client, workbook(Organisations=[["Slug", "Nmae"], ["a", "A"]]))

    page = admin_client.get(address)
    refused = admin_client.post(f"{address}confirm/", follow=True)

    assertContains(page, "2 errors. Nothing was imported.")
    assertContains(page, "Did you mean “Name”?")
    assertNotContains(page, "confirm/")
    assertContains(refused, "is still being checked")
    assert Organisation.objects.count() == 0


def test_file_that_cannot_be_read_is_refused_on_the_form(admin_client):
    page = upload(admin_client, b"%PDF-1.7", "list.csv")

    assertContains(page, "This is a PDF file.", status_code=422)
    assert (Import.objects.count(), StagedRows.objects.count()) == (0, 0)


def test_upload_without_a_file_asks_for_one(admin_client):
    assertContains(admin_client.post(IMPORT, {}), "Choose a file.", status_code=422)


def test_script_gets_the_progress(admin_client, monkeypatch):
    monkeypatch.setattr(staging, "ENTRIES_A_BUCKET", 1)
    monkeypatch.setattr("catalogue.portions.SECONDS", 0)
    rows = [["Slug", "Name"], *([f"slug-{letter}", letter] for letter in "abc")]
    address = upload(admin_client, workbook(Organisations=rows)).url

    listed_items = [
        admin_client.post(f"{address}go-on/", headers={"accept": "application/json"}).json() for _ in range(3)
    ]

    assert listed_items == [
        {"percent": 33, "wrong": 0, "is_done": False},
        {"percent": 66, "wrong": 0, "is_done": False},
        {"percent": 100, "wrong": 0, "is_done": True},
    ]


def test_page_offers_a_button_while_the_file_is_checked(admin_client):
    address = upload(admin_client, workbook(Organisations=[["Slug", "Name"], ["a", "A"]])).url

    assertContains(admin_client.get(address), 'value="Continue"')


def test_rows_are_deleted_only_by_a_person_who_has_seen_them(admin_client):
    goal = GoalFactory(organisation__slug="one")
    content = workbook(Organisations=[["Slug"], ["one"]], Goals=[["Organisation's slug", "Text"]])
    address = checked(admin_client, content)

    asked = admin_client.post(f"{address}confirm/", follow=True)
    assertContains(asked, "Confirm that the rows will be deleted")
    assertContains(asked, "I understand that 1 row will be deleted.")
    assert goal.organisation.goals.count() == 1

    admin_client.post(f"{address}confirm/", {"rows_go": "1"})
    assert goal.organisation.goals.count() == 0


def test_entry_changed_meanwhile_is_named_and_the_file_checked_again(admin_client):
    one = OrganisationFactory(slug="one", name="One")
    address = checked(admin_client, workbook(Organisations=[["Slug", "Town"], ["one", "Bar"]]))
    one.town = "Bar"
    one.save()

    refused = admin_client.post(f"{address}confirm/", follow=True)
    assertContains(refused, "these entries have changed since it was checked: One")

    admin_client.post(f"{address}check-again/")
    page = admin_client.post(f"{address}go-on/", follow=True)
    assertContains(page, "There is nothing to import.")


def test_discarded_file_is_kept_no_longer(admin_client):
    address = checked(admin_client, workbook(Organisations=[["Slug", "Name"], ["a", "A"]]))

    page = admin_client.post(f"{address}discard/", follow=True)

    assertContains(page, "was discarded. Nothing was changed.")
    assert (Import.objects.get().status, StagedRows.objects.count()) == ("discarded", 0)
    assertContains(admin_client.get(address), "its contents were deleted")
    assertContains(
        admin_client.post(f"{address}confirm/", follow=True), "has already been imported or discarded"
    )


def test_file_that_nobody_imports_is_deleted_after_a_week(admin_client):
    old = Import.objects.get(
        pk=checked(admin_client, workbook(Organisations=[["Slug"], ["a"]])).split("/")[-2]
    )
    Import.objects.filter(pk=old.pk).update(started_at=timezone.now() - KEPT_FOR)

    upload(admin_client, workbook(Organisations=[["Slug", "Name"], ["b", "B"]]))

    old.refresh_from_db()
    assert (old.status, old.staged.count(), old.findings.count()) == ("expired", 0, 0)


@pytest.mark.parametrize("codename", ["add_organisation", "change_organisation"])
def test_person_without_the_permissions_cannot_import(client, django_user_model, codename):
    person = person_with(*(one for one in EDITOR if one != codename), name="ana")
    other = person_with(*EDITOR, name="ben")
    run = Import.objects.create(kind="organisations.organisation", user=other, file_name="a.csv")
    client.force_login(person)

    addresses = [IMPORT, f"{IMPORT}{run.pk}/"]
    posts = [
        IMPORT,
        *(f"{IMPORT}{run.pk}/{page}/" for page in PAGES),
    ]

    assert [client.get(address).status_code for address in addresses] == [403, 403]
    assert {client.post(address).status_code for address in posts} == {403}
    assertNotContains(client.get("/admin/organisations/organisation/"), "/organisation/import/")


def test_imports_of_others_are_hidden(client, editor, django_user_model):
    other = person_with(*EDITOR, name="ben")
    client.force_login(other)
    address = checked(client, workbook(Organisations=[["Slug", "Name"], ["a", "Secret name"]]))
    client.force_login(editor)

    assert client.get(address).status_code == 404
    assert {client.post(f"{address}{page}/").status_code for page in PAGES} == {404}
    assert list(client.get(IMPORT).context["runs"]) == []


def test_person_who_may_view_imports_of_others_cannot_apply_them(client, editor, django_user_model):
    other = person_with(*EDITOR, name="ben")
    client.force_login(other)
    address = checked(client, workbook(Organisations=[["Slug", "Name"], ["a", "Told name"]]))
    editor.user_permissions.add(Permission.objects.get(codename="view_import"))
    client.force_login(editor)

    page = client.get(address)

    assertContains(page, "Told name")
    assertNotContains(page, "confirm/")
    assert client.post(f"{address}confirm/").status_code == 403
    assert Organisation.objects.count() == 0


def test_import_of_another_kind_is_not_found(admin_client):
    address = checked(admin_client, workbook(Organisations=[["Slug", "Name"], ["a", "A"]]))

    assert admin_client.get(address.replace("organisation/import", "grant/import")).status_code == 404


def test_changes_need_a_post_with_a_token(admin_client, admin_user):
    address = checked(admin_client, workbook(Organisations=[["Slug", "Name"], ["a", "A"]]))
    strict = type(admin_client)(enforce_csrf_checks=True)
    strict.force_login(admin_user)

    assert {admin_client.get(f"{address}{page}/").status_code for page in PAGES} == {405}
    assert {strict.post(f"{address}{page}/").status_code for page in PAGES} == {403}


@pytest.fixture
def small_portions(monkeypatch):
    """Have a portion import one entry, and a request of the page one portion."""
    monkeypatch.setattr(apply, "PORTION", 1)
    monkeypatch.setattr(undo, "PORTION", 1)
    monkeypatch.setattr("catalogue.portions.SECONDS", 0)
    monkeypatch.setattr("catalogue.portions.SECONDS_OF_BUTTON", 0)


def begin(client, count=3):
    """Confirm an import of so many entries, of which the first one is imported."""
    for number in range(count):
        OrganisationFactory(slug=f"o-{number}", name=f"Name {number}", draft=True)
    rows = [["Slug", "Town"], *([f"o-{number}", "Bar"] for number in range(count))]
    address = checked(client, workbook(Organisations=rows))
    response = client.post(f"{address}confirm/")
    assert response.url == f"{address}?go-on=1"
    return address


def script(client, address, status="importing"):
    data = {"status": status}
    return client.post(f"{address}go-on/", data, headers={"accept": "application/json"}).json()


def towns():
    return list(Organisation.objects.order_by("slug").values_list("town", flat=True))


def test_import_goes_on_in_portions_with_the_script_of_its_page(admin_client, small_portions):
    address = begin(admin_client)
    page = admin_client.get(f"{address}?go-on=1")

    answers = [script(admin_client, address) for _number in range(2)]

    assertContains(page, "js/progress.js")
    assertContains(page, "The file is being imported in steps.")
    assert answers == [
        {"percent": 66, "wrong": 0, "is_done": False},
        {"percent": 100, "wrong": 0, "is_done": True},
    ]
    assert towns() == ["Bar"] * 3
    assertContains(admin_client.get(address), "Imported: 0 new, 3 changed.")


def test_import_goes_on_in_portions_with_a_button(admin_client, small_portions):
    address = begin(admin_client)

    second = admin_client.post(f"{address}go-on/")
    last = admin_client.post(f"{address}go-on/", follow=True)

    assert second.url == f"{address}?go-on=1"
    assertContains(last, "Imported: 0 new, 3 changed.")


def test_import_that_was_left_does_not_go_on_by_itself(admin_client, small_portions):
    address = begin(admin_client)

    page = admin_client.get(address)

    assert "The import is not finished: 1 of 3 entries are imported." in text_of(page)
    assertContains(page, 'value="Continue"')
    assertContains(page, "Undo the import")
    assertNotContains(page, "js/progress.js")
    assertContains(admin_client.get(IMPORT), "Importing")


def test_import_that_was_left_is_undone_and_the_file_checked_again(admin_client, small_portions):
    address = begin(admin_client)
    script(admin_client, address)

    begun = admin_client.post(f"{address}undo/")
    assertContains(admin_client.get(begun.url), "The import is being undone in steps")
    answers = [script(admin_client, address, "undoing") for _number in range(2)]
    script(admin_client, address, "checking")
    page = admin_client.get(address)

    assert answers == [
        {"percent": 100, "wrong": 0, "is_done": False},
        {"percent": 0, "wrong": 0, "is_done": True},
    ]
    assert towns() == [""] * 3
    assertContains(page, "Import: 0 new, 3 changed")


def test_import_that_failed_shows_why_and_can_be_confirmed_again(admin_client, small_portions):
    address = begin(admin_client)
    last = Organisation.objects.get(slug="o-2")
    last.acronym = "LAST"
    last.save()

    while Import.objects.get().status != "checked":
        script(admin_client, address)
    page = admin_client.get(address)

    assertContains(page, "These entries have changed since the file was checked: Name 2")
    assertContains(page, "Import: 0 new, 3 changed")
    assert towns() == [""] * 3


def test_import_confirmed_twice_is_imported_once(admin_client, small_portions):
    address = begin(admin_client)

    again = admin_client.post(f"{address}confirm/", follow=True)

    assertContains(again, "This file is already being imported.")
    assert (Import.objects.get().imported, towns()) == (1, ["Bar", "", ""])


def test_import_under_way_is_neither_discarded_nor_checked_again(admin_client, small_portions):
    address = begin(admin_client)

    for page in ("discard", "check-again"):
        admin_client.post(f"{address}{page}/")

    run = Import.objects.get()
    assert (run.status, run.imported, run.changes.count()) == ("importing", 1, 3)


def test_person_who_lost_the_rights_imports_no_further_portion(client, editor, small_portions):
    client.force_login(editor)
    address = begin(client)
    editor.user_permissions.remove(Permission.objects.get(codename="change_organisation"))

    statuses = {client.post(f"{address}{page}/").status_code for page in ("go-on", "undo")}

    assert (statuses, towns()) == ({403}, ["Bar", "", ""])


def test_import_left_by_another_is_undone_but_not_continued(client, editor, small_portions):
    other = person_with(*EDITOR, name="ben")
    client.force_login(other)
    address = begin(client)
    editor.user_permissions.add(Permission.objects.get(codename="view_import"))
    client.force_login(editor)

    page = client.get(f"{address}?go-on=1")
    continued = client.post(f"{address}go-on/")
    client.post(f"{address}undo/")
    undone = client.post(f"{address}go-on/")

    assertContains(page, "Undo the import")
    assertNotContains(page, 'value="Continue"')
    assertNotContains(page, "js/progress.js")
    assert (continued.status_code, undone.status_code) == (403, 302)
    assert (Import.objects.get().status, towns()) == ("checking", [""] * 3)


def test_file_that_is_still_read_is_hidden(admin_client, admin_user):
    run = Import.objects.create(kind="organisations.organisation", user=admin_user, file_name="a.csv")

    assert admin_client.get(f"{IMPORT}{run.pk}/").status_code == 404
    assert list(admin_client.get(IMPORT).context["runs"]) == []


def test_file_that_was_never_read_to_the_end_is_deleted_after_a_week(admin_client, admin_user):
    Import.objects.create(kind="organisations.organisation", user=admin_user, file_name="a.csv")
    Import.objects.update(started_at=timezone.now() - KEPT_FOR)

    upload(admin_client, workbook(Organisations=[["Slug", "Name"], ["b", "B"]]))

    assert [run.file_name for run in Import.objects.all()] == ["file.xlsx"]


def test_correct_entries_are_imported_and_the_others_downloaded(admin_client):
    for slug in ("a", "b"):
        OrganisationFactory(slug=slug, town="Old")
    address = checked(admin_client, b"slug,town,founded_year\na,New,2001\nb,New,soon\n", "my list.csv")

    page = admin_client.get(address)
    assertContains(page, "Import the correct entries: 0 new, 1 changed")
    assertContains(page, "Download the rejected row, with the reason")
    done = admin_client.post(f"{address}confirm/", {"skip_errors": "1"}, follow=True)

    assertContains(done, "Imported: 0 new, 1 changed.")
    assertContains(done, "1 row was not imported, because it or another row of its entry has an error.")
    file = admin_client.get(f"{address}rejected/")
    assert file["Content-Disposition"] == 'attachment; filename="my list-rejected.csv"'
    assert b"".join(file.streaming_content).decode("utf-8-sig").splitlines() == [
        "Reason,slug,town,founded_year",
        '"Founded: Enter a whole number, such as 2002, or leave the cell empty.",b,New,soon',
    ]
    assert towns() == ["New", "Old"]


def test_rejected_rows_of_a_workbook_are_a_workbook(admin_client):
    address = checked(admin_client, workbook(Organisations=[["name", "founded_year"], ["X", "soon"]]))

    file = admin_client.get(f"{address}rejected/")

    assert file["Content-Disposition"] == 'attachment; filename="file-rejected.xlsx"'
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_errors_are_not_skipped_unasked(admin_client):
    OrganisationFactory(slug="a", town="Old")
    address = checked(admin_client, b"slug,town,founded_year\na,New,2001\nb,New,soon\n", "file.csv")

    page = admin_client.post(f"{address}confirm/", follow=True)

    assertNotContains(page, "Imported:")
    assert towns() == ["Old"]


def test_deletion_of_rows_is_confirmed_in_a_partial_import_too(admin_client):
    GoalFactory(organisation__slug="a", organisation__town="Old", organisation__name="A")
    content = workbook(
        Organisations=[
            ["slug", "name", "town", "founded_year"],
            ["a", "A", "New", 2001],
            ["b", "B", "", "soon"],
        ],
        Goals=[["organisation_slug", "text"]],
    )
    address = checked(admin_client, content)

    refused = admin_client.post(f"{address}confirm/", {"skip_errors": "1"}, follow=True)
    done = admin_client.post(f"{address}confirm/", {"skip_errors": "1", "rows_go": "1"}, follow=True)

    assertContains(refused, "Confirm that the rows will be deleted")
    assertContains(done, "Imported: 0 new, 1 changed.")


def test_wrong_heading_blocks_the_correct_entries_too(admin_client):
    OrganisationFactory(slug="a")
    address = checked(admin_client, b"slug,town,sumary\na,New,\nb,,x\n", "file.csv")

    page = admin_client.get(address)

    assertContains(page, "A sheet or a heading has an error, so no row can be imported yet.")
    assertNotContains(page, "Import the correct entries")
    assert admin_client.get(f"{address}rejected/").status_code == 404


def test_rejected_rows_are_kept_for_a_week(admin_client):
    OrganisationFactory(slug="a", town="Old")
    address = checked(admin_client, b"slug,town,founded_year\na,New,2001\nb,New,soon\n", "file.csv")
    admin_client.post(f"{address}confirm/", {"skip_errors": "1"})
    Import.objects.update(started_at=timezone.now() - KEPT_FOR)

    Import.objects.clear()

    page = admin_client.get(address)
    assertContains(page, "1 row was not imported")
    assertNotContains(page, "Download")
    assert admin_client.get(f"{address}rejected/").status_code == 404


def test_rejected_rows_of_others_are_hidden(client, admin_client, editor):
    address = checked(admin_client, b"name,founded_year\nX,soon\n", "file.csv")
    client.force_login(editor)

    assert client.get(f"{address}rejected/").status_code == 404
