"""Whatever staff take away comes in again without a change, of every kind, in both formats."""

import io

import pytest
from django.db import connection

from catalogue.imports.errors import UnreadableFile
from catalogue.imports.models import Import, StagedRows
from catalogue.imports.staging import stage
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.catalogue.imports.importing import (
    administrator,
    cell,
    check_file,
    counts,
    edited,
    exported_csv,
    exported_workbook,
    faults,
    import_file,
    kind_of,
    shown,
    workbook,
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


class WatchedFile(io.BytesIO):
    """A file that notes whether a transaction was open when it was read."""

    def __init__(self, content):
        super().__init__(content)
        self.is_read_in_transaction = []

    def read(self, *args):
        self.is_read_in_transaction.append(connection.in_atomic_block)
        return super().read(*args)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["file.xlsx", "file.csv"])
def test_file_is_read_outside_of_any_transaction(name):
    rows = [["Slug", "Name"], *([f"slug-{number}", f"Name {number}"] for number in range(10))]
    content = workbook(Organisations=rows) if name == "file.xlsx" else as_csv(rows)
    file = WatchedFile(content)

    run = stage(kind_of(OrganisationResource), administrator(), file, len(content), name)

    assert (run.status, set(file.is_read_in_transaction)) == ("checking", {False})


def as_csv(rows):
    return "\n".join(",".join(row) for row in rows).encode()


def test_file_whose_reading_fails_leaves_nothing(monkeypatch, settings):
    monkeypatch.setattr("catalogue.imports.staging.ROWS_IN_MEMORY", 1)
    rows = [["Slug", "Name"], *([f"slug-{number}", f"Name {number}"] for number in range(10))]
    settings.IMPORT_MOST_ENTRIES = 5

    with pytest.raises(UnreadableFile):
        check_file(OrganisationResource, workbook(Organisations=rows))

    assert (Import.objects.count(), StagedRows.objects.count()) == (0, 0)
