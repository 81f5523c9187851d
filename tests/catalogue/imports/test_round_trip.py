"""A file that staff export changes nothing when it is imported, of every kind, in both formats."""

import pytest

from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.catalogue.imports.importing import (
    cell,
    check_file,
    counts,
    edited,
    exported_csv,
    exported_workbook,
    faults,
    import_file,
    shown,
)
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TestimonialFactory,
    ThemeFactory,
    TrainingFactory,
)
from tests.sample_data.entries import make_entries
from trainings.exports import TrainingResource

RESOURCES = [OrganisationResource, GrantResource, ProjectResource, TrainingResource]
PARTS = [(resource, relation) for resource in RESOURCES for relation in (None, *resource.rows)]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("seed", [1, 2])
def test_workbook_of_sample_entries_changes_nothing(resource, seed):
    make_entries(150, seed=seed)

    run = check_file(resource, exported_workbook(resource))

    assert (faults(run), shown(run)) == ([], [])
    assert counts(run) == (0, 0, resource._meta.model.objects.count(), 0)


@pytest.mark.parametrize("resource", RESOURCES)
def test_workbook_saved_by_another_program_changes_nothing(resource):
    make_entries(60)

    run = check_file(resource, edited(exported_workbook(resource), lambda book: None))

    assert (faults(run), shown(run)) == ([], [])


@pytest.mark.parametrize(("resource", "relation"), PARTS)
def test_csv_of_sample_entries_changes_nothing(resource, relation):
    make_entries(60)

    run = check_file(resource, exported_csv(resource, relation), "rows.csv")

    assert (faults(run), shown(run)) == ([], [])
    assert run.layout[0]["part"] == (relation.name if relation else "")
    assert run.unchanged > 0


@pytest.mark.parametrize("resource", RESOURCES)
def test_file_of_the_programme_changes_nothing(programme, resource):
    assert shown(check_file(resource, exported_workbook(resource))) == []


def test_yes_and_no_come_back_in_the_files_of_staff_alone():
    OrganisationFactory(country=None, is_country_not_stated=True)
    training = TrainingFactory(is_country_not_stated=True, picture="a.jpg", picture_is_decorative=True)

    def edit(book):
        cell(book["Trainings"], "Picture is decorative").value = "No"
        cell(book["Trainings"], "What the picture shows").value = "A hall."

    for resource in (OrganisationResource, TrainingResource):
        assert shown(check_file(resource, exported_workbook(resource))) == []
        assert not set(resource.columns()) & {"is_country_not_stated", "picture_is_decorative"}
    import_file(TrainingResource, edited(exported_workbook(TrainingResource), edit))

    training.refresh_from_db()
    assert (training.picture_alt, training.picture_is_decorative) == ("A hall.", False)
    assert training.is_country_not_stated is True


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "'=1+1",
        "+381 11 123",
        "-",
        "- one\r\n- two\r\n\r\n- three",
        "one\ntwo",
        " around ",
        "a\u00a0b",
        "_x000D_ as typed",
        "žene, ћуп, 😀",
        'a "quote", a comma; a semicolon\tand a tab',
        "007",
        "2024-01-02",
        "TRUE",
        "None",
        "x" * 16_000,
    ],
)
def test_text_comes_back_as_it_went(form, text):
    OrganisationFactory(summary=text)
    make = exported_workbook if form == "xlsx" else exported_csv

    run = check_file(OrganisationResource, make(OrganisationResource), f"file.{form}")

    assert (faults(run), shown(run)) == ([], [])


def test_drafts_names_with_semicolons_and_odd_orders_come_back_as_they_went():
    draft = OrganisationFactory(draft=True, name="Draft; with a semicolon")
    OrganisationFactory(name="Twin", country=CountryFactory(code="XK", name="Kosovo"))
    OrganisationFactory(name="Twin")
    project = ProjectFactory(grant=GrantFactory(draft=True, recipient=draft))
    project.themes.set([ThemeFactory(name="Law; order"), ThemeFactory(name="Peace")])
    PartnerFactory(project=project, organisation=draft, role="lead", order=7)
    PartnerFactory(project=project, order=3)
    GoalFactory(organisation=draft, order=5)
    GoalFactory(organisation=draft, order=5, text="The same place")
    TestimonialFactory(training=SpeakerFactory(organisation=draft).training, organisation=draft)

    for resource in RESOURCES:
        run = check_file(resource, exported_workbook(resource))

        assert (faults(run), shown(run)) == ([], [])
