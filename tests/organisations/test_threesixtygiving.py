"""The 360Giving package of the grants, against the standard's published schema (see SCHEMAS_DIR)."""

import json
from datetime import date
from decimal import Decimal

import pytest

from organisations.models import Grant
from organisations.threesixtygiving import CHUNK, keys, missing_facts
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
    uid_of,
)
from tests.published_schemas import threesixtygiving_faults
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

ADDRESS = "/grants/360giving.json"
QUERIES = 10  # a funder; keys; funders; publisher; grants with recipients,
# projects, themes of both, partners, places of work
KNOWN = {"amount": Decimal("30000.50"), "currency": "EUR", "awarded_on": date(2022, 9, 1)}
GRANT_MISSES = ["amount awarded and currency", "award date"]


@pytest.fixture
def faults():
    """Give the function that takes a package and gives what the published schema finds in it."""
    return threesixtygiving_faults()


def donor(**fields):
    return OrganisationFactory(programme_role="donor", **fields)


def package_of(client, **filters):
    return json.loads(client.get(ADDRESS, filters).getvalue())


def full_grant(**fields):
    """Make a grant to a project of which all is known."""
    recipient = OrganisationFactory(
        name="Civic Alliance",
        slug="civic-alliance",
        local_name="Građanska alijansa",
        town="Podgorica",
        website="https://example.org/građanska",
        country=CountryFactory(code="ME", name="Montenegro"),
    )
    dates = {"starts_on": date(2022, 10, 1), "ends_on": date(2024, 3, 31)}
    money = {"revised_amount": Decimal(20000), "revision_reason": "Cut", "call": "Second call"}
    facts = KNOWN | dates | money | {"line": "regional", "slug": "regional-civic-alliance"} | fields
    grant = GrantFactory(recipient=recipient, **facts)
    project = ProjectFactory(
        grant=grant, name="Building Bridges", summary="It builds bridges.", description="Over rivers."
    )
    project.places_of_work.add(CountryFactory(code="AL", name="Albania"))
    project.themes.add(
        ThemeFactory(name="Media freedom", slug="media"),
        ThemeFactory(name="Organised crime", slug="crime", area="security"),
    )
    PartnerFactory(project=project, organisation=recipient, role="lead")
    return grant


def test_package_tells_all_that_is_known(client):
    donor(name="The Donor", slug="the-donor")
    OrganisationFactory(
        programme_role="lead_implementer", name="The Lead", slug="the-lead", website="https://example.org"
    )
    grant = full_grant()

    package = package_of(client)

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
                "description": "It builds bridges.\n\nOver rivers.",
                "currency": "EUR",
                "amountAwarded": 30000.5,
                "awardDate": "2022-09-01",
                "url": "http://testserver/organisations/civic-alliance/#grant-regional-civic-alliance",
                "plannedDates": [{"startDate": "2022-10-01", "endDate": "2024-03-31"}],
                "fundingOrganization": [
                    {"id": f"360G-smartbalkans-org:{uid_of('the-donor')}", "name": "The Donor"}
                ],
                "recipientOrganization": [
                    {
                        "id": f"360G-smartbalkans-org:{uid_of('civic-alliance')}",
                        "name": "Civic Alliance",
                        "alternateName": "Građanska alijansa",
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
                ],
                "grantProgramme": [
                    {"code": "regional", "title": "Regional grant", "description": "Second call"}
                ],
                "dateModified": grant.updated_at.isoformat(),
                "dataSource": "http://testserver/grants/360giving.json",
            }
        ],
    }


def test_package_leaves_out_what_is_not_known(client):
    donor(name="The Donor", slug="the-donor")
    recipient = OrganisationFactory(name="Bare", slug="bare")
    grant = GrantFactory(recipient=recipient, slug="core-bare", **KNOWN)

    package = package_of(client)

    assert "publisher" not in package
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
                {"id": f"360G-smartbalkans-org:{uid_of('the-donor')}", "name": "The Donor"}
            ],
            "recipientOrganization": [{"id": f"360G-smartbalkans-org:{uid_of('bare')}", "name": "Bare"}],
            "grantProgramme": [{"code": "core", "title": "Core grant"}],
            "dateModified": grant.updated_at.isoformat(),
            "dataSource": "http://testserver/grants/360giving.json",
        }
    ]


def test_kosovo_is_named_without_the_code_that_the_standard_lacks(client):
    donor()
    kosovo = CountryFactory(code="XK", name="Kosovo")
    GrantFactory(recipient__country=kosovo, **KNOWN)

    package = package_of(client)

    (grant,) = package["grants"]
    assert grant["beneficiaryLocation"] == [{"name": "Kosovo"}]
    assert grant["recipientOrganization"][0]["location"] == [{"name": "Kosovo"}]


def test_full_and_empty_grants_are_a_valid_package(client, faults):
    donor()
    OrganisationFactory(programme_role="lead_implementer", website="https://example.org")
    full_grant()
    GrantFactory(**KNOWN)
    GrantFactory(recipient__country=CountryFactory(code="XK", name="Kosovo"), **KNOWN)

    package = package_of(client)

    assert faults(package) == []
    assert len(package["grants"]) == 3


def test_package_without_a_public_lead_is_valid(client, faults):
    donor()
    GrantFactory(**KNOWN)

    package = package_of(client)

    assert faults(package) == []
    assert len(package["grants"]) == 1


def test_fixtures_have_no_package_and_it_says_so(client, programme):
    response = client.get(ADDRESS)

    grants = Grant.objects.with_public_parts()
    assert response.status_code == 404
    assert response.content.decode() == ("No grant here has all the facts that 360Giving requires.\n")
    assert [missing_facts(grant) for grant in grants] == [GRANT_MISSES] * 9


def test_fixtures_are_a_valid_package_once_amounts_and_days_are_known(client, programme, faults):
    Grant.objects.update(**KNOWN)

    package = package_of(client)

    assert faults(package) == []
    assert len(package["grants"]) == 9
    assert package["publisher"]["name"] == "Centar za promociju civilnog društva"


def test_made_up_grants_are_a_valid_package(client, programme, faults):
    make_entries(200)

    package = package_of(client)

    grants = Grant.objects.with_public_parts()
    complete = [f"360G-smartbalkans-{grant.uid}" for grant in grants if not missing_facts(grant)]
    assert faults(package) == []
    assert len(complete) > 20
    assert sorted(grant["id"] for grant in package["grants"]) == sorted(complete)


def test_package_honours_the_filters_of_the_list(client):
    donor()
    GrantFactory(slug="in-albania", recipient__country=CountryFactory(code="AL"), **KNOWN)
    GrantFactory(slug="in-serbia", recipient__country=CountryFactory(code="RS"), **KNOWN)

    package = package_of(client, country="RS")

    assert [grant["id"] for grant in package["grants"]] == [f"360G-smartbalkans-{uid_of('in-serbia')}"]


@pytest.mark.attack
@pytest.mark.parametrize("hidden", [{"draft": True}, {"recipient__draft": True}])
def test_package_does_not_leak_drafts(client, hidden):
    donor()
    GrantFactory(slug="shown", **KNOWN)
    GrantFactory(**hidden, **KNOWN)

    package = package_of(client)

    assert [grant["id"] for grant in package["grants"]] == [f"360G-smartbalkans-{uid_of('shown')}"]


@pytest.mark.attack
def test_package_does_not_leak_draft_projects_donors_leads_and_partners_or_staff_notes(client):
    donor(staff_note="Secret")
    donor(name="Secret donor", draft=True)
    OrganisationFactory(name="Secret lead", programme_role="lead_implementer", draft=True)
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
    donor()
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


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, []),
        ({"amount": None, "currency": ""}, ["amount awarded and currency"]),
        ({"awarded_on": None}, ["award date"]),
        ({"line": "media"}, ["a published project with a summary"]),
        ({"draft": True}, ["publication of the grant"]),
        ({"recipient__draft": True}, ["publication of the recipient"]),
    ],
)
def test_missing_facts_name_what_keeps_a_grant_out(fields, missing):
    donor()
    GrantFactory(**KNOWN | fields)

    grant = Grant.objects.with_public_parts().get()

    assert missing_facts(grant) == missing
    assert keys(Grant.objects.for_public()) == ([] if missing else [grant.pk])


@pytest.mark.parametrize("project", [{"draft": True, "summary": "Known"}, {"summary": ""}])
def test_project_grant_needs_a_public_project_with_a_summary(project):
    donor()
    ProjectFactory(grant=GrantFactory(line="media", **KNOWN), **project)

    grant = Grant.objects.with_public_parts().get()

    assert missing_facts(grant) == ["a published project with a summary"]
    assert keys(Grant.objects.for_public()) == []


def test_without_a_public_donor_no_grant_is_complete():
    donor(draft=True)
    GrantFactory(**KNOWN)

    grant = Grant.objects.with_public_parts().get()

    assert missing_facts(grant) == ["a published organisation that is the programme's donor"]
    assert keys(Grant.objects.for_public()) == []


def test_grant_hidden_while_the_package_is_written_is_left_out(client):
    donor()
    GrantFactory(**KNOWN)
    shown = GrantFactory(slug="shown", **KNOWN)
    response = client.get(ADDRESS)
    Grant.objects.exclude(pk=shown.pk).update(published_at=None)

    package = json.loads(response.getvalue())

    assert [grant["id"] for grant in package["grants"]] == [f"360G-smartbalkans-{uid_of('shown')}"]


def test_package_of_more_than_one_chunk_has_each_grant_once(client, faults):
    donor()
    recipient = OrganisationFactory()
    grants = GrantFactory.build_batch(CHUNK + 1, recipient=recipient, **KNOWN)
    Grant.objects.bulk_create(grants)

    package = package_of(client)

    assert faults(package) == []
    assert [grant["id"] for grant in package["grants"]] == [
        f"360G-smartbalkans-{grant.uid}" for grant in grants
    ]
