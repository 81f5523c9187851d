"""The 360Giving package of the grants, against the standard's published schema (see SCHEMAS_DIR)."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from lxml import etree
from pytest_django.asserts import assertContains

from organisations.models import Grant
from organisations.standards import CHUNK, THREESIXTYGIVING
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    uid_of,
)
from tests.organisations.donor import lead
from tests.published_schemas import threesixtygiving_faults
from tests.queries import queries_before_first_piece
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

ADDRESS = "/grants/360giving.json"
QUERIES = 14  # whether there are any; programme; grants with recipients, projects, themes of both, goals,
# activities and groups of recipients, partners, places of work, objectives, activities, target groups, their
# groups and countries
KNOWN = {"amount": Decimal("30000.50"), "currency": "EUR", "awarded_on": date(2022, 9, 1)}
GRANT_MISSES = ["amount awarded and currency", "award date"]


@pytest.fixture
def faults():
    """Return the function that returns what the published schema finds in a package."""
    return threesixtygiving_faults()


def package_of(client, **filters):
    return json.loads(client.get(ADDRESS, filters).getvalue())


def full_grant(**fields):
    """Make a grant to a project of which all is known."""
    recipient = OrganisationFactory(
        name="Civic Alliance",
        slug="civic-alliance",
        acronym="CA",
        local_name="Građanska alijansa",
        kind="cso",
        summary="It unites.",
        email="info@example.org",
        town="Podgorica",
        website="https://example.org/građanska",
        country=CountryFactory(code="ME", name="Montenegro"),
    )
    planned = {"planned_starts_on": date(2022, 9, 15), "planned_ends_on": date(2024, 2, 29)}
    dates = {"starts_on": date(2022, 10, 1), "ends_on": date(2024, 3, 31), **planned}
    revision = {"revised_amount": Decimal(20000), "revision_reason": "Cut", "revised_on": date(2023, 3, 1)}
    contract = {"call": "Second call", "reference": "SB-1"}
    facts = (
        KNOWN | dates | revision | contract | {"line": "regional", "slug": "regional-civic-alliance"} | fields
    )
    grant = GrantFactory(recipient=recipient, **facts)
    project = ProjectFactory(
        grant=grant,
        name="Building Bridges",
        acronym="BB",
        summary="It builds bridges.",
        description="Over rivers.",
        overall_goal="People meet.",
        target_groups_text="And their neighbours.",
    )
    project.places_of_work.add(CountryFactory(code="AL", name="Albania"))
    project.themes.add(
        ThemeFactory(name="Media freedom", slug="media"),
        ThemeFactory(name="Organised crime", slug="crime", area="security"),
    )
    PartnerFactory(project=project, organisation=recipient, role="lead")
    PartnerFactory(project=project, organisation__name="Second")
    ObjectiveFactory(project=project, text="Bridges stand")
    ObjectiveFactory(project=project, kind="result", text="Bridges are crossed")
    youth = BeneficiaryGroupFactory(slug="youth", name="Youth")
    TargetGroupFactory(project=project, words="pupils", at_least=4500, beneficiary_group=youth)
    TargetGroupFactory(project=project, words="parents", kind="final", beneficiary_group=youth)
    ProjectActivityFactory(project=project, text="Meet")
    return grant


DESCRIPTION = """\
It builds bridges.

Over rivers.

Overall goal:
People meet.

Specific objectives:
- Bridges stand

Expected results:
- Bridges are crossed

Direct target groups:
- pupils (at least 4500)

Final beneficiaries:
- parents

And their neighbours.

Acronym:
BB

Lead applicant:
- Civic Alliance (CA), Podgorica, Montenegro, https://example.org/građanska

Partners:
- Second

Main activities:
- Meet

Reference:
SB-1

Revised amount:
EUR\N{NO-BREAK SPACE}20,000
Cut

Donor of the programme:
The Donor"""


def test_package_has_all_that_is_known(client):
    OrganisationFactory(programme_role="donor", name="The Donor")
    lead(name="The Lead", slug="the-lead", website="https://example.org")
    grant = full_grant()

    package = package_of(client)

    parties = {
        "provider": f"360G-smartbalkans-org:{uid_of('the-lead')}",
        "recipient": f"360G-smartbalkans-org:{uid_of('civic-alliance')}",
    }
    assert package == {
        "version": "1.4",
        "title": "Grants of SMART Balkans",
        "issued": package["issued"],
        "publisher": {
            "identifier": f"360G-smartbalkans-org:{uid_of('the-lead')}",
            "name": "The Lead",
            "website": "https://example.org",
        },
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "downloadURL": "http://testserver/grants/360giving.json",
        "accessURL": "http://testserver/grants/",
        "grants": [
            {
                "id": f"360G-smartbalkans-{uid_of('regional-civic-alliance')}",
                "title": "Building Bridges",
                "description": DESCRIPTION,
                "currency": "EUR",
                "amountAwarded": 30000.5,
                "awardDate": "2022-09-01",
                "url": "http://testserver/organisations/civic-alliance/#grant-regional-civic-alliance",
                "plannedDates": [{"startDate": "2022-09-15", "endDate": "2024-02-29"}],
                "actualDates": [{"startDate": "2022-10-01", "endDate": "2024-03-31"}],
                "fundingOrganization": [
                    {
                        "id": f"360G-smartbalkans-org:{uid_of('the-lead')}",
                        "name": "The Lead",
                        "url": "https://example.org",
                    }
                ],
                "recipientOrganization": [
                    {
                        "id": f"360G-smartbalkans-org:{uid_of('civic-alliance')}",
                        "name": "Civic Alliance",
                        "alternateName": "CA; Građanska alijansa",
                        "organisationType": "Civil society organisation",
                        "description": "It unites.",
                        "email": "info@example.org",
                        "addressLocality": "Podgorica",
                        "addressCountry": "Montenegro",
                        "url": "https://example.org/gra%C4%91anska",
                        "location": [{"name": "Montenegro", "countryCode": "ME"}],
                    }
                ],
                "beneficiaryLocation": [
                    {"name": "Albania", "countryCode": "AL"},
                    {"name": "Montenegro", "countryCode": "ME"},
                ],
                "classifications": [
                    {
                        "vocabulary": "SMART Balkans areas",
                        "code": "security",
                        "title": "Security and stability",
                    },
                    {"vocabulary": "SMART Balkans areas", "code": "governance", "title": "Governance"},
                    {"vocabulary": "SMART Balkans themes", "code": "media", "title": "Media freedom"},
                    {"vocabulary": "SMART Balkans themes", "code": "crime", "title": "Organised crime"},
                    {"vocabulary": "SMART Balkans beneficiary groups", "code": "youth", "title": "Youth"},
                    {"vocabulary": "SMART Balkans grant status", "code": "ended", "title": "Ended"},
                ],
                "grantProgramme": [
                    {"code": "regional", "title": "Regional grant", "description": "Second call"}
                ],
                "commitmentTransaction": [
                    {"transactionDate": "2022-09-01", "currency": "EUR", "value": 30000.5, **parties},
                    {
                        "transactionDate": "2023-03-01",
                        "currency": "EUR",
                        "value": -10000.5,
                        "description": "Cut",
                        **parties,
                    },
                ],
                "dateModified": grant.updated_at.isoformat(),
                "dataSource": "http://testserver/grants/360giving.json",
            }
        ],
    }


def test_package_leaves_out_what_is_not_known(client):
    lead(name="The Lead", slug="the-lead")
    recipient = OrganisationFactory(name="Bare", slug="bare")
    grant = GrantFactory(recipient=recipient, slug="core-bare", **KNOWN)

    package = package_of(client)

    assert package["publisher"] == {
        "identifier": f"360G-smartbalkans-org:{uid_of('the-lead')}",
        "name": "The Lead",
    }
    assert package["grants"] == [
        {
            "id": f"360G-smartbalkans-{uid_of('core-bare')}",
            "title": "Core grant to Bare",
            "description": "Core grant to Bare, in support of the organisation's own work.",
            "currency": "EUR",
            "amountAwarded": 30000.5,
            "awardDate": "2022-09-01",
            "url": "http://testserver/organisations/bare/#grant-core-bare",
            "fundingOrganization": [
                {"id": f"360G-smartbalkans-org:{uid_of('the-lead')}", "name": "The Lead"}
            ],
            "recipientOrganization": [{"id": f"360G-smartbalkans-org:{uid_of('bare')}", "name": "Bare"}],
            "grantProgramme": [{"code": "core", "title": "Core grant"}],
            "dateModified": grant.updated_at.isoformat(),
            "dataSource": "http://testserver/grants/360giving.json",
        }
    ]


def test_core_grant_has_the_work_of_its_recipient(client, faults):
    lead()
    recipient = OrganisationFactory(
        name="Bare", strategic_orientation="It stands for peace.", beneficiaries="Many people."
    )
    GoalFactory(organisation=recipient, kind="strategic", text="Peace")
    GoalFactory(organisation=recipient, text="Trust")
    OrganisationActivityFactory(organisation=recipient, text="Meetings")
    OrganisationActivityFactory(organisation=recipient, text="Talks", order=2, level=2)
    recipient.beneficiary_groups.add(BeneficiaryGroupFactory(slug="youth", name="Youth"))
    GrantFactory(recipient=recipient, **KNOWN)

    package = package_of(client)

    (grant,) = package["grants"]
    assert faults(package) == []
    assert grant["description"] == (
        "Core grant to Bare, in support of the organisation's own work.\n\n"
        "Strategic orientation:\nIt stands for peace.\n\n"
        "Strategic goals:\n- Peace\n\n"
        "Goals:\n- Trust\n\n"
        "Beneficiaries:\nMany people.\n\n"
        "Beneficiary groups:\n- Youth\n\n"
        "Main activities:\n- Meetings\n  - Talks"
    )
    assert grant["classifications"] == [
        {"vocabulary": "SMART Balkans beneficiary groups", "code": "youth", "title": "Youth"}
    ]


TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("dates", "state", "code"),
    [
        ({"starts_on": TOMORROW}, "planned", "1"),
        ({"planned_starts_on": TOMORROW}, "planned", "1"),
        ({"starts_on": YESTERDAY}, "running", "2"),
        ({"planned_starts_on": YESTERDAY}, "running", "2"),
        ({"starts_on": YESTERDAY, "ends_on": TOMORROW}, "running", "2"),
        ({"starts_on": YESTERDAY, "ends_on": YESTERDAY}, "ended", "4"),
    ],
)
def test_grant_has_one_status_everywhere(client, dates, state, code):
    lead()
    grant = GrantFactory(**dates, **KNOWN)
    label = Grant.State(state).label

    package = package_of(client)
    iati = etree.fromstring(client.get("/projects/iati.xml").getvalue())
    (row,) = json.loads(client.get("/grants/data.json").getvalue())["rows"]
    page = client.get(grant.recipient.get_absolute_url())
    listed = client.get("/grants/", {"state": state})

    assert package["grants"][0]["classifications"] == [
        {"vocabulary": "SMART Balkans grant status", "code": state, "title": label}
    ]
    assert iati.xpath("//activity-status/@code") == [code]
    assert (row["state_code"], row["state"]) == (state, label)
    assertContains(page, f"<dd>{grant.state_text}</dd>", html=True)
    assert list(listed.context["object_list"]) == [grant]
    assert list(Grant.objects.in_state(state)) == [grant]


def test_kosovo_is_named_without_the_code_that_the_standard_lacks(client):
    lead()
    kosovo = CountryFactory(code="XK", name="Kosovo")
    GrantFactory(recipient__country=kosovo, **KNOWN)

    package = package_of(client)

    (grant,) = package["grants"]
    assert grant["beneficiaryLocation"] == [{"name": "Kosovo"}]
    assert grant["recipientOrganization"][0]["location"] == [{"name": "Kosovo"}]


def test_full_and_empty_grants_are_a_valid_package(client, faults):
    lead(website="https://example.org")
    full_grant()
    GrantFactory(**KNOWN)
    GrantFactory(recipient__country=CountryFactory(code="XK", name="Kosovo"), **KNOWN)

    package = package_of(client)

    assert faults(package) == []
    assert len(package["grants"]) == 3


def test_package_of_the_fixtures_is_refused_with_a_reason(client, programme):
    response = client.get(ADDRESS)

    grants = Grant.objects.with_public_parts()
    assert response.status_code == 404
    assert response.content.decode() == ("No grant here has all the facts that 360Giving requires.\n")
    assert [THREESIXTYGIVING.missing_facts(grant) for grant in grants] == [GRANT_MISSES] * 9


def test_fixtures_are_a_valid_package_once_amounts_and_days_are_known(client, programme, faults):
    Grant.objects.update(**KNOWN)

    package = package_of(client)

    assert faults(package) == []
    assert len(package["grants"]) == 9
    assert package["publisher"]["name"] == "Centar za promociju civilnog društva"


def test_sample_grants_are_a_valid_package(client, programme, faults):
    make_entries(200)

    package = package_of(client)

    grants = Grant.objects.with_public_parts()
    complete = [
        f"360G-smartbalkans-{grant.uid}" for grant in grants if not THREESIXTYGIVING.missing_facts(grant)
    ]
    assert faults(package) == []
    assert len(complete) > 20
    assert sorted(grant["id"] for grant in package["grants"]) == sorted(complete)


def test_package_honours_the_filters_of_the_list(client):
    lead()
    GrantFactory(slug="in-albania", recipient__country=CountryFactory(code="AL"), **KNOWN)
    GrantFactory(slug="in-serbia", recipient__country=CountryFactory(code="RS"), **KNOWN)

    package = package_of(client, country="RS")

    assert [grant["id"] for grant in package["grants"]] == [f"360G-smartbalkans-{uid_of('in-serbia')}"]


@pytest.mark.attack
@pytest.mark.parametrize("hidden", [{"draft": True}, {"recipient__draft": True}])
def test_package_does_not_leak_drafts(client, hidden):
    lead()
    GrantFactory(slug="shown", **KNOWN)
    GrantFactory(**hidden, **KNOWN)

    package = package_of(client)

    assert [grant["id"] for grant in package["grants"]] == [f"360G-smartbalkans-{uid_of('shown')}"]


@pytest.mark.attack
def test_package_does_not_leak_draft_projects_donors_leads_and_partners_or_staff_notes(client):
    lead(name="Secret lead", draft=True)
    lead(staff_note="Secret")
    OrganisationFactory(programme_role="donor", name="Secret donor", draft=True)
    grant = full_grant(staff_note="Secret")
    secret_country = CountryFactory(code="RS", name="Secret country")
    PartnerFactory(
        project=grant.project,
        organisation=OrganisationFactory(name="Secret partner", draft=True, country=secret_country),
    )
    core = GrantFactory(line="core", **KNOWN)
    hidden = ProjectFactory(
        grant=core, name="Secret project", summary="Secret", draft=True, staff_note="Secret"
    )
    hidden.themes.add(ThemeFactory(name="Secret theme"))

    content = client.get(ADDRESS).getvalue().decode()

    assert len(json.loads(content)["grants"]) == 2
    assert content.count("Secret") == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_package_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    lead()
    for number in range(rows):
        grant = GrantFactory(recipient__country=CountryFactory(), **KNOWN)
        project = ProjectFactory(grant=grant, summary="Summary")
        project.themes.add(ThemeFactory())
        grant.recipient.themes.add(ThemeFactory())
        project.places_of_work.add(CountryFactory(code=f"A{'BCD'[number]}"))
        PartnerFactory(project=project, organisation__country=CountryFactory())
    client.get("/grants/")  # works off the notes of what is new

    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS).getvalue()


def test_grant_hidden_while_the_package_is_written_is_left_out(client):
    lead()
    GrantFactory(**KNOWN)
    shown = GrantFactory(slug="shown", **KNOWN)
    response = client.get(ADDRESS)
    Grant.objects.exclude(pk=shown.pk).update(published_at=None)

    package = json.loads(response.getvalue())

    assert [grant["id"] for grant in package["grants"]] == [f"360G-smartbalkans-{uid_of('shown')}"]


def test_package_of_more_than_one_chunk_has_each_grant_once(client, faults):
    lead()
    recipient = OrganisationFactory()
    grants = GrantFactory.build_batch(CHUNK + 1, recipient=recipient, **KNOWN)
    Grant.objects.bulk_create(grants)

    package = package_of(client)

    assert faults(package) == []
    assert [grant["id"] for grant in package["grants"]] == [
        f"360G-smartbalkans-{grant.uid}" for grant in grants
    ]


def test_package_begins_before_grants_are_read(client):
    lead()
    for _number in range(2):
        ProjectFactory(grant=GrantFactory(**KNOWN))
    client.get(ADDRESS)  # reads the facets and the programme

    queries = queries_before_first_piece(client, ADDRESS)

    of_grants = [sql for sql in queries if 'FROM "organisations_grant"' in sql]
    assert [sql.endswith("LIMIT 1") for sql in of_grants] == [True]
