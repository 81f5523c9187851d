from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.pages import text_of
from tests.queries import RANKING_QUERIES

pytestmark = pytest.mark.django_db

LIST_QUERIES = 11  # version; projects, partners, grants, places of work, themes; names of countries,
# themes, groups and organisations for the filters; which organisations all projects have is kept
SEARCH_QUERIES = 18 + RANKING_QUERIES  # version; results and the rows of their texts; filters; logos
# Five are about related entries.
DETAIL_QUERIES = 16  # the project, partners, grant, places of work, themes; objectives, activities, target
# groups, their groups and countries; version, for machines and the logos


def add_rows(project):
    PartnerFactory(project=project, organisation__country=CountryFactory())
    ObjectiveFactory(project=project)
    ObjectiveFactory(project=project, kind="result")
    ProjectActivityFactory(project=project)
    group = TargetGroupFactory(project=project, beneficiary_group=BeneficiaryGroupFactory())
    group.countries.add(CountryFactory())
    project.places_of_work.add(CountryFactory())
    project.themes.add(ThemeFactory())


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        add_rows(ProjectFactory(grant=GrantFactory()))
    client.get("/projects/")  # works off the notes of what is new

    caches["entries"].clear()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/projects/")


@pytest.mark.parametrize("rows", [1, 3])
def test_search_reads_the_texts_of_results_but_not_their_facets(client, django_assert_num_queries, rows):
    for _ in range(rows):
        add_rows(ProjectFactory(name="Danube", grant=GrantFactory()))
    client.get("/projects/?q=danube")

    caches["entries"].clear()
    with django_assert_num_queries(SEARCH_QUERIES):
        client.get("/projects/?q=danube")


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    project = ProjectFactory(grant=GrantFactory())
    for _ in range(rows):
        add_rows(project)
    client.get(project.get_absolute_url())  # reads the facets and the programme

    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(project.get_absolute_url())


def test_page_shows_all_that_is_known(client):
    project = ProjectFactory(
        name="Building Bridges",
        acronym="BRIDGE",
        summary="What it is.",
        description="How it began.",
        overall_goal="What for.",
        target_groups_text="Whom besides.",
        grant=GrantFactory(line="regional"),
    )
    add_rows(project)
    TargetGroupFactory(project=project, words="pupils", at_least=4500)
    ProjectActivityFactory(project=project, order=2, level=2, text="A part of it")

    page = text_of(client.get(project.get_absolute_url()))

    expected = [
        "Building Bridges", "BRIDGE", "What it is.", "About the project How it began.",
        "What for.", "Whom besides.", "Regional grant",
        "Pupils at least 4,500",
        "A part of it", "Specific objectives", "Expected results",
        project.partners.get().organisation.name, project.grant.recipient.name, project.themes.get().name,
        *(objective.text for objective in project.objectives.all()),
        *(activity.text for activity in project.activities.all()),
        project.target_groups.first().words, project.target_groups.first().beneficiary_group.name,
        project.places_of_work.get().name,
    ]  # fmt: skip
    assert [fact for fact in expected if fact not in page] == []


def test_page_and_its_organisations_link_both_ways(client):
    partner = PartnerFactory()

    from_project = client.get(partner.project.get_absolute_url())
    from_organisation = client.get(partner.organisation.get_absolute_url())

    assertContains(from_project, f'href="{partner.organisation.get_absolute_url()}"')
    assertContains(from_organisation, f'href="{partner.project.get_absolute_url()}"')


@pytest.mark.attack
def test_page_and_list_do_not_reveal_a_draft_partner(client):
    project = ProjectFactory()
    secret = OrganisationFactory(name="Secret", draft=True, country=CountryFactory(code="XK", name="Kosovo"))
    PartnerFactory(project=project, organisation=secret, role="lead")

    pages = [client.get(address) for address in (project.get_absolute_url(), "/projects/", "/")]

    for page in pages:
        assertNotContains(page, "Secret")
    for page in pages[:2]:
        assertNotContains(page, "Kosovo")


@pytest.mark.attack
def test_page_and_list_do_not_reveal_a_draft_grant_or_its_draft_recipient(client):
    by_draft = ProjectFactory(grant=GrantFactory(draft=True, line="regional", call="Secret call"))
    to_draft = ProjectFactory(
        grant=GrantFactory(recipient__draft=True, recipient__name="Secret", line="regional")
    )

    pages = [
        client.get(address)
        for address in (by_draft.get_absolute_url(), to_draft.get_absolute_url(), "/projects/")
    ]

    for page in pages:
        assertNotContains(page, "Secret")
        assertNotContains(page, "Regional grant")


@pytest.mark.attack
def test_draft_has_no_page_and_is_in_no_list(client):
    project = ProjectFactory(draft=True, name="Secret")

    assert client.get(project.get_absolute_url()).status_code == 404
    assertNotContains(client.get("/projects/"), "Secret")
    assertNotContains(client.get("/"), "Secret")
    assertNotContains(client.get("/sitemap-projects.xml"), project.slug)


def test_empty_fields_show_nothing(client):
    project = ProjectFactory()
    TargetGroupFactory(project=project, words="Everybody")

    page = client.get(project.get_absolute_url())

    assert "Direct target group Group Everybody Last updated" in text_of(page)
    for heading in ("Overall goal", "Expected results", "Partners", "Main activities", "Grant<"):
        assertNotContains(page, f">{heading}")


def test_target_groups_show_the_columns_that_any_of_them_fills(client):
    project = ProjectFactory()
    TargetGroupFactory(project=project, order=1, words="pupils", at_least=30)
    TargetGroupFactory(project=project, order=2, words="teachers")

    page = text_of(client.get(project.get_absolute_url()))

    assert "Direct target group Group Target number Pupils at least 30 Teachers – Last updated" in page


def test_places_of_work_are_shown_only_where_they_differ(client):
    project = ProjectFactory()
    project.places_of_work.add(CountryFactory())
    assertNotContains(client.get(project.get_absolute_url()), "Where it works")

    PartnerFactory(project=project, organisation__country=CountryFactory(code="RS"))

    assertContains(client.get(project.get_absolute_url()), "Where it works")


def test_facts_start_with_the_status_dates_and_amount_of_the_grant(client):
    grant = GrantFactory(
        starts_on=date(2020, 5, 1), ends_on=date(2020, 6, 30), amount=Decimal("12500"), currency="EUR"
    )
    project = ProjectFactory(grant=grant)

    page = text_of(client.get(project.get_absolute_url()))

    facts = page[page.index("Status") : page.index("Countries")]
    expected = "Status Ended on 30 June 2020 Dates 1 May – 30 June 2020 Amount awarded EUR 12,500"
    assert " ".join(facts.split()) == expected


def test_projects_are_sorted_by_the_start_of_their_grants_as_planned_if_no_other_is_known(client):
    for name, dates in {
        "Early": {"starts_on": date(2021, 1, 1)},
        "Late": {"starts_on": date(2023, 1, 1)},
        "Plan": {"planned_starts_on": date(2022, 1, 1)},
        "Draft": {"planned_starts_on": date(2024, 1, 1), "draft": True},
    }.items():
        ProjectFactory(name=name, grant=GrantFactory(**dates))

    page = client.get("/projects/?sort=start")

    assert [project.name for project in page.context["object_list"]] == ["Late", "Plan", "Early", "Draft"]
