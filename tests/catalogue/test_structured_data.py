"""What the pages of all kinds of entries state for machines, by the rules of schema.org and of HTML."""

from datetime import date

import pytest
from pytest_django.asserts import assertContains

from catalogue.structured_data import node, without_controls
from organisations.models import Organisation
from projects.models import Project
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.published_schemas import vocabulary
from tests.structured_data import PROGRAMME, nodes_of
from trainings.models import Training

pytestmark = pytest.mark.django_db


def faults(client, entries) -> list[str]:
    """Return what the pages of the entries state that schema.org's vocabulary does not allow."""
    pages = [client.get(entry.get_absolute_url()) for entry in entries]
    return [fault for page in pages for node in nodes_of(page) for fault in vocabulary().faults(node)]


def full_entries():
    """Make an entry of each kind of which every field is known that its page states for machines."""
    country = CountryFactory()
    OrganisationFactory(programme_role="donor", kind="donor")
    OrganisationFactory(programme_role="lead_implementer")
    organisation = OrganisationFactory(
        acronym="CA", local_name="Građanska alijansa", kind="cso", country=country, town="Podgorica",
        founded_year=1999, website="https://example.org/", email="info@example.org", logo="logos/a.png",
        summary="What it is.",
    )  # fmt: skip
    OtherNameFactory(organisation=organisation)
    grant = GrantFactory(
        recipient=organisation, reference="R-1", amount=100, currency="EUR",
        revised_amount=90, revision_reason="Less to do.",
    )  # fmt: skip
    GrantFactory(recipient=organisation, reference="R-2")
    project = ProjectFactory(acronym="BB", summary="What it is.", grant=grant)
    project.themes.add(ThemeFactory())
    project.places_of_work.add(country)
    PartnerFactory(project=project, organisation=organisation, role="lead")
    training = TrainingFactory(
        headline="Together", summary="What it was.", starts_on=date(2024, 5, 1), ends_on=date(2024, 5, 2),
        town="Tirana", country=country, audience="journalists", audience_country=country,
        picture="trainings/a.jpg", picture_alt="A hall", attendance="mixed", event_status="postponed",
    )  # fmt: skip
    training.topics.add(TopicFactory())
    SpeakerFactory(training=training, academic_title="Ph.D.", organisation=organisation)
    return [organisation, project, training]


def test_vocabulary_knows_what_a_class_cannot_have():
    nodes = [
        node("Project", name="A", startDate="2024-01-01"),
        node("NGO", name="A", funding=[node("Grant", amount=5)]),
        node("Event", location=node("Person", name="A")),
        node("Charity", name="A"),
    ]

    found = [fault for one in nodes for fault in vocabulary().faults(one)]

    assert found == [
        "Project has no startDate",
        "Grant has no amount",
        "location is no Person",
        "Charity has no name",
    ]


def test_programmes_own_entries_keep_to_the_vocabulary(client, programme):
    entries = [*Organisation.objects.all(), *Project.objects.all(), *Training.objects.all()]

    found = faults(client, entries)

    assert found == []


def test_entries_with_every_field_full_keep_to_the_vocabulary(client):
    entries = full_entries()

    found = faults(client, entries)

    assert found == []


def test_entries_with_every_optional_field_empty_keep_to_the_vocabulary(client):
    grant = GrantFactory()
    entries = [
        grant.recipient,
        PartnerFactory(project=ProjectFactory(grant=grant)).project,
        SpeakerFactory().training,
        ProjectFactory(),
        TrainingFactory(),
    ]

    found = faults(client, entries)

    assert found == []


def test_entry_without_facts_has_only_its_name_and_page(client):
    entries = {
        "Organization": OrganisationFactory(),
        "Project": ProjectFactory(),
        "EducationEvent": TrainingFactory(),
    }

    described = [nodes_of(client.get(entry.get_absolute_url()))[0] for entry in entries.values()]

    pages = {kind: f"http://testserver{entry.get_absolute_url()}" for kind, entry in entries.items()}
    assert [one.pop("organizer", None) for one in described] == [None, None, PROGRAMME]
    assert described == [
        {"@type": kind, "@id": entry.urn, "name": entry.name, "url": pages[kind]}
        for kind, entry in entries.items()
    ]


def test_page_shows_its_place(client):
    project = ProjectFactory(name="Building Bridges", slug="building-bridges")

    _project, breadcrumbs = nodes_of(client.get(project.get_absolute_url()))

    places = [("Home", ""), ("Projects", "projects/"), ("Building Bridges", "projects/building-bridges/")]
    assert breadcrumbs == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": f"http://testserver/{path}"}
            for position, (name, path) in enumerate(places, start=1)
        ],
    }


def test_text_cannot_end_the_data_block(client):
    name = 'A </script><script>alert("1")</script> & <!-- B'
    organisation = OrganisationFactory(name=name, kind="cso")

    page = client.get(organisation.get_absolute_url())

    assert nodes_of(page)[0]["name"] == name
    assertContains(page, '"name": "A \\u003C/script\\u003E\\u003Cscript\\u003Ealert(\\"1\\")')
    assert b"<script>" not in page.content


def test_list_has_no_data_block(client):
    OrganisationFactory()

    page = client.get("/organisations/")

    assert b"ld+json" not in page.content


def test_node_leaves_out_what_is_unknown_and_keeps_zero():
    described = node("MonetaryAmount", value=0, currency="", name=None, alternateName=[], description="A")

    assert described == {"@type": "MonetaryAmount", "value": 0, "description": "A"}


def test_text_without_controls_keeps_its_lines():
    text = without_controls("Ana\x00\x0b \x1f\x7f\uffffи\n\tБојан\r\n🙂")

    assert text == "Ana и\n\tБојан\r\n🙂"
