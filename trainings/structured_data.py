"""Trainings in schema.org's vocabulary (https://schema.org/EducationEvent)."""

from catalogue.structured_data import Absolute, Node, entry_node, node, picture_node
from organisations.structured_data import (
    country_data,
    organisation_reference,
    postal_address,
    programme_reference,
)
from trainings.models import Speaker, Training

Attendance, EventStatus = Training.Attendance, Training.EventStatus
EVENT_STATUSES = {
    EventStatus.SCHEDULED: "https://schema.org/EventScheduled",
    EventStatus.POSTPONED: "https://schema.org/EventPostponed",
    EventStatus.CANCELLED: "https://schema.org/EventCancelled",
}
ATTENDANCE_MODES = {
    Attendance.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Attendance.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Attendance.MIXED: "https://schema.org/MixedEventAttendanceMode",
}
ONLINE = (Attendance.ONLINE, Attendance.MIXED)


def training_data(training: Training, absolute: Absolute) -> Node:
    """Return what the page shows of a training that was fetched `with_public_page()`.

    The programme organises it.
    """
    return entry_node(
        "EducationEvent",
        training,
        absolute,
        alternateName=training.headline,
        description=training.summary,
        image=picture_node(training, absolute),
        startDate=training.starts_on,
        endDate=training.ends_on,
        eventStatus=event_status(training),
        eventAttendanceMode=ATTENDANCE_MODES.get(training.attendance),
        organizer=programme_reference(absolute),
        location=places_data(training, absolute),
        audience=audience_data(training),
        about=[node("Thing", name=topic.name) for topic in training.topics.all()],
        performer=[speaker_data(speaker, absolute) for speaker in training.speakers.all()],
    )


def event_status(training: Training) -> str | None:
    """Return its status; None for one without a date, which is not scheduled."""
    is_scheduled = training.event_status == Training.EventStatus.SCHEDULED
    return None if is_scheduled and not training.starts_on else EVENT_STATUSES[training.event_status]


def places_data(training: Training, absolute: Absolute) -> Node | list[Node]:
    """Return the place as far as it is known, or the page as the place of what is online, or both."""
    places = []
    if address := postal_address(training.town, training.country):
        places.append(node("Place", address=address))
    if training.attendance in ONLINE:
        places.append(node("VirtualLocation", url=absolute(training.get_absolute_url())))
    return places[0] if len(places) == 1 else places


def audience_data(training: Training) -> Node | None:
    country = training.audience_country
    if not training.audience and country is None:
        return None
    return node("Audience", audienceType=training.audience, geographicArea=country and country_data(country))


def speaker_data(speaker: Speaker, absolute: Absolute) -> Node:
    organisation = speaker.public_organisation
    return node(
        "Person",
        name=speaker.name,
        honorificPrefix=speaker.academic_title,
        affiliation=organisation and organisation_reference(organisation, absolute),
    )
