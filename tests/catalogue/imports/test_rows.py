"""The rows of entries in a file: edited, reordered, deleted, exchanged."""

import pytest

from organisations.exports import OrganisationResource
from projects.exports import ProjectResource
from projects.models import Project
from tests.catalogue.imports.importing import (
    cell,
    check_file,
    counts,
    edited,
    exported_workbook,
    import_file,
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
)
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db


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
