"""What each group of staff may do, and above all what not, tried on the server."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from organisations.models import Grant, Organisation, Theme
from projects.exports import ProjectResource
from projects.models import Project
from tests.catalogue.imports.importing import cell, check_file, edited, exported_workbook
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    TrainingFactory,
)
from tests.forms import open_form
from tests.pages import admin_page
from tests.staff import PASSWORD, confirm_identity, log_in, person_of
from trainings.models import Training

pytestmark = pytest.mark.django_db

migration = import_module("smartbalkans.migrations.0001_groups_of_staff")
FACTORIES = {
    Organisation: OrganisationFactory,
    Grant: GrantFactory,
    Project: ProjectFactory,
    Training: TrainingFactory,
}
ALL = ("Editor", "Publisher", "Analyst", "Administrator")


def test_there_are_four_groups():
    assert set(Group.objects.values_list("name", flat=True)) == set(ALL)


@pytest.mark.parametrize("model", FACTORIES)
@pytest.mark.parametrize("group", ALL)
def test_everybody_sees_lists_forms_and_files(client, group, model):
    log_in(client, group)
    entry = FACTORIES[model]()

    assert client.get(admin_page(model, "changelist")).status_code == 200
    assert client.get(admin_page(model, "change", entry.pk)).status_code == 200
    data = {"action": "export_csv", "_selected_action": [entry.pk]}
    assert client.post(admin_page(model, "changelist"), data).headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("model", FACTORIES)
@pytest.mark.parametrize(
    ("group", "page", "is_draft", "status"),
    [
        ("Analyst", "add", True, 403),
        ("Analyst", "change", True, 403),
        ("Analyst", "change", False, 403),
        ("Analyst", "delete", True, 403),
        ("Editor", "add", True, 200),
        ("Editor", "change", True, 200),
        ("Editor", "change", False, 200),  # as a proposed version
        ("Editor", "delete", True, 403),
        ("Editor", "delete", False, 403),
        ("Publisher", "change", False, 200),
        ("Publisher", "delete", True, 302),
        ("Publisher", "delete", False, 302),
        ("Administrator", "change", False, 200),
        ("Administrator", "delete", False, 302),
    ],
)
def test_form_takes_only_what_the_group_may_do(client, group, page, is_draft, status, model):
    log_in(client, group)
    entry = FACTORIES[model](draft=is_draft)
    args = [] if page == "add" else [entry.pk]
    # A form without its rows is refused with errors by whoever may fill it in.
    data = {"post": "yes"} if page == "delete" else {**ROWS[model], "name": ""}

    response = client.post(admin_page(model, page, *args), data)

    assert response.status_code == status
    assert model.objects.filter(pk=entry.pk).exists() == (status != 302)


def no_rows(*prefixes):
    return {
        f"{prefix}-{name}_FORMS": "0"
        for prefix in prefixes
        for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
    }


ROWS = {
    Organisation: no_rows("other_names", "goals", "activities"),
    Grant: {},
    Project: no_rows("partners", "objectives", "target_groups", "activities"),
    Training: no_rows("speakers", "testimonials"),
}


@pytest.mark.parametrize("group", ["Analyst", "Editor"])
def test_entries_chosen_in_a_list_are_not_deleted(client, group):
    log_in(client, group)
    entry = OrganisationFactory()
    data = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}

    client.post(admin_page(Organisation, "changelist"), data)

    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("group", "page", "status"),
    [
        ("Analyst", "add", 403),
        ("Editor", "add", 403),
        ("Editor", "change", 403),
        ("Publisher", "add", 200),
        ("Publisher", "change", 200),
        ("Publisher", "delete", 403),
        ("Administrator", "delete", 302),
    ],
)
def test_lists_to_choose_from_are_kept_by_publishers(client, group, page, status):
    log_in(client, group)
    args = [] if page == "add" else [ThemeFactory().pk]

    response = client.post(admin_page(Theme, page, *args), {"post": "yes"})

    assert response.status_code == status


@pytest.mark.parametrize(
    ("group", "own", "of_others"),
    [("Analyst", 403, 403), ("Editor", 200, 404), ("Publisher", 200, 200), ("Administrator", 200, 200)],
)
def test_uploaded_files_are_visible_to_publishers_and_imported_by_their_owner(client, group, own, of_others):
    person = log_in(client, group)
    ProjectFactory(draft=True)
    mine, other = (
        check_file(ProjectResource, exported_workbook(ProjectResource), user=user)
        for user in (person, User.objects.create_user("ana"))
    )

    assert client.get(admin_page(Project, "import_run", mine.pk)).status_code == own
    assert client.get(admin_page(Project, "import_run", other.pk)).status_code == of_others
    for page in ("confirm", "go_on", "check_again", "discard"):
        response = client.post(admin_page(Project, f"import_{page}", other.pk))
        assert response.status_code == (404 if of_others == 404 else 403)


@pytest.mark.parametrize("group", ["Editor", "Publisher", "Administrator"])
def test_rows_of_a_file_are_imported(client, group):
    person = log_in(client, group)
    row = TargetGroupFactory(project__draft=True)
    file = edited(exported_workbook(ProjectResource), write_target_group)
    run = check_file(ProjectResource, file, user=person)

    client.post(admin_page(Project, "import_confirm", run.pk))

    row.refresh_from_db()
    assert (run.changed, row.words) == (1, "Written in the file")


def write_target_group(book):
    cell(book["Target groups"], "In the project's words").value = "Written in the file"


@pytest.mark.parametrize(
    ("group", "status"), [("Analyst", 403), ("Editor", 200), ("Publisher", 200), ("Administrator", 200)]
)
def test_texts_of_pages_are_for_who_writes(client, group, status):
    log_in(client, group)

    assert client.get(reverse("admin:add-from-text")).status_code == status
    assert client.post(reverse("admin:add-from-text"), {"text": "A"}).status_code == status


@pytest.mark.parametrize("group", ["Analyst", "Editor", "Publisher"])
@pytest.mark.parametrize("model", [User, Group])
@pytest.mark.parametrize("page", ["changelist", "add", "change", "delete"])
def test_people_and_groups_are_for_administrators(client, group, model, page):
    person = log_in(client, group)
    key = person.pk if model is User else Group.objects.get(name=group).pk
    args = [key] if page in ("change", "delete") else []

    assert client.get(admin_page(model, page, *args)).status_code == 403
    assert client.post(admin_page(model, page, *args), {"post": "yes"}).status_code == 403


def test_administrator_keeps_people_and_their_groups(client):
    log_in(client, "Administrator")
    confirm_identity(client)
    other = User.objects.create_user("ana")
    data = open_form(client, admin_page(User, "change", other.pk))
    data |= {"is_staff": "on", "groups": [str(Group.objects.get(name="Editor").pk)]}

    client.post(admin_page(User, "change", other.pk), data)

    other.refresh_from_db()
    assert (other.is_staff, [group.name for group in other.groups.all()]) == (True, ["Editor"])


def test_administrator_makes_no_superuser(client):
    me = log_in(client, "Administrator")
    confirm_identity(client)
    other = User.objects.create_user("ana")

    for person in (me, other):
        data = open_form(client, admin_page(User, "change", person.pk))
        client.post(admin_page(User, "change", person.pk), data | {"is_superuser": "on"})

    assert User.objects.filter(is_superuser=True).count() == 0


@pytest.mark.parametrize("page", ["change", "delete", "password"])
def test_administrator_does_not_touch_a_superuser(client, page):
    log_in(client, "Administrator")
    confirm_identity(client)
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    names = {"password": "admin:auth_user_password_change"}
    path = reverse(names[page], args=[chief.pk]) if page in names else admin_page(User, page, chief.pk)
    new = "quite another password"

    response = client.post(
        path, {"password1": new, "password2": new, "usable_password": "true", "post": "yes"}
    )

    chief.refresh_from_db()
    assert response.status_code == 403
    assert chief.check_password(PASSWORD)


def test_superuser_is_not_deleted_from_the_list(client):
    log_in(client, "Administrator")
    confirm_identity(client)
    chief = User.objects.create_superuser("chief")
    data = {"action": "delete_selected", "_selected_action": [chief.pk], "post": "yes"}

    client.post(admin_page(User, "changelist"), data)

    assert User.objects.filter(pk=chief.pk).exists()


def test_superuser_makes_superusers(admin_client):
    confirm_identity(admin_client, "password")
    other = User.objects.create_user("ana")
    data = open_form(admin_client, admin_page(User, "change", other.pk))

    admin_client.post(admin_page(User, "change", other.pk), data | {"is_superuser": "on"})

    other.refresh_from_db()
    assert other.is_superuser


def test_migration_keeps_what_people_made_of_a_group():
    editors = Group.objects.get(name="Editor")
    editors.permissions.set(Permission.objects.filter(codename="view_theme"))
    Group.objects.get(name="Analyst").delete()

    migration.make_groups(apps, None)

    assert list(editors.permissions.values_list("codename", flat=True)) == ["view_theme"]
    assert Group.objects.get(name="Analyst").permissions.count() == len(
        migration.permissions_of(apps, "Analyst")
    )


def test_reversed_migration_keeps_groups_that_people_changed_or_are_in():
    Group.objects.get(name="Editor").permissions.clear()
    person_of("Publisher")

    migration.remove_groups(apps, None)

    assert set(Group.objects.values_list("name", flat=True)) == {"Editor", "Publisher"}
