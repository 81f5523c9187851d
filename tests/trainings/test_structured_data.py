import json
from datetime import date

import pytest

from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    SpeakerFactory,
    TestimonialFactory,
    TopicFactory,
    TrainingFactory,
    uid_of,
)
from tests.structured_data import PROGRAMME, SITE, node_of

pytestmark = pytest.mark.django_db


def test_page_shows_what_is_known_of_the_training(client):
    training = TrainingFactory(
        name="Understanding accession",
        slug="understanding-accession",
        headline="Together on the path",
        summary="What it was.",
        starts_on=date(2023, 12, 11),
        ends_on=date(2023, 12, 12),
        town="Sarajevo",
        country=CountryFactory(code="BA", name="Bosnia and Herzegovina"),
        audience="journalists",
        audience_country=CountryFactory(code="RS", name="Serbia"),
        picture="trainings/a.jpg",
        picture_alt="Twenty people in a hall",
        attendance="in_person",
    )
    training.topics.add(TopicFactory(name="Energy security"))
    faculty = OrganisationFactory(name="Faculty", slug="faculty")
    SpeakerFactory(training=training, name="Sead Turčalo", academic_title="Ph.D.", organisation=faculty)
    SpeakerFactory(training=training, name="Ana", order=2)

    said = node_of(client, training)

    assert said == {
        "@type": "EducationEvent",
        "@id": uid_of("understanding-accession").urn,
        "name": "Understanding accession",
        "url": f"{SITE}/trainings/understanding-accession/",
        "alternateName": "Together on the path",
        "description": "What it was.",
        "startDate": "2023-12-11",
        "endDate": "2023-12-12",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": PROGRAMME,
        "location": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Sarajevo", "addressCountry": "BA"},
        },
        "audience": {
            "@type": "Audience",
            "audienceType": "journalists",
            "geographicArea": {"@type": "Country", "name": "Serbia", "identifier": "RS"},
        },
        "image": {
            "@type": "ImageObject",
            "contentUrl": f"{SITE}/media/trainings/a.jpg",
            "caption": "Twenty people in a hall",
        },
        "about": [{"@type": "Thing", "name": "Energy security"}],
        "performer": [
            {
                "@type": "Person",
                "name": "Sead Turčalo",
                "honorificPrefix": "Ph.D.",
                "affiliation": {
                    "@type": "Organization",
                    "@id": uid_of("faculty").urn,
                    "name": "Faculty",
                    "url": f"{SITE}/organisations/faculty/",
                },
            },
            {"@type": "Person", "name": "Ana"},
        ],
    }


@pytest.mark.parametrize(
    ("fields", "address"),
    [({"town": "Sarajevo"}, {"addressLocality": "Sarajevo"}), ({"code": "BA"}, {"addressCountry": "BA"})],
)
def test_place_is_shown_as_far_as_it_is_known(client, fields, address):
    country = CountryFactory(code=fields["code"]) if "code" in fields else None
    training = TrainingFactory(town=fields.get("town", ""), country=country)

    said = node_of(client, training)

    assert said["location"] == {"@type": "Place", "address": {"@type": "PostalAddress"} | address}


@pytest.mark.parametrize(
    ("attendance", "mode", "places"),
    [
        ("online", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("mixed", "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
    ],
)
def test_online_training_takes_place_on_its_page(client, attendance, mode, places):
    training = TrainingFactory(attendance=attendance, town="Tirana" if attendance == "mixed" else "")

    said = node_of(client, training)

    found = said["location"] if attendance == "mixed" else [said["location"]]
    assert said["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert [place["@type"] for place in found] == places
    assert found[-1]["url"] == f"{SITE}{training.get_absolute_url()}"


@pytest.mark.parametrize(
    ("status", "kind"), [("postponed", "EventPostponed"), ("cancelled", "EventCancelled")]
)
def test_training_states_that_it_is_not_held_as_scheduled(client, status, kind):
    training = TrainingFactory(event_status=status)

    said = node_of(client, training)

    assert said["eventStatus"] == f"https://schema.org/{kind}"


@pytest.mark.attack
def test_page_has_no_drafts_and_staff_notes(client):
    training = TrainingFactory(staff_note="Secret note")
    SpeakerFactory(training=training, name="Ana", organisation=OrganisationFactory(name="Secret", draft=True))
    TestimonialFactory(training=training, organisation=OrganisationFactory(name="Secret too", draft=True))

    said = node_of(client, training)

    assert said["performer"] == [{"@type": "Person", "name": "Ana"}]
    assert json.dumps(said).count("Secret") == 0
