"""A file with errors is imported without the entries that have them."""

import pytest

from catalogue.imports import apply, undo
from catalogue.imports.apply import ImportRefused, apply_import, continue_import
from catalogue.imports.check import check
from catalogue.imports.undo import start_undo
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Goal, Organisation
from projects.exports import ProjectResource
from projects.models import Project
from tests.catalogue.imports.importing import (
    administrator,
    check_file,
    counts,
    faults,
    kind_of,
    workbook,
)
from tests.factories import (
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def rejected(run):
    """Return the sheet, the line and the reason of each row that is left out."""
    return list(run.rejected_rows.values_list("place", "line", "reason"))


def import_correct(run, resource):
    return apply_import(run, kind_of(resource), administrator(), 600, skip_errors=True)


def towns():
    return dict(Organisation.objects.order_by("slug").values_list("slug", "town"))


def three_organisations():
    for slug in ("a", "b", "c"):
        OrganisationFactory(slug=slug, name=slug.upper(), town="Old")


def test_correct_rows_are_imported_without_the_wrong_one():
    three_organisations()
    content = b"slug,town,founded_year\na,New,2001\nb,New,soon\nc,Old,\n,New,\n"

    run = import_correct(check_file(OrganisationResource, content, "file.csv"), OrganisationResource)

    assert (run.status, counts(run), run.rejected) == ("done", (0, 1, 1, 2), 2)
    assert towns() == {"a": "New", "b": "Old", "c": "Old"}
    assert rejected(run) == [
        (0, 3, "Founded: Enter a whole number, such as 2002, or leave the cell empty."),
        (0, 5, "Name: This cannot be empty. Enter a value."),
    ]


def test_file_with_errors_is_refused_unless_they_are_skipped():
    three_organisations()
    run = check_file(OrganisationResource, b"slug,town,founded_year\na,New,2001\nb,New,soon\n", "file.csv")

    with pytest.raises(ImportRefused):
        apply_import(run, kind_of(OrganisationResource), administrator(), 600)

    assert towns() == {"a": "Old", "b": "Old", "c": "Old"}


@pytest.mark.parametrize("heading", ["sumary", "slug", "published_at"])
def test_file_with_a_wrong_heading_is_not_imported_in_part(heading):
    three_organisations()
    run = check_file(OrganisationResource, f"slug,town,{heading}\na,New,\nb,,x\n".encode(), "file.csv")

    with pytest.raises(ImportRefused):
        import_correct(run, OrganisationResource)

    assert (run.is_blocked, run.is_partly_ready, run.rejected) == (True, False, 0)


def test_file_with_an_unknown_sheet_is_not_imported_in_part():
    three_organisations()
    content = workbook(Organisations=[["slug", "town"], ["a", "New"]], Gols=[["x"], ["y"]])

    run = check_file(OrganisationResource, content)

    assert (run.is_blocked, run.is_partly_ready) == (True, False)


def test_short_row_is_left_out():
    three_organisations()
    run = check_file(OrganisationResource, b"slug,town,summary\na,New,x\nb\nc,New,\n", "file.csv")

    run = import_correct(run, OrganisationResource)

    assert (counts(run), run.rejected) == ((0, 2, 0, 1), 1)
    assert towns() == {"a": "New", "b": "Old", "c": "New"}


def test_wrong_row_of_a_detail_sheet_leaves_its_entry_out():
    three_organisations()
    for slug in ("a", "b"):
        GoalFactory(organisation=Organisation.objects.get(slug=slug), text="Old goal")
    content = workbook(
        Organisations=[["slug", "town"], ["a", "New"], ["b", "New"], ["c", "New"]],
        Goals=[
            ["organisation_slug", "kind", "text"],
            ["a", "Strategic goal", "New goal"],
            ["b", "Strategic goal", "New goal"],
            ["b", "Wrong kind", "Other goal"],
        ],
    )

    run = import_correct(check_file(OrganisationResource, content), OrganisationResource)

    assert towns() == {"a": "New", "b": "Old", "c": "New"}
    assert sorted(Goal.objects.values_list("organisation__slug", "text")) == [
        ("a", "New goal"),
        ("b", "Old goal"),
    ]
    because = "Not imported, because row 4 of the sheet “Goals” has an error."
    assert [row[:2] for row in rejected(run)] == [(0, 3), (1, 3), (1, 4)]
    assert [row[2] for row in rejected(run)[:2]] == [because, because]


def test_wrong_entry_takes_its_rows_with_it():
    three_organisations()
    content = workbook(
        Organisations=[["slug", "name", "founded_year"], ["a", "A", "soon"], ["new", "New", 2001]],
        Goals=[
            ["organisation_slug", "kind", "text"],
            ["a", "Strategic goal", "Goal of a"],
            ["new", "Strategic goal", "Goal of the new one"],
        ],
    )

    run = import_correct(check_file(OrganisationResource, content), OrganisationResource)

    assert list(Goal.objects.values_list("organisation__slug", "text")) == [("new", "Goal of the new one")]
    assert [row[:2] for row in rejected(run)] == [(0, 2), (1, 2)]


def partners_beside(row):
    """Check a file of partners in which this row is among those of Bridge, which has two, and of Road."""
    for slug in ("civic", "school"):
        PartnerFactory(
            project=Project.objects.filter(slug="bridge").first()
            or ProjectFactory(slug="bridge", name="Bridge"),
            organisation=OrganisationFactory(slug=slug, name=slug),
        )
    ProjectFactory(slug="road", name="Road", summary="Old")
    ProjectFactory(slug="wall", name="Wall", summary="Old")
    return check_file(
        ProjectResource,
        workbook(
            Projects=[["slug", "summary"], ["road", "New"], ["wall", "New"]],
            Partners=[
                ["project_slug", "project", "organisation_slug"],
                ["bridge", "Bridge", "civic"],
                ["road", "Road", "civic"],
                row,
            ],
        ),
    )


@pytest.mark.parametrize(
    ("row", "imported"),
    [
        (["brigde", None, "school"], ["wall"]),
        ([None, None, "school"], ["wall"]),
        ([None, "Bridge", "school", "x"], ["wall"]),
        (["wall", "Bridge", "school"], []),
    ],
    ids=["misspelt", "without", "faulty", "contradicting"],
)
def test_row_of_an_unknown_entry_never_deletes_that_of_another(row, imported):
    run = partners_beside(row)

    assert [change.slug for change in run.changes.all()] == imported
    assert (run.removed, run.is_partly_ready) == (0, bool(imported))


def test_entries_on_another_sheet_than_the_stray_row_are_imported():
    run = partners_beside(["brigde", None, "school"])

    run = import_correct(run, ProjectResource)

    assert [*Project.objects.order_by("slug").values_list("slug", "summary")][1:] == [
        ("road", "Old"),
        ("wall", "New"),
    ]
    unclear = "Not imported, because it is not clear which entry row 4 of the sheet “Partners” belongs to."
    assert rejected(run)[0] == (0, 2, unclear)
    assert [row[:2] for row in rejected(run)] == [(0, 2), (1, 2), (1, 3), (1, 4)]


def test_link_that_two_entries_claim_goes_to_none_and_a_kept_one_stays():
    grants = {slug: GrantFactory(slug=slug) for slug in ("one", "two", "three", "free")}
    for slug in ("one", "two", "three"):
        ProjectFactory(slug=slug, grant=grants[slug])
    for slug in ("x", "y"):
        ProjectFactory(slug=slug)
    rows = [
        ["slug", "grant"],
        ["one", "two"],
        ["two", "three"],
        ["three", "free"],
        ["x", "free"],
        ["y", None],
    ]

    run = check_file(ProjectResource, workbook(Projects=rows))

    assert [fault[1:] for fault in faults(run)] == [
        (
            2,
            "Grant",
            "",
            f"This is already used by “{Project.objects.get(slug='two')}”. Remove it there first.",
        ),
        (
            3,
            "Grant",
            "",
            f"This is already used by “{Project.objects.get(slug='three')}”. Remove it there first.",
        ),
        (4, "Grant", "", "Row 5 uses this too, but only one entry can."),
        (5, "Grant", "", "Row 4 uses this too, but only one entry can."),
    ]
    assert (counts(run), run.rejected, run.is_partly_ready) == ((0, 0, 1, 4), 4, False)


def test_name_that_exists_leaves_only_its_row_out():
    OrganisationFactory(slug="civic", name="Civic Alliance")
    run = check_file(OrganisationResource, b"name\nCIVIC ALLIANCE\nOpen School\n", "file.csv")

    run = import_correct(run, OrganisationResource)

    assert (counts(run), run.rejected) == ((1, 0, 0, 1), 1)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Civic Alliance", "Open School"]


def test_deleted_rows_of_what_is_left_out_are_not_counted():
    held = GrantFactory(slug="held")
    ProjectFactory(slug="holder", grant=held)
    PartnerFactory(project__slug="bridge", project__name="Bridge")
    content = workbook(
        Projects=[["slug", "grant"], ["bridge", "held"]], Partners=[["project_slug", "organisation_slug"]]
    )

    run = check_file(ProjectResource, content)

    assert (run.removed, run.changed, run.rejected) == (0, 0, 1)


def test_partial_import_is_undone_and_imported_again(monkeypatch):
    monkeypatch.setattr(apply, "PORTION", 1)
    monkeypatch.setattr(undo, "PORTION", 1)
    three_organisations()
    content = b"slug,town,founded_year\na,New,\nb,New,soon\nc,New,\n"
    run = check_file(OrganisationResource, content, "file.csv")
    kind = kind_of(OrganisationResource)
    run = apply_import(run, kind, administrator(), 0, skip_errors=True)
    assert (run.status, towns()) == ("importing", {"a": "New", "b": "Old", "c": "Old"})

    start_undo(run)
    run = check(continue_import(run, kind, administrator(), 600), kind, 600)

    assert towns() == {"a": "Old", "b": "Old", "c": "Old"}
    assert (run.status, counts(run), run.rejected) == ("checked", (0, 2, 0, 1), 1)
    assert import_correct(run, OrganisationResource).status == "done"
    assert towns() == {"a": "New", "b": "Old", "c": "New"}


def test_partial_import_whose_entry_changed_meanwhile_is_refused():
    three_organisations()
    run = check_file(OrganisationResource, b"slug,town,founded_year\na,New,\nb,New,soon\n", "file.csv")
    Organisation.objects.get(slug="a").save()

    with pytest.raises(ImportRefused, match="A"):
        import_correct(run, OrganisationResource)

    assert towns()["a"] == "Old"


def test_grant_with_an_error_among_several_is_left_out():
    OrganisationFactory(slug="civic", name="Civic")
    rows = [["recipient", "line", "reference"], ["Civic", "Core grant", "1"], ["Nobody", "Core grant", "2"]]

    run = import_correct(check_file(GrantResource, workbook(Grants=rows)), GrantResource)

    assert (run.new, run.rejected) == (1, 1)
