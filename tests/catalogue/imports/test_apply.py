"""What a file changes: just what was edited, in cells and links."""

from datetime import date, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from reversion.models import Revision, Version

from catalogue.imports.apply import ImportRefused, apply_import
from catalogue.imports.layout import ImportKind
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Goal, Grant, Organisation
from projects.exports import ProjectResource
from tests.catalogue.imports.importing import (
    administrator,
    cell,
    check_file,
    counts,
    edited,
    exported_workbook,
    faults,
    import_file,
    kind_of,
    shown,
    workbook,
)
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.threads import run_together
from trainings.exports import TrainingResource
from trainings.models import Training

pytestmark = pytest.mark.django_db


def test_just_the_edited_cells_change():
    CountryFactory(code="AL", name="Albania")
    CountryFactory(code="RS", name="Serbia")
    one = OrganisationFactory(name="One", town="Tirana", country_id="AL", founded_year=2002)
    other = OrganisationFactory(name="Other", town="Shkodër")
    tokens = {entry.slug: entry.token for entry in (one, other)}

    def edit(book):
        sheet = book["Organisations"]
        cell(sheet, "Town").value = "  Beograd\u00a0"
        cell(sheet, "Country").value = "serbia"
        cell(sheet, "Founded").value = None

    run = import_file(OrganisationResource, edited(exported_workbook(OrganisationResource), edit))

    assert counts(run) == (0, 1, 1, 0)
    assert shown(run) == [
        ("One", "Country", "Albania", "serbia"),
        ("One", "Town", "Tirana", "Beograd"),
        ("One", "Founded", "2002", ""),
    ]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.town, one.country_id, one.founded_year) == ("Beograd", "RS", None)
    assert one.token != tokens[one.slug]
    assert other.token == tokens[other.slug]


def test_numbers_dates_and_choices_are_read_as_excel_has_them():
    OrganisationFactory(slug="civic", name="Civic")
    GrantFactory(slug="a")
    GrantFactory(slug="b", line="media")
    rows = [
        ["slug", "line", "amount", "currency", "starts_on", "ends_on", "reference"],
        ["a", "Regional grant", 1234.5, "EUR", datetime(2024, 1, 2), "31/12/2026", 911],
        ["b", "core", "1.234,50", "NOK", "2024-01-02", "31. 12. 2026.", "  R-1 "],
    ]

    import_file(GrantResource, workbook(Grants=rows))

    imported = Grant.objects.order_by("slug").values_list(
        "line", "amount", "currency", "starts_on", "ends_on", "reference"
    )
    first, last = date(2024, 1, 2), date(2026, 12, 31)
    assert list(imported) == [
        ("regional", Decimal("1234.50"), "EUR", first, last, "911"),
        ("core", Decimal("1234.50"), "NOK", first, last, "R-1"),
    ]


def test_whole_number_of_a_spreadsheet_is_no_change():
    OrganisationFactory(slug="civic", founded_year=2002)

    run = check_file(OrganisationResource, workbook(Organisations=[["Slug", "Founded"], ["civic", 2002.0]]))

    assert counts(run) == (0, 0, 1, 0)


def test_links_are_set_by_names_and_slugs():
    organisation = OrganisationFactory(slug="civic", name="Civic")
    organisation.beneficiary_groups.add(BeneficiaryGroupFactory(name="Youth"))
    BeneficiaryGroupFactory(name="Roma; travellers")
    BeneficiaryGroupFactory(name="Journalists", slug="press")
    rows = [["Slug", "Beneficiary groups"], ["civic", "press; Roma; travellers"]]

    run = import_file(OrganisationResource, workbook(Organisations=rows))

    assert shown(run) == [("Civic", "Beneficiary groups", "Youth", "press; Roma; travellers")]
    assert sorted(organisation.beneficiary_groups.values_list("name", flat=True)) == [
        "Journalists",
        "Roma; travellers",
    ]


def test_new_entry_is_a_draft_of_the_person_who_imported_it_with_its_rows():
    CountryFactory(code="XK", name="Kosovo")
    content = workbook(
        Organisations=[
            ["Slug", "Name", "Country code", "Kind"],
            ["youth-house", "Youth House", "XK", "Civil society organisation"],
            [None, "Мрежа за ђаке", None, None],
        ],
        Goals=[["Organisation's slug", "Text"], ["youth-house", "Be heard"], ["youth-house", "Stay"]],
        Other_names=[["organisation_slug", "name"], ["youth-house", "Shtëpia"]],
    )

    run = import_file(OrganisationResource, content)

    assert counts(run) == (2, 0, 0, 0)
    one = Organisation.objects.get(slug="youth-house")
    assert (one.country_id, one.kind, one.published_at, one.stage, one.author) == (
        "XK",
        "cso",
        None,
        "",
        administrator(),
    )
    assert list(one.goals.values_list("kind", "order", "text")) == [
        ("goal", 1, "Be heard"),
        ("goal", 2, "Stay"),
    ]
    assert [name.name for name in one.other_names.all()] == ["Shtëpia"]
    assert Organisation.objects.filter(slug="mreza-za-dake", name="Мрежа за ђаке").exists()


def test_new_grant_gets_an_address_of_its_line_and_recipient():
    civic = OrganisationFactory(slug="civic", name="Civic")
    GrantFactory(slug="core-civic", line="core", recipient=civic)

    run = import_file(
        GrantResource, workbook(Grants=[["Slug", "Line", "Recipient"], ["", "Core grant", "Civic"]])
    )

    assert [change.slug for change in run.changes.all()] == ["core-civic-2"]
    assert run.warned == 1


def test_links_of_a_project_change():
    project = ProjectFactory(slug="bridge")
    project.themes.add(ThemeFactory(name="Law"))
    CountryFactory(code="AL", name="Albania")
    rows = [["slug", "themes", "places_of_work"], ["bridge", None, "Albania"]]

    import_file(ProjectResource, workbook(Projects=rows))

    assert (project.themes.count(), project.places_of_work.get().code) == (0, "AL")


def test_import_records_each_entry_it_changed_with_its_rows():
    for number in (1, 2, 3):
        GoalFactory(organisation__slug=f"o-{number}", organisation__name=f"O {number}")

    def edit(book):
        sheet = book["Organisations"]
        cell(sheet, "Town", 2).value = "Bar"
        cell(book["Goals"], "Text", 3).value = "New"

    run = import_file(OrganisationResource, edited(exported_workbook(OrganisationResource), edit))

    revisions = Revision.objects.filter(comment="Imported from file.xlsx", user=administrator())
    entries = Version.objects.get_for_model(Organisation).filter(revision__in=revisions)
    assert sorted(version.field_dict["slug"] for version in entries) == ["o-1", "o-2"]
    goals = Version.objects.get_for_model(Goal).filter(revision__in=revisions)
    assert "New" in {version.field_dict["text"] for version in goals}
    found = Version.objects.get_for_model(Organisation).exclude(revision__in=revisions)
    assert sorted(version.field_dict["slug"] for version in found) == ["o-1", "o-2"]
    assert (run.status, run.staged.count()) == ("done", 0)


def test_entry_changed_since_the_preview_stops_all_of_it():
    one, other = OrganisationFactory(slug="one", name="One"), OrganisationFactory(slug="other")
    rows = [["slug", "town"], ["one", "Bar"], ["other", "Kotor"]]
    run = check_file(OrganisationResource, workbook(Organisations=rows))
    one.acronym = "ONE"
    one.save()

    with pytest.raises(ImportRefused) as refused:
        apply_import(run, ImportKind(OrganisationResource), administrator(), 600)

    assert refused.value.outdated == ["One"]
    other.refresh_from_db()
    run.refresh_from_db()
    assert (other.town, run.status) == ("", "checked")


def test_slug_used_since_the_preview_stops_the_import():
    run = check_file(OrganisationResource, workbook(Organisations=[["slug", "name"], ["one", "One"]]))
    OrganisationFactory(slug="one")

    with pytest.raises(ImportRefused):
        apply_import(run, ImportKind(OrganisationResource), administrator(), 600)

    assert Organisation.objects.count() == 1


def test_file_is_imported_once():
    run = import_file(OrganisationResource, workbook(Organisations=[["slug", "name"], ["one", "One"]]))

    with pytest.raises(ImportRefused):
        apply_import(run, ImportKind(OrganisationResource), administrator(), 600)

    assert Organisation.objects.count() == 1


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@pytest.mark.django_db(transaction=True)
def test_file_confirmed_by_several_people_at_once_is_imported_once():
    OrganisationFactory(slug="one", name="One")
    rows = [
        ["slug", "name", "town"],
        ["one", "One", "Bar"],
        ["new", "New", "Kotor"],
        [None, "Third", "Budva"],
    ]
    run = check_file(OrganisationResource, workbook(Organisations=rows))
    user, at_once = administrator(), Barrier(4)

    def confirm():
        at_once.wait()
        try:
            apply_import(run, kind_of(OrganisationResource), user, 600)
        except ImportRefused:
            return "refused"
        return "taken in"

    outcomes = run_together(*[confirm] * 4)

    assert sorted(outcomes) == ["refused", "refused", "refused", "taken in"]
    assert Organisation.objects.count() == 3


def test_entry_changed_since_the_export_is_refused():
    organisation = OrganisationFactory(slug="one", name="One", town="Bar")
    other = OrganisationFactory(slug="other", town="Bar")
    content = exported_workbook(OrganisationResource)
    for entry in (organisation, other):
        entry.town = "Kotor"
        entry.save()

    run = check_file(OrganisationResource, edited(content, lambda book: None))

    assert [fault[1:3] for fault in faults(run)] == [(2, "Version"), (3, "Version")]

    def empty(book):
        cell(book["Organisations"], "Version").value = None
        book["Organisations"].delete_rows(3)

    again = check_file(OrganisationResource, edited(content, empty))
    assert shown(again) == [("One", "Town", "Kotor", "Bar")]


def test_training_has_days_and_topics():
    run = import_file(
        TrainingResource,
        workbook(Trainings=[["slug", "name", "starts_on"], ["camp", "Camp", datetime(2026, 5, 4)]]),
    )

    assert (run.new, Training.objects.get().starts_on) == (1, date(2026, 5, 4))
