import json

import pytest

from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
    uid_of,
)
from tests.structured_data import SITE, node_of, nodes_of, reference

pytestmark = pytest.mark.django_db


def test_page_shows_what_is_known_of_the_project(client):
    project = ProjectFactory(
        name="Building Bridges",
        slug="building-bridges",
        acronym="BB",
        summary="What it is.",
        description="How it began.",
    )
    project.themes.add(ThemeFactory(name="Energy"), ThemeFactory(name="Migration"))
    project.places_of_work.add(CountryFactory(code="AL", name="Albania"))
    partner = PartnerFactory(project=project)
    lead = PartnerFactory(project=project, organisation__kind="cso", role="lead")

    described = node_of(client, project)

    assert described == {
        "@type": "Project",
        "@id": uid_of("building-bridges").urn,
        "name": "Building Bridges",
        "alternateName": "BB",
        "url": f"{SITE}/projects/building-bridges/",
        "description": "What it is.\n\nHow it began.",
        "keywords": ["Energy", "Migration"],
        "areaServed": [{"@type": "Country", "name": "Albania", "identifier": "AL"}],
        "member": [reference("NGO", lead.organisation), reference("Organization", partner.organisation)],
    }


def test_project_and_its_recipient_describe_the_grant_in_the_same_way(client):
    OrganisationFactory(programme_role="donor")
    grant = GrantFactory(line="regional", amount=100, currency="EUR")
    project = ProjectFactory(grant=grant)

    described = node_of(client, project)

    assert described["funding"] == nodes_of(client.get(grant.recipient.get_absolute_url()))[0]["funding"]


def test_page_has_no_drafts_and_staff_notes(client):
    project = ProjectFactory(
        staff_note="Secret note", grant=GrantFactory(draft=True, reference="Secret reference")
    )
    PartnerFactory(project=project, organisation__name="Secret partner", organisation__draft=True)
    of_a_draft = GrantFactory(recipient__name="Secret recipient", recipient__draft=True)
    other = ProjectFactory(grant=of_a_draft)

    described = [node_of(client, one) for one in (project, other)]

    assert described == [reference("Project", project), reference("Project", other)]
    assert json.dumps(described).count("Secret") == 0
