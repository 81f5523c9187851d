"""What identifies an entry in feeds, calendars and standard formats stays the same, whatever else changes."""

import json
import re
from datetime import date
from uuid import UUID

import pytest
from django.conf import settings
from lxml import etree

from organisations.exports import OrganisationResource
from organisations.models import Grant, Organisation
from projects.models import Project
from smartbalkans.kinds import KINDS
from tests.catalogue.imports.importing import import_file
from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, TrainingFactory
from tests.structured_data import nodes_of
from trainings.models import Training

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def content(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue()


def ids_of(nodes) -> list[str]:
    """Return all identifiers in JSON-LD, however deep."""
    if isinstance(nodes, list):
        return [one for node in nodes for one in ids_of(node)]
    if isinstance(nodes, dict):
        own = [nodes["@id"]] if "@id" in nodes else []
        return own + [one for node in nodes.values() for one in ids_of(node)]
    return []


def identifiers(client) -> dict[str, list[str]]:
    """Return every identifier that each format states."""
    calendars = ["/trainings/calendar.ics", f"{Training.objects.get().get_absolute_url()}calendar.ics"]
    texts = [content(client, address).decode().replace("\r\n ", "") for address in calendars]
    package = json.loads(content(client, "/grants/360giving.json"))
    activities = etree.fromstring(content(client, "/projects/iati.xml"))
    feed = etree.fromstring(content(client, "/feed.atom"))
    pages = [
        entry.get_absolute_url()
        for model in (Organisation, Project, Training)
        for entry in model.objects.order_by("pk")
    ]
    grants = package["grants"]
    return {
        "feed": sorted(one.text for one in feed.iter(f"{ATOM}id")),
        "calendars": sorted(re.findall(r"(?m)^UID:(.*?)\r?$", "".join(texts))),
        "360Giving": sorted(
            [grant["id"] for grant in grants]
            + [one["id"] for grant in grants for one in grant["recipientOrganization"]]
            + [one["id"] for grant in grants for one in grant["fundingOrganization"]]
            + [package["publisher"]["identifier"]]
        ),
        "IATI": sorted(one.text for one in activities.iter("iati-identifier")),
        "JSON-LD": sorted(one for page in pages for one in ids_of(nodes_of(client.get(page)))),
    }


@pytest.fixture
def entries(db):
    """Entries of every kind that are complete enough for every format."""
    OrganisationFactory(programme_role="donor", slug="old-donor")
    OrganisationFactory(programme_role="lead_implementer", slug="old-lead")
    grant = GrantFactory(
        slug="old-grant", recipient__slug="old-recipient", line="regional", amount=100, currency="EUR",
        awarded_on=date(2024, 1, 1), starts_on=date(2024, 1, 2), ends_on=date(2024, 3, 4),
    )  # fmt: skip
    PartnerFactory(
        project__slug="old-project",
        project__grant=grant,
        project__summary="What it does.",
        organisation=grant.recipient,
        role="lead",
    )
    TrainingFactory(slug="old-training", starts_on=date(2024, 1, 1))


def test_identifiers_stay_when_addresses_names_and_the_host_change(client, entries):
    before = identifiers(client)
    for model in (kind.model for kind in KINDS):
        for entry in model.objects.all():
            model.objects.filter(pk=entry.pk).update(slug=f"new-{entry.pk}")
    for model in (Organisation, Project, Training):
        model.objects.update(name="New name")
    client.defaults["SERVER_NAME"] = "localhost"

    after = identifiers(client)

    assert after == before
    assert {name: len(found) for name, found in after.items()} == {
        "feed": 7,
        "calendars": 4,
        "360Giving": 4,
        "IATI": 1,
        "JSON-LD": 18,
    }
    stated = " ".join(one for found in before.values() for one in found)
    assert [one for one in ("old-", "testserver", "localhost") if one in stated] == []


def test_pages_refer_to_an_entry_by_its_own_identifier(client, entries):
    grant = Grant.objects.get()

    recipient, project = (
        nodes_of(client.get(entry.get_absolute_url()))[0] for entry in (grant.recipient, grant.project)
    )

    assert recipient["@id"] == grant.recipient.urn
    assert project["member"][0]["@id"] == recipient["@id"]
    assert recipient["memberOf"][0]["@id"] == project["@id"] == grant.project.urn
    assert recipient["funding"][0]["@id"] == project["funding"][0]["@id"] == grant.urn


def test_import_by_slug_keeps_the_identifier_and_a_new_entry_has_its_own():
    organisation = OrganisationFactory(slug="kept", name="Kept")

    import_file(OrganisationResource, b"Slug,Name,Summary\nkept,Changed,S\n,Brand new house,S\n", "file.csv")

    changed, new = Organisation.objects.get(slug="kept"), Organisation.objects.get(name="Brand new house")
    assert (changed.name, changed.uid) == ("Changed", organisation.uid)
    assert new.uid not in (None, organisation.uid)


def test_fixtures_have_fixed_identifiers_of_their_own():
    rows = [
        row
        for folder in settings.FIXTURE_DIRS
        for file in sorted(folder.glob("*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
        if row["model"] in {kind.model._meta.label_lower for kind in KINDS}
    ]

    uids = [UUID(row["fields"]["uid"]) for row in rows]

    assert len(uids) > 30
    assert len(set(uids)) == len(uids)
    assert {uid.version for uid in uids} == {4}
