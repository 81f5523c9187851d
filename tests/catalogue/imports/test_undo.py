"""Imports in portions: stopped, continued, undone, and undone by themselves when an entry is refused."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from reversion.models import Version

from catalogue.imports import apply, undo
from catalogue.imports.apply import ImportRefused, apply_import, continue_import
from catalogue.imports.check import check
from catalogue.imports.models import Import
from catalogue.imports.undo import start_undo
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Country, Goal, Grant, Organisation
from projects.exports import ProjectResource
from projects.models import Project
from tests.catalogue.imports.importing import (
    check_file,
    counts,
    edited,
    exported_workbook,
    faults,
    kind_of,
    workbook,
)
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.staff import person_of

pytestmark = pytest.mark.django_db

SLUGS = ("a", "b", "c", "d")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def one_entry_a_portion(monkeypatch):
    monkeypatch.setattr(apply, "PORTION", 1)
    monkeypatch.setattr(undo, "PORTION", 1)


def towns(*slugs, new=()):
    rows = [[slug, f"Name {slug}", "Bar"] for slug in (*slugs, *new)]
    return workbook(Organisations=[["Slug", "Name", "Town"], *rows])


def checked(content=None, resource=OrganisationResource, user=None):
    """Create four organisations, and check a file that changes their town."""
    if content is None:
        for slug in SLUGS:
            OrganisationFactory(slug=slug, name=f"Name {slug}")
        content = towns(*SLUGS)
    run = check_file(resource, content, user=user)
    assert faults(run) == []
    return run


def begin(run, portions=1, resource=OrganisationResource):
    """Import some portions of one entry each, as if the process was killed then."""
    apply_import(run, kind_of(resource), run.user, seconds=0)
    for _number in range(portions - 1):
        continue_import(run, kind_of(resource), run.user, seconds=0)
    run.refresh_from_db()


def go_on(run, resource=OrganisationResource):
    """Finish what was begun, and check the file again if it was undone."""
    run = continue_import(run, kind_of(resource), run.user, seconds=60)
    return check(run, kind_of(resource), seconds=60)


def undone(run, resource=OrganisationResource):
    start_undo(run)
    return go_on(run, resource)


def states(model=Organisation, *fields):
    """Return all fields of the entries that an edit can change, with their tokens."""
    left_out = {"updated_at", "changed_by"}  # they say when and by whom it was undone
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    return list(model.objects.order_by("pk").values(*names))


def town_of(slug):
    return Organisation.objects.get(slug=slug).town


def test_portion_has_no_more_entries_than_its_number(monkeypatch):
    monkeypatch.setattr(apply, "PORTION", 3)
    run = checked()

    begin(run)

    assert (run.status, run.imported, run.percent) == ("importing", 3, 75)
    assert [town_of(slug) for slug in SLUGS] == ["Bar", "Bar", "Bar", ""]


def test_import_that_was_stopped_continues_where_it_was():
    run = checked()
    begin(run, 2)
    tokens = dict(Organisation.objects.values_list("slug", "token"))

    run = go_on(run)

    assert (run.status, run.imported, run.staged.count()) == ("done", 4, 0)
    assert [town_of(slug) for slug in SLUGS] == ["Bar"] * 4
    renewed = {entry.slug for entry in Organisation.objects.all() if entry.token != tokens[entry.slug]}
    assert renewed == {"c", "d"}


def test_portion_that_is_killed_leaves_no_trace(monkeypatch):
    run = checked()
    begin(run)
    with monkeypatch.context() as patch:
        patch.setattr(apply, "set_fields", interrupted)
        with pytest.raises(KeyboardInterrupt):
            continue_import(run, kind_of(OrganisationResource), run.user, seconds=60)

    run.refresh_from_db()

    assert (run.status, run.imported) == ("importing", 1)
    assert [town_of(slug) for slug in SLUGS] == ["Bar", "", "", ""]
    assert go_on(run).status == "done"


def interrupted(*args):
    raise KeyboardInterrupt


def test_undone_import_leaves_everything_as_it_was():
    theme, other = ThemeFactory(slug="one"), ThemeFactory(slug="other")
    for number, slug in enumerate(SLUGS):
        organisation = OrganisationFactory(slug=slug, name=f"Name {slug}", draft=number % 2)
        GoalFactory(organisation=organisation, text="Goal", order=1)
        GoalFactory(organisation=organisation, text="To go", order=2)
        organisation.themes.add(theme)
    before, rows = states(), list(Goal.objects.order_by("pk").values())
    content = workbook(
        Organisations=[
            ["Slug", "Name", "Town", "Themes of its own work"],
            *([slug, f"New {slug}", "Bar", "other"] for slug in ("new", *SLUGS)),
        ],
        Goals=[
            ["Organisation's slug", "Text"],
            *([slug, text] for slug in (*SLUGS, "new") for text in ("Changed", "Added", "More")),
        ],
    )
    run = checked(content)
    begin(run, 4)

    run = undone(run)

    assert (run.status, run.imported, run.notes, counts(run)) == ("checked", 0, [], (1, 4, 0, 0))
    assert states() == before
    assert list(Goal.objects.order_by("pk").values()) == rows
    assert list(other.organisations.all()) == []
    assert theme.organisations.count() == 4


def test_undone_import_can_be_confirmed_once_more_also_with_versions():
    for slug in SLUGS:
        OrganisationFactory(slug=slug)

    def edit(book):
        for line in range(2, 6):
            sheet = book["Organisations"]
            column = next(cell.column for cell in sheet[1] if cell.value == "Town")
            sheet.cell(line, column).value = "Bar"

    run = checked(edited(exported_workbook(OrganisationResource), edit))
    begin(run, 2)

    run = undone(run)
    apply_import(run, kind_of(OrganisationResource), run.user, seconds=60)

    run.refresh_from_db()
    assert run.status == "done"
    assert [town_of(slug) for slug in SLUGS] == ["Bar"] * 4


def test_undoing_is_itself_continued_after_a_stop():
    run = checked()
    begin(run, 3)
    start_undo(run)

    continue_import(run, kind_of(OrganisationResource), run.user, seconds=0)
    run.refresh_from_db()
    halfway = (run.status, run.imported, run.percent)
    run = go_on(run)

    assert halfway == ("undoing", 2, 50)
    assert [town_of(slug) for slug in SLUGS] == [""] * 4
    assert run.status == "checked"


def test_history_shows_the_import_and_that_it_was_undone():
    run = checked()
    begin(run)

    undone(run)

    versions = Version.objects.get_for_object(Organisation.objects.get(slug="a"))
    assert [version.revision.comment for version in versions] == [
        "Import of file.xlsx undone",
        "Imported from file.xlsx",
        "Version before the first recorded change",
    ]
    assert Version.objects.get_for_object(Organisation.objects.get(slug="b")).count() == 0


def test_entry_changed_by_somebody_else_after_the_import_stays_and_is_named():
    run = checked()
    begin(run, 2)
    changed = Organisation.objects.get(slug="a")
    changed.acronym = "ANA"
    changed.save()

    run = undone(run)

    changed.refresh_from_db()
    assert (changed.acronym, changed.town, town_of("b")) == ("ANA", "Bar", "")
    assert run.notes == ["“Name a” was changed by somebody else after the import, and stays as it is now."]
    assert counts(run) == (0, 3, 1, 0)


def test_new_entry_that_others_refer_to_by_now_stays_and_is_named():
    OrganisationFactory(slug="a", name="Name a")
    run = checked(towns("a", new=["new", "other"]))
    begin(run, 2)
    PartnerFactory(organisation=Organisation.objects.get(slug="new"))

    run = undone(run)

    assert run.notes == ["“Name new” was added and stays, because other entries refer to it."]
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"a", "new"}


def test_new_and_changed_entries_that_somebody_deleted_stay_deleted():
    run = checked(None)
    Organisation.objects.get(slug="d").delete()
    run = checked(towns("a", "b", new=["new"]))
    begin(run, 2)
    Organisation.objects.filter(slug__in=["a", "b"]).delete()

    run = undone(run)

    assert sorted(run.notes) == ["“Name a” has been deleted.", "“Name b” has been deleted."]


def test_entry_edited_between_two_portions_stops_the_import_and_undoes_it():
    run = checked()
    begin(run, 2)
    edited_meanwhile = Organisation.objects.get(slug="d")
    edited_meanwhile.acronym = "DON"
    edited_meanwhile.save()

    run = go_on(run)

    assert run.status == "checked"
    assert run.notes == ["These entries have changed since the file was checked: Name d"]
    assert [town_of(slug) for slug in SLUGS] == [""] * 4
    edited_meanwhile.refresh_from_db()
    assert edited_meanwhile.acronym == "DON"
    apply_import(run, kind_of(OrganisationResource), run.user, seconds=60)
    assert [town_of(slug) for slug in SLUGS] == ["Bar"] * 4


def test_entry_deleted_between_two_portions_undoes_the_import():
    run = checked()
    begin(run, 2)
    Organisation.objects.get(slug="d").delete()

    run = go_on(run)

    assert run.notes == ["These entries have changed since the file was checked: Name d"]
    assert [town_of(slug) for slug in "abc"] == [""] * 3


def test_slug_used_between_two_portions_undoes_the_import():
    OrganisationFactory(slug="a", name="Name a")
    run = checked(towns("a", new=["new"]))
    begin(run)
    OrganisationFactory(slug="new", name="Other")

    run = go_on(run)

    assert (town_of("a"), Organisation.objects.get(slug="new").name) == ("", "Other")
    assert "Name new" in run.notes[0]


@pytest.mark.django_db(transaction=True)
def test_reference_deleted_between_two_portions_undoes_the_import_and_names_the_entry(monkeypatch):
    monkeypatch.setattr(apply, "PORTION", 3)
    CountryFactory(code="AL", name="Albania")
    CountryFactory(code="RS", name="Serbia")
    for slug in SLUGS:
        OrganisationFactory(slug=slug, name=f"Name {slug}", country=None)
    countries = {"a": "AL", "b": "AL", "c": "AL", "d": "RS"}
    run = checked(workbook(Organisations=[["Slug", "Country code"], *map(list, countries.items())]))
    monkeypatch.setattr(apply, "PORTION", 1)
    begin(run)
    Country.objects.get(code="RS").delete()
    monkeypatch.setattr(apply, "PORTION", 3)

    run = go_on(run)

    (note,) = run.notes
    assert note.startswith(
        "“Name d” cannot be imported, because other entries have changed since the file was checked. "
        "The database reports: "
    )
    assert set(Organisation.objects.values_list("country", flat=True)) == {None}


def test_import_refused_before_its_first_portion_stays_as_it_was(monkeypatch):
    run = checked()
    begin_with = apply.outdated_changes
    monkeypatch.setattr(apply, "outdated_changes", lambda *args: edit_after(begin_with(*args)))

    with pytest.raises(ImportRefused):
        begin(run)

    run.refresh_from_db()
    assert (run.status, run.imported, run.notes) == ("checked", 0, [])
    assert [town_of(slug) for slug in SLUGS] == [""] * 4


def edit_after(outdated):
    """Return what was outdated, and change an entry just after the comparison."""
    outdated = list(outdated)
    Organisation.objects.get(slug="a").save()
    return outdated


def test_permission_to_publish_lost_between_two_portions_undoes_the_import():
    person = person_of("Publisher")
    run = checked(user=person)
    begin(run, 2)
    person.groups.clear()
    codenames = ("add_organisation", "change_organisation")
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    run = Import.objects.get(pk=run.pk)

    run = go_on(run)

    assert run.notes == ["You can only change drafts, and “Name c” is published."]
    assert [town_of(slug) for slug in SLUGS] == [""] * 4


def test_permission_for_a_sheet_lost_between_two_portions_undoes_the_import():
    person = person_of("Publisher")
    for slug in SLUGS:
        GoalFactory(organisation__slug=slug, text="Goal")
    goals = [["Organisation's slug", "Text"], *([slug, "Changed"] for slug in SLUGS)]
    run = checked(workbook(Goals=goals), user=person)
    begin(run, 2)
    person.groups.clear()
    codenames = ("add_organisation", "change_organisation", "publish_organisation", "change_goal")
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    run = Import.objects.get(pk=run.pk)

    run = go_on(run)

    assert run.notes == ["You no longer have permission to change “Goals”."]
    assert set(Goal.objects.values_list("text", flat=True)) == {"Goal"}


def test_import_waits_for_another_of_the_same_entries():
    run = checked()
    other = checked(towns("d", new=["e"]))
    free = checked(towns("f", new=["g"]))
    begin(run)

    with pytest.raises(ImportRefused) as refused:
        apply_import(other, kind_of(OrganisationResource), other.user, seconds=60)
    apply_import(free, kind_of(OrganisationResource), free.user, seconds=60)

    assert str(refused.value) == (
        "Nothing was imported, because the import of “file.xlsx” by administrator is not finished and "
        "changes the same entries. Import this file when that import is finished or undone."
    )
    free.refresh_from_db()
    assert free.status == "done"


def exchange(count):
    """Have each project get the grant of the next one, the last one that of the first."""
    for number in range(count):
        ProjectFactory(slug=f"p{number}", grant=GrantFactory(slug=f"g{number}"))
    rows = [[f"p{number}", f"g{(number + 1) % count}"] for number in range(count)]
    return checked(workbook(Projects=[["slug", "grant"], *rows]), ProjectResource)


def grants():
    return list(Project.objects.order_by("slug").values_list("grant__slug", flat=True))


@pytest.mark.parametrize("portions", [1, 2, 3])
def test_links_that_only_one_entry_may_have_are_exchanged_across_portions(portions):
    run = exchange(4)
    begin(run, portions, ProjectResource)

    run = go_on(run, ProjectResource)

    assert (run.status, grants()) == ("done", ["g1", "g2", "g3", "g0"])


@pytest.mark.parametrize("portions", [1, 2, 3])
def test_links_exchanged_across_portions_are_undone(portions):
    run = exchange(4)
    before = states(Project)
    begin(run, portions, ProjectResource)

    run = undone(run, ProjectResource)

    assert (run.notes, grants(), states(Project)) == ([], ["g0", "g1", "g2", "g3"], before)


def test_new_grants_of_a_file_get_free_slugs_in_every_portion():
    OrganisationFactory(slug="civic", name="Civic")
    rows = [["Slug", "Line", "Recipient"], *([None, "Core grant", "Civic"] for _number in range(3))]
    run = checked(workbook(Grants=rows), GrantResource)

    begin(run, 2, GrantResource)
    go_on(run, GrantResource)

    assert set(Grant.objects.values_list("slug", flat=True)) == {"core-civic", "core-civic-2", "core-civic-3"}


KILLED = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from catalogue.imports import apply
from catalogue.imports.models import Import
from tests.catalogue.imports.importing import kind_of
from organisations.exports import OrganisationResource
from django.contrib import admin
admin.autodiscover()
apply.PORTION = 1
run = Import.objects.get(pk=int(sys.argv[2]))
imported = []
save = apply.save_with_links
def save_and_die(*args):
    save(*args)
    imported.append(args)
    if len(imported) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
apply.save_with_links = save_and_die
apply.apply_import(run, kind_of(OrganisationResource), run.user, 60)
"""


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_undone", [False, True])
def test_process_killed_within_a_portion_leaves_an_exact_journal(is_undone):
    run = checked()
    before = states()
    name = str(connection.settings_dict["NAME"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, name, str(run.pk)],
        env=environment,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, "")
    run.refresh_from_db()
    assert (run.status, run.imported) == ("importing", 2)
    assert [town_of(slug) for slug in SLUGS] == ["Bar", "Bar", "", ""]
    if is_undone:
        assert (undone(run).status, states()) == ("checked", before)
    else:
        assert (go_on(run).status, [town_of(slug) for slug in SLUGS]) == ("done", ["Bar"] * 4)
