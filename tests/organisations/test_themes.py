"""Themes of organisations, and of grants: those of the project, or of a core grant's recipient."""

import csv
import io

import pytest

from organisations.exports import OrganisationResource
from organisations.models import Grant, areas_of
from tests.catalogue.imports.importing import import_file, workbook
from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, ProjectFactory, ThemeFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes():
    """Return a theme of the organisation and one of the project, in two areas."""
    own = ThemeFactory(name="Media freedom", slug="media", area="governance")
    return own, ThemeFactory(name="Organised crime", slug="crime", area="security")


def a_grant(themes, line, project):
    """Return a grant whose recipient has the first theme, and whose project, if it has one, the second."""
    grant = GrantFactory(line=line)
    grant.recipient.themes.add(themes[0])
    if project:
        ProjectFactory(grant=grant, draft=project == "draft").themes.add(themes[1])
    return grant


RULE = pytest.mark.parametrize(
    ("line", "project", "area", "theme"),
    [
        ("core", "", "Governance", "Media freedom"),
        ("core", "public", "Security and stability", "Organised crime"),
        ("core", "draft", "Governance", "Media freedom"),
        ("regional", "", "", ""),
        ("regional", "public", "Security and stability", "Organised crime"),
        ("regional", "draft", "", ""),
    ],
)


@RULE
def test_grant_has_the_themes_of_its_public_project_or_a_core_grants_recipient(
    themes, line, project, area, theme
):
    a_grant(themes, line, project)

    (grant,) = Grant.objects.for_public().with_public_parts().with_public_themes()

    assert [one.name for one in grant.themes] == ([theme] if theme else [])
    assert [one.label for one in areas_of(grant.themes)] == ([area] if area else [])


@RULE
def test_file_of_grants_has_their_areas_and_themes(client, themes, line, project, area, theme):
    a_grant(themes, line, project)

    text = b"".join(client.get("/grants/data.csv")).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["Areas"], row["Themes"]) == (area, theme)


def test_grants_are_counted_by_area_and_narrowed_to_it(client, themes):
    core = a_grant(themes, "core", "")
    a_grant(themes, "regional", "public")
    a_grant(themes, "media", "draft")

    page = client.get("/grants/", {"area": "governance"})

    assert list(page.context["page_obj"]) == [core]
    (area,) = [facet for facet in page.context["filterset"].facets if facet.name == "area"]
    assert [(choice.label, choice.count) for choice in area.shown] == [
        ("Security and stability", 1),
        ("Governance", 1),
        ("Not stated", 1),
    ]


@pytest.mark.parametrize("path", ["/organisations/", "/projects/", "/grants/"])
def test_lists_are_narrowed_by_theme_and_area_together(client, themes, path):
    grant = a_grant(themes, "regional", "public")
    PartnerFactory(project=grant.project, organisation=grant.recipient, role="lead")

    page = client.get(path, {"theme": "crime", "area": "security"})

    assert page.context["page_obj"].paginator.count == 1


def test_file_of_organisations_has_own_themes_apart_and_none_of_a_draft(client, themes):
    organisation = OrganisationFactory()
    organisation.themes.add(themes[0])
    PartnerFactory(organisation=organisation).project.themes.add(themes[1])
    secret = ThemeFactory(name="Secret", area="security")
    PartnerFactory(organisation=organisation, project__draft=True).project.themes.add(secret)

    text = b"".join(client.get("/organisations/data.csv")).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["Areas"], row["Themes"], row["Themes of its own work"]) == (
        "Governance; Security and stability",
        "Media freedom; Organised crime",
        "Media freedom",
    )


def test_page_shows_own_themes_once_below_their_area(client):
    organisation = OrganisationFactory()
    for name, area in (("Alpha", "security"), ("Beta", "governance"), ("Gamma", "security")):
        organisation.themes.add(ThemeFactory(name=name, area=area))

    page = text_of(client.get(organisation.get_absolute_url()))

    assert "Governance Beta Security and stability Alpha Gamma" in page
    assert page.count("Security and stability") == 1


def test_own_themes_are_imported_and_those_of_projects_are_not(themes):
    organisation = OrganisationFactory(slug="civic")
    PartnerFactory(organisation=organisation).project.themes.add(themes[1])
    rows = [
        ["Slug", "Areas", "Themes", "Themes of its own work"],
        ["civic", "Security and stability", "Organised crime", "media"],
    ]

    import_file(OrganisationResource, workbook(Organisations=rows))

    assert [theme.slug for theme in organisation.themes.all()] == ["media"]
