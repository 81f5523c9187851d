"""What is checked over all rows of a file."""

import pytest

from organisations.exports import GrantResource
from projects.exports import ProjectResource
from tests.catalogue.imports.findings import messages, organisations
from tests.catalogue.imports.importing import (
    check_file,
    faults,
    workbook,
)
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def test_slug_twice_is_reported_with_its_lines():
    run = organisations(["Slug", "Name"], ["a", "A"], ["b", "B"], ["a", "Again"])

    assert faults(run) == [
        ("Organisations", 4, "Slug", "a", "Row 2 has the same slug. Each entry can have only one row.")
    ]


def test_organisations_of_one_name_are_distinguished_by_slugs():
    OrganisationFactory(slug="b-1", name="Twin")
    OrganisationFactory(slug="b-2", name="Twin")
    GrantFactory(slug="g")

    run = check_file(GrantResource, workbook(Grants=[["slug", "recipient"], ["g", "twin"]]))

    assert messages(run) == [
        "Several organisations have the name “twin”. Enter the slug of the one you mean: b-1, b-2."
    ]


def test_rules_over_several_rows_are_reported_at_the_row():
    project = ProjectFactory(slug="bridge")
    OrganisationFactory(slug="a")
    OrganisationFactory(slug="b")
    content = workbook(
        Partners=[
            ["project_slug", "organisation_slug", "role"],
            ["bridge", "a", "Lead"],
            ["bridge", "b", "Lead"],
            ["bridge", "a", "Partner"],
        ],
        Activities=[["project_slug", "level", "text"], ["bridge", 2, "A part"], ["bridge", 3, "Deep"]],
    )

    run = check_file(ProjectResource, content)

    assert [fault[:3] for fault in faults(run)] == [
        ("Partners", 3, "Role"),
        ("Partners", 4, "Organisation's slug"),
        ("Activities", 2, "Level"),
        ("Activities", 3, "Level"),
    ]
    assert project.partners.count() == 0


def test_grant_of_another_project_is_wrong_and_so_is_one_wanted_twice():
    held, free = GrantFactory(slug="held"), GrantFactory(slug="free")
    ProjectFactory(slug="holder", name="Holder", grant=held)
    for slug in ("a", "b", "c"):
        ProjectFactory(slug=slug)
    rows = [["slug", "grant"], ["a", "held"], ["b", "free"], ["c", "free"]]

    run = check_file(ProjectResource, workbook(Projects=rows))

    assert faults(run) == [
        ("Projects", 2, "Grant", "", "This is already used by “Holder”. Remove it there first."),
        ("Projects", 3, "Grant", "", "Row 4 uses this too, but only one entry can."),
        ("Projects", 4, "Grant", "", "Row 3 uses this too, but only one entry can."),
    ]
    assert free.slug == "free"
