"""Every Resource is one of import-export: it exports, imports and serves its commands, as our own ways do."""

import csv
import io

import pytest
import tablib
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction
from django.utils.module_loading import import_string
from import_export.formats.base_formats import CSV, XLSX
from reversion.models import Version

from catalogue.exports import csv as csv_files
from catalogue.exports.cells import csv_text
from catalogue.exports.reader import ReadPlan
from organisations.exports import ActivityResource, GoalResource, GrantResource, OrganisationResource
from organisations.models import Grant, Organisation
from projects.exports import PartnerResource, ProjectResource
from projects.models import Partner
from tests.catalogue.imports.importing import (
    all_keys,
    check_file,
    counts,
    exported_workbook,
    faults,
    import_file,
)
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    ThemeFactory,
)
from tests.sample_data.entries import make_entries
from trainings.exports import SpeakerResource, TrainingResource

pytestmark = pytest.mark.django_db

NAMES = [
    "organisations.exports.OrganisationResource",
    "organisations.exports.OtherNameResource",
    "organisations.exports.GoalResource",
    "organisations.exports.ActivityResource",
    "organisations.exports.GrantResource",
    "projects.exports.ProjectResource",
    "projects.exports.PartnerResource",
    "projects.exports.ObjectiveResource",
    "projects.exports.TargetGroupResource",
    "projects.exports.ActivityResource",
    "trainings.exports.TrainingResource",
    "trainings.exports.SpeakerResource",
    "trainings.exports.TestimonialResource",
]
ENTRIES = [OrganisationResource, GrantResource, ProjectResource, TrainingResource]
ENTRIES_OF = {relation.resource: resource for resource in ENTRIES for relation in resource.rows}
RESOURCES = [import_string(name) for name in NAMES]

# What of the first row of a file is changed, what a new row has beside its cells, and what is wrong in it.
EDITS = {
    "organisations.exports.OrganisationResource": (
        {"summary": "Other words", "country": "ba", "country_code": "BA"},
        {"slug": "new", "name": "New", "summary": "=1+1"},
        {"founded_year": "long ago", "country": "Nowhere", "email": "nobody", "name": ""},
    ),
    "organisations.exports.OtherNameResource": ({}, {"name": "New"}, {"organisation_slug": "nobody-here"}),
    "organisations.exports.GoalResource": (
        {"text": "Other words"},
        {"order": "", "text": "New"},
        {"kind": "Aim", "text": "x"},
    ),
    "organisations.exports.ActivityResource": (
        {"text": "Other words"},
        {"order": "99", "level": "2", "text": "New"},
        {"level": "deep", "organisation": "Another house"},
    ),
    "organisations.exports.GrantResource": (
        {"call": "Other call", "starts_on": "1/2/2024", "ends_on": "2024-03-01"},
        {"slug": "new", "call": "New", "amount": "1.234,50", "currency": "EUR"},
        {"starts_on": "31/02/2024", "recipient": "Nobody", "amount": "1,234"},
    ),
    "projects.exports.ProjectResource": (
        {"overall_goal": "Other words", "places_of_work": "AL; Serbia"},
        {"slug": "new", "name": "New", "grant": ""},
        {"grant": "nothing", "themes": "Nonsense", "name": ""},
    ),
    "projects.exports.PartnerResource": (
        {"order": "50"},
        {"organisation_slug": "newcomer", "organisation": "", "role": "Partner", "order": "60"},
        {"role": "Boss", "order": "first"},
    ),
    "projects.exports.ObjectiveResource": (
        {"text": "Other words"},
        {"order": "99", "text": "New"},
        {"text": "", "order": "98"},
    ),
    "projects.exports.TargetGroupResource": (
        {"at_least": "1 200", "countries": "RS; AL"},
        {"order": "99", "words": "New", "countries": ""},
        {"at_least": "many", "beneficiary_group": "Nonsense"},
    ),
    "projects.exports.ActivityResource": (
        {"text": "Other words"},
        {"order": "99", "level": "1", "text": "New"},
        {"order": "98", "level": "7"},
    ),
    "trainings.exports.TrainingResource": (
        {"headline": "Other words", "is_country_not_stated": "No"},
        {"slug": "new", "name": "New", "picture_alt": ""},
        {"country": "Nowhere", "starts_on": "soon", "topics": "Nonsense"},
    ),
    "trainings.exports.SpeakerResource": (
        {"spoke_on": "Other words"},
        {"name": "New", "order": "99", "organisation": "newcomer", "organisation_slug": ""},
        {"name": "Wrong", "role": "Singer", "organisation": "Nobody"},
    ),
    "trainings.exports.TestimonialResource": (
        {"words": "Other words", "is_quotation": "no"},
        {"order": "99", "person": "New"},
        {"order": "98", "is_quotation": "perhaps", "words": ""},
    ),
}


def staff_file(resource) -> str:
    """Return our CSV file of all rows, as staff export it."""
    return "".join(csv_files.lines(ReadPlan(resource, for_staff=True), all_keys(resource)))


def edited(resource, *edits: dict) -> str:
    """Return that file, its first row edited, and then a copy of it for each of the further edits."""
    text = staff_file(resource).removeprefix(csv_files.BYTE_ORDER_MARK)
    headings, *rows = csv.reader(io.StringIO(text, newline=""))
    keys = list(resource.staff_columns())
    first = dict(zip(keys, rows[0], strict=True))
    rows[0] = list({**first, **edits[0]}.values())
    rows += [list({**first, "version": "", **edit}.values())[: len(keys)] for edit in edits[1:]]
    return csv_files.written([headings, *rows])


def dataset(text: str) -> tablib.Dataset:
    return CSV().create_dataset(text)


def table(headings: list, *rows: list) -> tablib.Dataset:
    return tablib.Dataset(*rows, headers=headings)


def totals(result) -> dict[str, int]:
    return {kind: number for kind, number in result.totals.items() if number}


def errors_of(resource, result) -> list[tuple]:
    """Return the errors of rows as a preview shows them: line, heading and message."""
    columns = resource().fields
    return [
        (number, str(columns[key].heading) if key in columns else "", message)
        for number, row in enumerate(result.rows, start=2)
        if row.validation_error
        for key, messages in row.validation_error.message_dict.items()
        for message in messages
    ]


def printed(result) -> list[tuple]:
    """Return what `manage.py import` prints of rows: the number and the message."""
    return [(number, str(error.error)) for number, errors in result.row_errors() for error in errors]


def base_errors(result) -> list[str]:
    return [str(error.error) for error in result.base_errors]


def cells_of(resource) -> list[list]:
    """Return the cells of all rows, in an order that does not depend on when they were made."""
    keys = [key for key in resource.staff_columns() if key != "version"]
    return sorted(ReadPlan(resource, keys, for_staff=True).rows(all_keys(resource)), key=str)


def sample() -> None:
    """Make entries of every kind, and the organisation and the countries that the edits name."""
    make_entries(40)
    OrganisationFactory(slug="newcomer", name="Newcomer")


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("for_staff", [False, True])
def test_export_has_the_cells_of_our_files(resource, for_staff):
    make_entries(40)
    site = "https://portal.example.org"
    plan = ReadPlan(resource, site=site, for_staff=for_staff)

    exported = resource(for_staff=for_staff, site=site).export(resource._meta.model.objects.order_by("pk"))

    ours = [[csv_text(cell) for cell in row] for row in plan.rows(all_keys(resource))]
    assert exported.headers == [str(column.heading) for column in plan.columns.values()]
    assert [list(row) for row in exported] == ours
    assert len(ours) > 3


@pytest.mark.parametrize("resource", RESOURCES)
def test_import_of_our_files_changes_nothing(resource):
    make_entries(40)
    keys = all_keys(resource)
    public_file = "".join(csv_files.lines(ReadPlan(resource, site="https://elsewhere.example.org"), keys))

    public = resource().import_data(dataset(public_file))
    staff = resource(for_staff=True).import_data(dataset(staff_file(resource)))

    assert (printed(public), totals(public)) == ([], {"skip": len(keys)})
    assert (printed(staff), totals(staff)) == ([], {"skip": len(keys)})
    assert (public.has_errors(), staff.has_errors()) == (False, False)


@pytest.mark.parametrize("name", NAMES)
def test_import_changes_what_our_import_changes(name):
    sample()
    resource = import_string(name)
    changed, new, _wrong = EDITS[name]
    text = edited(resource, changed, new)
    count = resource._meta.model.objects.count()

    with transaction.atomic():
        result = resource(for_staff=True).import_data(dataset(text))
        theirs = cells_of(resource)
        transaction.set_rollback(True)
    run = import_file(ENTRIES_OF.get(resource, resource), text.encode(), f"{name.lower()}s.csv")

    assert printed(result) == []
    assert totals(result) == {"new": 1, "skip": count - bool(changed)} | ({"update": 1} if changed else {})
    assert theirs == cells_of(resource)
    assert resource in ENTRIES_OF or counts(run) == (1, 1, count - 1, 0)


@pytest.mark.parametrize("name", NAMES)
def test_import_refuses_what_our_preview_refuses(name):
    sample()
    resource = import_string(name)
    _changed, _new, wrong = EDITS[name]
    text = edited(resource, {}, {"slug": "wrong", **wrong} if resource in ENTRIES else wrong)
    before = cells_of(resource)

    result = resource(for_staff=True).import_data(dataset(text))
    run = check_file(ENTRIES_OF.get(resource, resource), text.encode(), f"{name.lower()}s.csv")

    reported = errors_of(resource, result)
    assert sorted(reported) == sorted(
        (line, heading, text) for _sheet, line, heading, _value, text in faults(run)
    )
    assert len(reported) >= 1
    assert (result.has_errors(), result.has_validation_errors()) == (True, True)
    assert cells_of(resource) == before


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["CSV", "XLSX", "JSON"])
def test_commands_of_import_export_write_and_read_every_resource(name, form, tmp_path, capfdbinary):
    make_entries(40)
    OrganisationFactory(name="=1+1", summary="one\ntwo")
    file = tmp_path / f"rows.{form.lower()}"
    count = import_string(name)._meta.model.objects.count()

    call_command("export", form, name)
    file.write_bytes(capfdbinary.readouterr().out)
    call_command("import", name, str(file), "--no-input")

    reported = capfdbinary.readouterr().err.decode()
    assert f"Import finished: 0 new, 0 updated, 0 deleted and {count} skipped" in reported
    assert count > 3


def test_command_prints_every_error_and_imports_nothing(tmp_path, capfdbinary):
    CountryFactory(code="AL", name="Albania")
    OrganisationFactory(slug="civic", name="Civic", town="Bar")
    file = tmp_path / "organisations.csv"
    file.write_text("slug,town,country\ncivic,Kotor,\nnew,Bar,Albanja\n")

    with pytest.raises(SystemExit):
        call_command("import", "organisations.exports.OrganisationResource", str(file), "--no-input")

    reported = capfdbinary.readouterr().err.decode()
    assert "Line 3: Country: No country found for “Albanja”. Did you mean “Albania”?" in reported
    assert "Name: This cannot be empty." in reported
    assert list(Organisation.objects.values_list("slug", "town")) == [("civic", "Bar")]


def test_workbook_of_staff_is_read_by_its_first_sheet():
    make_entries(20)
    content = exported_workbook(OrganisationResource)

    result = OrganisationResource(for_staff=True).import_data(XLSX().create_dataset(content))

    assert (printed(result), totals(result)) == ([], {"skip": Organisation.objects.count()})


def test_headings_are_labels_or_keys_and_every_wrong_one_is_reported():
    OrganisationFactory(slug="civic", town="Bar")

    right = OrganisationResource().import_data(table(["SLUG", " town "], ["civic", "Kotor"]))
    wrong = OrganisationResource().import_data(
        table(["Slug", "Twon", "staff_note", None], ["civic", "Tivat", "Note", "a remark"])
    )
    nameless = OrganisationResource().import_data(table(["Town"], ["Tivat"]))
    unnumbered = GoalResource().import_data(table(["Organisation's slug", "Text"], ["civic", "Be heard"]))

    assert totals(right) == {"update": 1}
    assert base_errors(wrong) == [
        "Twon: The sheet “Organisations” has no column with this heading. Did you mean “Town”? Correct the "
        "heading, or delete the column.",
        "staff_note: Staff notes cannot be imported; write them in the back office. Delete this column.",
        "1, a remark: This column has no heading. Add one, or empty this cell.",
    ]
    assert (base_errors(nameless), printed(nameless)) == (
        ["Name: Add a column “Name”: every new entry needs it."],
        [(1, "Name: This cannot be empty. Enter a value.")],
    )
    assert base_errors(unnumbered) == [
        "Kind: Add a column “Kind”. Together with the slug, it identifies each row.",
        "Order: Add a column “Order”. Together with the slug, it identifies each row.",
    ]
    assert list(Organisation.objects.values_list("slug", "town")) == [("civic", "Kotor")]


def test_import_makes_drafts_with_a_history():
    editor = get_user_model().objects.create_user("editor")

    result = OrganisationResource().import_data(
        table(["Slug", "Name"], [None, "Građanska alijansa"], [None, None], ["b", "B"]),
        user=editor,
        file_name="ours.csv",
    )

    assert totals(result) == {"new": 2, "skip": 1}
    assert list(Organisation.objects.values_list("slug", "author", "published_at")) == [
        ("b", editor.pk, None),
        ("gradanska-alijansa", editor.pk, None),
    ]
    versions = Version.objects.get_for_object(Organisation.objects.get(slug="b"))
    assert [version.revision.comment for version in versions] == ["Imported from ours.csv"]


def test_dry_run_and_errors_leave_no_trace():
    OrganisationFactory(slug="civic", town="Bar")
    rows = table(["Slug", "Town"], ["civic", "Kotor"])

    dry = OrganisationResource().import_data(rows, dry_run=True)
    wrong = OrganisationResource().import_data(table(["Slug", "Town"], ["civic", "Kotor"], ["new", "Bar"]))

    assert (totals(dry), totals(wrong)) == ({"update": 1}, {"update": 1, "invalid": 1})
    assert list(Organisation.objects.values_list("slug", "town")) == [("civic", "Bar")]
    assert not Version.objects.exists()


def test_diff_of_import_export_shows_the_cells_before_and_after():
    project = ProjectFactory(slug="bridge")
    project.themes.add(ThemeFactory(name="Law"))
    ThemeFactory(name="Peace")

    result = ProjectResource().import_data(table(["Slug", "Themes"], ["bridge", "Peace"]))

    diff = dict(zip(result.diff_headers, result.rows[0].diff, strict=True))
    assert "Law" in diff["Themes"].partition("<ins")[0]
    assert "Peace" in diff["Themes"].partition("<ins")[2]


def test_user_without_the_permission_to_publish_changes_drafts_only():
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename="change_organisation"))
    goal = GoalFactory(organisation=OrganisationFactory(slug="public", name="Public"))
    OrganisationFactory(slug="draft", draft=True)
    rows = table(["Slug", "Town"], ["public", "Bar"], ["draft", "Bar"])
    goals = table(
        ["organisation_slug", "kind", "order", "text"], ["public", goal.kind, goal.order, "Another goal"]
    )

    results = [
        OrganisationResource().import_data(rows, user=editor),
        GoalResource().import_data(goals, user=editor),
    ]

    message = (
        "“Public” is published, and you can only change drafts. Undo the change in this row, and ask a "
        "publisher to make it."
    )
    assert [printed(result) for result in results] == [
        [(1, f"slug: {message}")],
        [(1, f"organisation_slug: {message}")],
    ]


def test_entry_changed_since_the_export_is_not_overwritten():
    organisation = OrganisationFactory(slug="civic", town="Bar")
    text = edited(OrganisationResource, {"town": "Kotor"})
    organisation.town = "Tivat"
    organisation.save()

    result = OrganisationResource(for_staff=True).import_data(dataset(text))

    assert [row.validation_error.message_dict.keys() for row in result.rows] == [{"version": None}.keys()]
    assert Organisation.objects.get().town == "Tivat"


def test_public_file_keeps_links_to_drafts_that_it_does_not_show():
    grant = GrantFactory(draft=True, slug="secret")
    ProjectFactory(slug="bridge", grant=grant)
    SpeakerFactory(training__slug="camp", name="Ana", organisation=OrganisationFactory(draft=True))
    projects = table(["slug", "grant", "name"], ["bridge", "", "Bridge"])
    speakers = table(["training_slug", "name", "organisation_slug"], ["camp", "Ana", ""])

    kept = [ProjectResource().import_data(projects), SpeakerResource().import_data(speakers)]
    removed = [
        ProjectResource(for_staff=True).import_data(projects),
        SpeakerResource(for_staff=True).import_data(speakers),
    ]

    assert [totals(result) for result in kept] == [{"update": 1}, {"skip": 1}]
    assert [totals(result) for result in removed] == [{"update": 1}, {"update": 1}]
    assert not Grant.objects.filter(project__isnull=False).exists()


def test_rows_that_a_dataset_leaves_out_stay():
    first = PartnerFactory(role="lead", project__slug="bridge", organisation__slug="first")
    OrganisationFactory(slug="second")
    headings = ["project_slug", "organisation_slug", "role"]

    added = PartnerResource().import_data(table(headings, ["bridge", "second", "Partner"]))
    second_lead = PartnerResource().import_data(table(headings, ["bridge", "second", "Lead"]))

    assert totals(added) == {"new": 1}
    assert printed(second_lead) == [
        (1, "role: A project has one lead applicant. Choose the role “Partner” for the others.")
    ]
    assert list(Partner.objects.order_by("order").values_list("organisation__slug", "role", "order")) == [
        ("first", "lead", first.order),
        ("second", "partner", first.order + 1),
    ]


def test_row_of_level_2_needs_one_above_it():
    activity = OrganisationActivityFactory(organisation__slug="civic", order=2)

    result = ActivityResource().import_data(
        table(["organisation_slug", "order", "level"], ["civic", activity.order, "2"])
    )

    assert printed(result) == [
        (1, "level: The first row must be at level 1: a row at level 2 belongs to the row above it.")
    ]


def test_grant_of_another_project_is_refused():
    grant = GrantFactory(slug="held")
    ProjectFactory(slug="holder", name="Holder", grant=grant)
    ProjectFactory(slug="other")

    result = ProjectResource().import_data(table(["slug", "grant"], ["other", "held"]))

    assert printed(result) == [(1, "grant: This is already used by “Holder”. Remove it there first.")]


def test_slug_twice_is_refused():
    result = OrganisationResource().import_data(table(["slug", "name"], ["a", "A"], ["a", "Again"]))

    assert printed(result) == [(2, "slug: Row 2 has the same slug. Each entry can have only one row.")]


@pytest.mark.parametrize("rows", [2, 20])
def test_import_of_unchanged_rows_takes_a_fixed_number_of_queries(rows, django_assert_num_queries):
    for number in range(rows):
        GoalFactory(organisation__slug=f"o-{number}")
    content = dataset(staff_file(OrganisationResource))

    with django_assert_num_queries(25 + 2 * rows):  # a savepoint for each row
        OrganisationResource(for_staff=True).import_data(content)
