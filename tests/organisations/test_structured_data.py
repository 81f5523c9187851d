import json
from decimal import Decimal

import pytest

from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.structured_data import SITE, node_of, nodes_of, reference

pytestmark = pytest.mark.django_db


def test_page_shows_what_is_known_of_the_organisation(client):
    organisation = OrganisationFactory(
        name="Civic Alliance",
        slug="civic-alliance",
        acronym="CA",
        local_name="Građanska alijansa",
        kind="cso",
        country=CountryFactory(code="XK"),
        town="Prishtina",
        founded_year=1999,
        website="https://example.org/ca",
        email="info@example.org",
        logo="logos/a.png",
        summary="What it is.",
    )
    OtherNameFactory(organisation=organisation, name="Civil Alliance")
    organisation.themes.add(ThemeFactory(name="Media freedom"))
    partnership = PartnerFactory(organisation=organisation)
    partnership.project.themes.add(ThemeFactory(name="Of the project"))

    said = node_of(client, organisation)

    assert said == {
        "@type": "NGO",
        "@id": organisation.urn,
        "name": "Civic Alliance",
        "alternateName": ["CA", "Građanska alijansa", "Civil Alliance"],
        "url": f"{SITE}/organisations/civic-alliance/",
        "sameAs": "https://example.org/ca",
        "description": "What it is.",
        "logo": f"{SITE}/media/logos/a.png",
        "email": "info@example.org",
        "knowsAbout": ["Media freedom"],
        "foundingDate": "1999",
        "address": {"@type": "PostalAddress", "addressLocality": "Prishtina", "addressCountry": "XK"},
        "memberOf": [reference("Project", partnership.project)],
    }


def test_name_that_is_the_acronym_is_shown_once(client):
    organisation = OrganisationFactory(name="Akcija", acronym="A")
    OtherNameFactory(organisation=organisation, name="A")

    said = node_of(client, organisation)

    assert said["alternateName"] == ["A"]


def test_grant_has_its_current_amount_donor_and_purpose(client):
    donor = OrganisationFactory(programme_role="donor")
    lead = OrganisationFactory(programme_role="lead_implementer")
    grant = GrantFactory(
        line="regional",
        slug="first",
        reference="R-1",
        amount=Decimal("250000.50"),
        revised_amount=Decimal("240000.10"),
        revision_reason="Less to do.",
        currency="EUR",
    )
    project = ProjectFactory(grant=grant)

    said = node_of(client, grant.recipient)

    place = f"{SITE}{grant.recipient.get_absolute_url()}#grant-first"
    assert said["funding"] == [
        {
            "@type": "MonetaryGrant",
            "@id": grant.urn,
            "name": f"Regional grant to {grant.recipient}",
            "url": place,
            "identifier": "R-1",
            "amount": {"@type": "MonetaryAmount", "value": 240000.1, "currency": "EUR"},
            "funder": reference("Organization", lead),
            "sponsor": reference("Organization", donor),
            "fundedItem": [reference("Organization", grant.recipient), reference("Project", project)],
        }
    ]


def test_grant_without_an_amount_is_not_called_monetary(client):
    grant = GrantFactory()

    said = node_of(client, grant.recipient)

    place = f"{SITE}{grant.get_absolute_url()}"
    assert said["funding"] == [
        {
            "@type": "Grant",
            "@id": grant.urn,
            "name": f"Core grant to {grant.recipient}",
            "url": place,
            "fundedItem": [reference("Organization", grant.recipient)],
        }
    ]


def test_grant_revised_to_nothing_is_shown_so(client):
    grant = GrantFactory(amount=100, revised_amount=0, revision_reason="Given back.", currency="NOK")

    (said,) = node_of(client, grant.recipient)["funding"]

    assert said["amount"] == {"@type": "MonetaryAmount", "value": 0, "currency": "NOK"}


@pytest.mark.parametrize("others", [[], [{"draft": True}], [{}, {}]])
def test_grant_does_not_guess_who_paid_for_it(client, others):
    for fields in others:
        OrganisationFactory(programme_role="donor", **fields)
    grant = GrantFactory()

    (said,) = node_of(client, grant.recipient)["funding"]

    assert (said.get("funder"), said.get("sponsor")) == (None, None)


def test_page_has_no_drafts_and_staff_notes(client):
    organisation = OrganisationFactory(staff_note="Secret note")
    GrantFactory(recipient=organisation, draft=True, reference="Secret reference")
    ProjectFactory(grant=GrantFactory(recipient=organisation), name="Secret plan", draft=True)
    PartnerFactory(organisation=organisation, project__name="Secret project", project__draft=True)
    OrganisationFactory(name="Secret donor", programme_role="donor", draft=True)

    page = client.get(organisation.get_absolute_url())

    assert len(nodes_of(page)[0]["funding"]) == 1
    assert json.dumps(nodes_of(page)).count("Secret") == 0
