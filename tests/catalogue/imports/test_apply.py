"""What a file changes: just what was edited, in cells, links and rows."""

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
from projects.models import Project
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
    ObjectiveFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    SpeakerFactory,
    TargetGroupFactory,
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


def test_rows_keep_their_keys_when_edited_reordered_and_deleted():
    organisation = OrganisationFactory(slug="civic", name="Civic")
    kept, changed, gone = (
        GoalFactory(organisation=organisation, text=text, order=number)
        for number, text in enumerate(("Kept", "To change", "To go"), start=1)
    )

    def edit(book):
        sheet = book["Goals"]
        cell(sheet, "Text", 3).value = "Changed"
        sheet.delete_rows(4)
        sheet.append(["civic", None, "Strategic goal", None, "Added"])

    run = import_file(OrganisationResource, edited(exported_workbook(OrganisationResource), edit))

    assert (counts(run), run.removed) == ((0, 1, 0, 0), 1)
    assert shown(run) == [
        ("Civic", "Goals", "Goal · 2 · To change", "Goal · 2 · Changed"),
        ("Civic", "Goals", "", "Strategic goal · 1 · Added"),
        ("Civic", "Goals", "Goal · 3 · To go", ""),
    ]
    rows = list(organisation.goals.values_list("pk", "kind", "order", "text"))
    assert rows[1:] == [(kept.pk, "goal", 1, "Kept"), (changed.pk, "goal", 2, "Changed")]
    assert [row[1:] for row in rows[:1]] == [("strategic", 1, "Added")]
    assert gone.pk not in {row[0] for row in rows}


def test_rows_in_another_order_are_no_change():
    organisation = OrganisationFactory(slug="civic")
    for number in (1, 2):
        GoalFactory(organisation=organisation, text=f"Goal {number}", order=number)
    rows = [["Organisation's slug", "Order", "Text"], ["civic", 2, "Goal 2"], ["civic", 1, "Goal 1"]]

    assert counts(check_file(OrganisationResource, workbook(Goals=rows))) == (0, 0, 1, 0)


def test_rows_missing_from_a_sheet_are_deleted_and_those_of_a_missing_sheet_stay():
    organisation = OrganisationFactory(slug="civic", name="Civic")
    GoalFactory(organisation=organisation, text="Goal")
    OtherNameFactory(organisation=organisation, name="Other")

    def edit(book):
        book["Goals"].delete_rows(2)
        del book["Other names"]

    run = import_file(OrganisationResource, edited(exported_workbook(OrganisationResource), edit))

    assert shown(run) == [("Civic", "Goals", "Goal · 1 · Goal", "")]
    assert (organisation.goals.count(), organisation.other_names.count()) == (0, 1)


def test_sheet_of_rows_alone_leaves_the_rows_of_others():
    one, other = OrganisationFactory(slug="one"), OrganisationFactory(slug="other")
    for organisation in (one, other):
        OtherNameFactory(organisation=organisation, name="Old")

    import_file(OrganisationResource, b"organisation_slug;name\none;New\n", "names.csv")

    assert [name.name for name in one.other_names.all()] == ["New"]
    assert [name.name for name in other.other_names.all()] == ["Old"]


def test_partners_change_roles_and_organisations():
    project = ProjectFactory(slug="bridge", name="Bridge")
    lead = PartnerFactory(project=project, role="lead", order=1, organisation__slug="a")
    second = PartnerFactory(project=project, order=2, organisation__slug="b")
    third = PartnerFactory(project=project, order=3, organisation__slug="c")
    OrganisationFactory(slug="d", name="Delta", draft=True)

    def edit(book):
        sheet = book["Partners"]
        cell(sheet, "Role", 2).value = "Partner"
        cell(sheet, "Role", 3).value = "Lead"
        cell(sheet, "Organisation's slug", 4).value = "d"

    import_file(ProjectResource, edited(exported_workbook(ProjectResource), edit))

    assert list(project.partners.values_list("pk", "organisation__slug", "role")) == [
        (lead.pk, "a", "partner"),
        (second.pk, "b", "lead"),
        (third.pk, "d", "partner"),
    ]


def test_rows_of_every_sort_of_a_project_and_a_training_change():
    albania = CountryFactory(code="AL", name="Albania")
    group = TargetGroupFactory(words="pupils", at_least=10)
    group.countries.add(albania)
    CountryFactory(code="ME", name="Montenegro")
    BeneficiaryGroupFactory(name="Youth")
    project = group.project
    ObjectiveFactory(project=project, text="Old objective")
    ProjectActivityFactory(project=project, text="Old activity")
    speaker = SpeakerFactory(name="Ana", training__slug="camp")

    def edit_project(book):
        sheet = book["Target groups"]
        cell(sheet, "Target number").value = "4 500"
        cell(sheet, "Countries").value = "AL; Montenegro"
        cell(sheet, "Beneficiary group").value = "youth"
        cell(book["Objectives and results"], "Text").value = "New objective"
        book["Activities"].append([project.slug, None, 2, 2, "A part"])

    def edit_training(book):
        cell(book["Speakers"], "Role").value = "Guest lecturer"
        book["Testimonials"].append(["camp", None, None, "Vesa", None, None, "Well done", False])

    import_file(ProjectResource, edited(exported_workbook(ProjectResource), edit_project))
    import_file(TrainingResource, edited(exported_workbook(TrainingResource), edit_training))

    group.refresh_from_db()
    assert (group.at_least, group.beneficiary_group.name) == (4500, "Youth")
    assert sorted(group.countries.values_list("pk", flat=True)) == ["AL", "ME"]
    assert [row.text for row in project.objectives.all()] == ["New objective"]
    assert list(project.activities.values_list("level", "text")) == [(1, "Old activity"), (2, "A part")]
    speaker.refresh_from_db()
    assert speaker.role == "guest_lecturer"
    assert list(speaker.training.testimonials.values_list("person", "is_quotation")) == [("Vesa", False)]


def test_two_projects_exchange_their_grants():
    first, second = GrantFactory(slug="g1"), GrantFactory(slug="g2")
    ProjectFactory(slug="p1", grant=first)
    ProjectFactory(slug="p2", grant=second)

    import_file(ProjectResource, workbook(Projects=[["slug", "grant"], ["p1", "g2"], ["p2", "g1"]]))

    assert list(Project.objects.order_by("slug").values_list("slug", "grant__slug")) == [
        ("p1", "g2"),
        ("p2", "g1"),
    ]


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
