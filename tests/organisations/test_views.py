import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TestimonialFactory,
    ThemeFactory,
)
from tests.pages import text_of
from tests.queries import RANKING_QUERIES

pytestmark = pytest.mark.django_db

LIST_QUERIES = 9  # the index's version; organisations with countries, grants, their projects,
# partnerships; names of countries, themes and groups for the filters; logos
SEARCH_QUERIES = 17 + RANKING_QUERIES  # version; results and the rows of their texts; filters; logos
LIST_QUERIES_WITHOUT_FACTS = 5  # version; organisations, grants, partnerships; logos
SEARCH_QUERIES_WITHOUT_FACTS = 13 + RANKING_QUERIES  # the same, the synonyms, and seven for the extracts
LIST_QUERIES_OF_GRANTS = 5  # version; grants with recipients and countries, their projects; names of
# countries for the filter; logos
# Five are about related entries.
DETAIL_QUERIES = 17  # the organisation; grants and their projects; partnerships; names; goals; activities;
# groups; themes; speakers; testimonials; version, for machines and the logos


def full_organisation(**fields):
    """Make an organisation that has some of everything."""
    organisation = OrganisationFactory(country=CountryFactory(code="ME", name="Montenegro"), **fields)
    ProjectFactory(grant=GrantFactory(recipient=organisation))
    PartnerFactory(organisation=organisation, role="lead")
    PartnerFactory(organisation=organisation)
    OtherNameFactory(organisation=organisation)
    GoalFactory(organisation=organisation)
    OrganisationActivityFactory(organisation=organisation)
    organisation.beneficiary_groups.add(BeneficiaryGroupFactory())
    organisation.themes.add(ThemeFactory())
    SpeakerFactory(organisation=organisation)
    TestimonialFactory(organisation=organisation)
    return organisation


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        full_organisation()
    client.get("/organisations/")  # works off the notes of what is new

    caches["entries"].clear()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/organisations/")


@pytest.mark.parametrize("rows", [1, 3])
def test_search_reads_the_texts_of_results_but_not_their_facets(client, django_assert_num_queries, rows):
    for _ in range(rows):
        full_organisation(name="Danube")
    client.get("/organisations/?q=danube")

    caches["entries"].clear()
    with django_assert_num_queries(SEARCH_QUERIES):
        client.get("/organisations/?q=danube")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "number"), [("", LIST_QUERIES_WITHOUT_FACTS), ("?q=civic", SEARCH_QUERIES_WITHOUT_FACTS)]
)
def test_list_without_facts_reads_no_names_of_choices(client, django_assert_num_queries, query, number, rows):
    for _ in range(rows):
        OrganisationFactory(name="Civic Alliance")
    client.get(f"/organisations/{query}")

    caches["entries"].clear()
    with django_assert_num_queries(number):
        client.get(f"/organisations/{query}")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_grants_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        full_organisation()
    client.get("/grants/")  # works off the notes of what is new

    caches["entries"].clear()
    with django_assert_num_queries(LIST_QUERIES_OF_GRANTS):
        client.get("/grants/")


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    organisation = full_organisation()
    for _ in range(rows - 1):
        ProjectFactory(grant=GrantFactory(recipient=organisation))
        PartnerFactory(organisation=organisation)
        SpeakerFactory(organisation=organisation)
        TestimonialFactory(organisation=organisation)
    client.get(organisation.get_absolute_url())  # reads the facets and the programme

    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(organisation.get_absolute_url())


def test_page_shows_all_that_is_known(client):
    organisation = full_organisation(
        name="Civic Alliance",
        acronym="CA",
        local_name="Građanska alijansa",
        kind="cso",
        town="Podgorica",
        founded_year=1999,
        website="https://example.org/ca",
        email="info@example.org",
        summary="What it is.",
        strategic_orientation="Where it goes.\n\nAnd why.",
        beneficiaries="Whom it is for.",
        programme_role="implementing_partner",
    )
    GoalFactory(organisation=organisation, kind="strategic", text="A strategic goal")

    page = text_of(client.get(organisation.get_absolute_url()))

    expected = [
        "Civic Alliance", "CA", "Građanska alijansa", "Civil society organisation", "Montenegro",
        "Podgorica", "1999",
        "https://example.org/ca", "info@example.org", "What it is.", "Where it goes. And why.",
        "Whom it is for.",
        "Implementing partner", "A strategic goal", organisation.other_names.get().name,
        organisation.goals.get(kind="goal").text, organisation.activities.get().text,
        organisation.beneficiary_groups.get().name, f"Governance {organisation.themes.get()}",
        "Projects as lead applicant", "Projects as partner",
        organisation.speakers.get().name, organisation.speakers.get().training.name,
        organisation.testimonials.get().person, organisation.testimonials.get().training.name,
        *(partnership.project.name for partnership in organisation.partnerships.all()),
        organisation.grants.get().project.name,
    ]  # fmt: skip
    assert [fact for fact in expected if fact not in page] == []


def test_page_and_files_have_the_strategic_goals_right_after_the_orientation(client):
    organisation = OrganisationFactory(
        strategic_orientation="It has two strategic goals:", beneficiaries="Whom it is for."
    )
    for kind, order, text in (("goal", 1, "C"), ("strategic", 2, "B"), ("strategic", 1, "A")):
        GoalFactory(organisation=organisation, kind=kind, order=order, text=f"Goal {text}")

    page = text_of(client.get(organisation.get_absolute_url()))
    entry = client.get(f"{organisation.get_absolute_url()}data.json").json()
    rows = client.get("/organisations/goals.csv").getvalue().decode().splitlines()

    assert (
        "It has two strategic goals: Strategic goals Goal A Goal B Goals Goal C Beneficiaries Whom it is for."
        in page
    )
    assert entry["goals"] == ["Goal A", "Goal B", "Goal C"]
    assert [row.split(",")[-1] for row in rows[1:]] == ["Goal A", "Goal B", "Goal C"]


def test_page_links_to_all_that_it_names(client):
    organisation = full_organisation()
    related = [
        *(partnership.project for partnership in organisation.partnerships.all()),
        organisation.grants.get().project,
        organisation.speakers.get().training,
        organisation.testimonials.get().training,
    ]

    page = client.get(organisation.get_absolute_url())

    for entry in related:
        assertContains(page, f'href="{entry.get_absolute_url()}"')


def test_empty_fields_show_nothing_and_unknown_values_are_marked(client):
    organisation = OrganisationFactory(name="Bare")

    page = client.get(organisation.get_absolute_url())

    assert text_of(page).count("not stated") == 1  # the country
    for heading in (
        "Town",
        "Type",
        "Goals",
        "Beneficiaries",
        "Main activities",
        "Grants</h2>",
        "Website",
        "Also known as",
    ):
        assertNotContains(page, f">{heading}")


def test_grant_shows_its_amounts_dates_and_state(client):
    organisation = OrganisationFactory()
    GrantFactory(
        recipient=organisation,
        amount=Decimal(30000),
        currency="EUR",
        revised_amount=Decimal("27500.50"),
        revision_reason="The budget was cut.",
        revised_on=date(2023, 3, 1),
        planned_starts_on=date(2022, 9, 15),
        call="Second call",
        reference="SB-CORE-7",
        awarded_on=date(2022, 9, 1),
        starts_on=date(2022, 10, 1),
        ends_on=date(2023, 9, 30),
    )

    page = text_of(client.get(organisation.get_absolute_url()))

    expected = [
        "EUR 30,000", "EUR 27,500.50", "The budget was cut.", "Second call", "SB-CORE-7", "1 September 2022",
        "1 October 2022 – 30 September 2023", "Ended", "revised on 1 March 2023",
        "Planned dates from 15 September 2022",
    ]  # fmt: skip
    assert [fact for fact in expected if fact not in page] == []


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({}, ["The amounts and dates of these grants are not published yet."]),
        ({"ends_on": date(2022, 9, 1)}, ["The amounts of these grants are not published yet."]),
        ({"amount": 5, "currency": "EUR"}, ["The dates of these grants are not published yet."]),
        ({"amount": 5, "currency": "EUR", "starts_on": date(2022, 9, 1)}, []),
    ],
)
def test_facts_that_no_grant_has_are_named_once(client, facts, sentences):
    organisation = OrganisationFactory()
    GrantFactory(recipient=organisation)
    GrantFactory(recipient=organisation, **facts)
    GrantFactory(draft=True, recipient=organisation, amount=5, currency="EUR", awarded_on=date(2022, 9, 1))

    pages = [text_of(client.get(path)) for path in ("/grants/", organisation.get_absolute_url())]

    found = [re.findall(r"The [a-z ]+ are not published yet\.", page) for page in pages]
    assert found == [sentences, sentences]


def test_grant_shows_nothing_of_what_is_unknown(client):
    grant = GrantFactory()

    page = text_of(client.get(grant.recipient.get_absolute_url()))

    assert "Core grant The amount and dates of this grant are not published yet." in page


def test_filter_whose_only_choice_is_unknown_is_not_shown(client):
    GrantFactory(recipient__country=CountryFactory())

    page = client.get("/grants/")

    assert [facet.name for facet in page.context["filterset"].facets] == ["line", "country"]
    assert page.context["filterset"].amount_fields == []


def test_filter_whose_only_choice_is_unknown_is_shown_once_chosen(client):
    GrantFactory(recipient__country=CountryFactory())

    page = client.get("/grants/?state=unknown&amount_to=5")

    assert [facet.name for facet in page.context["filterset"].facets] == ["line", "country", "state"]
    assert [field["typed"] for field in page.context["filterset"].amount_fields] == ["", "5"]


def test_list_beyond_its_last_page_shows_the_last_with_a_notice(client):
    OrganisationFactory.create_batch(30)

    page = client.get("/organisations/", {"page": "9"})

    assert page.status_code == 404
    assertContains(page, "Page 9 does not exist. Showing the last page, page 2.", status_code=404)
    assert page.context["page_obj"].number == 2


@pytest.mark.parametrize("value", ["0", "-1", "abc", "1.5", "9" * 40, "²", "", "<b>"])
def test_list_ignores_a_page_that_is_no_number_with_a_notice(client, value):
    OrganisationFactory()

    page = client.get("/organisations/", {"page": value})

    assert page.status_code == 200
    assert page.context["notices"] == [f"“{value[:40]}” is not a page number. Showing the first page."]


def test_list_without_entries_has_a_message(client):
    assertContains(client.get("/organisations/"), "No organisations have been published yet.")
    assertContains(client.get("/grants/"), "No grants have been published yet.")


def test_card_shows_each_role_once_and_counts_those_beyond_the_third(client):
    organisation = OrganisationFactory(programme_role="donor")
    GrantFactory(recipient=organisation, line="core")
    PartnerFactory.create_batch(2, organisation=organisation, role="partner")
    PartnerFactory(organisation=organisation, role="lead")
    PartnerFactory(role="lead")

    page = client.get("/organisations/").content.decode()

    tags = re.findall(r'class="tag"[^>]*>([^<]+)</', page)
    assert sorted(tags) == ["+1", "Core grant", "Donor", "Project lead", "Project lead"]
    assert page.count('<span class="visually-hidden">1 more role</span>') == 1


def planned_between_two():
    """Create grants that start and end in turn; all is known of two, and only the plan of the one between."""
    for name, year in (("Early", 2021), ("Late", 2023)):
        GrantFactory(recipient__name=name, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    GrantFactory(
        recipient__name="Plan", planned_starts_on=date(2022, 2, 1), planned_ends_on=date(2022, 11, 30)
    )
    GrantFactory(recipient__name="Unknown")


@pytest.mark.parametrize("order", ["start", "end"])
def test_grants_are_sorted_by_planned_dates_too(client, order):
    planned_between_two()

    page = client.get(f"/grants/?sort={order}")
    file = b"".join(client.get(f"/grants/data.csv?sort={order}&columns=recipient")).decode("utf-8-sig")

    names = ["Late", "Plan", "Early", "Unknown"]
    assert [grant.recipient.name for grant in page.context["object_list"]] == names
    assert file.split()[1:] == names


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({"planned_starts_on": date(2022, 2, 1)}, "Start: 01/02/2022 planned Running"),
        ({"planned_ends_on": date(2022, 11, 30)}, "End: 30/11/2022 planned Ended"),
        (
            {"starts_on": date(2022, 3, 1), "planned_ends_on": date(2022, 11, 30)},
            "Start: 01/03/2022 End: 30/11/2022 planned Ended",
        ),
        ({"planned_starts_on": date(2022, 2, 1), "starts_on": date(2022, 3, 1)}, "Start: 01/03/2022 Running"),
    ],
)
def test_table_of_grants_shows_planned_dates_as_planned(client, dates, shown):
    GrantFactory(recipient__country=None, **dates)

    page = client.get("/grants/")

    (row,) = re.findall("<tr .*?</tr>", page.content.decode().partition("<tbody")[2], re.DOTALL)
    text = " ".join(re.sub("<[^>]+>", " ", row).split())
    assert text.partition("Country not stated ")[2] == shown


@pytest.mark.parametrize(
    ("facts", "query", "further"),
    [
        ({}, "", []),
        ({}, "?sort=awarded", ["Awarded"]),
        ({"amount": 100, "currency": "EUR"}, "", ["Amount"]),
        ({"awarded_on": date(2020, 1, 1)}, "", ["Awarded"]),
        ({"planned_starts_on": date(2020, 2, 1)}, "", ["Start", "Status"]),
        ({"ends_on": date(2021, 1, 1)}, "", ["End", "Status"]),
    ],
)
def test_table_of_grants_has_no_column_that_is_empty(client, facts, query, further):
    GrantFactory()
    GrantFactory(**facts)

    page = client.get(f"/grants/{query}").content.decode()

    headings = re.findall(r'role="columnheader"[^>]*>(?:<a[^>]*>)?([^<]*)', page)
    assert headings == ["Recipient", "Country", *further]
    assert page.count('role="cell"') == 2 * (len(headings) - 1)
