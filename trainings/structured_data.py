"""Trainings in schema.org's vocabulary (https://schema.org/EducationEvent)."""

from catalogue.structured_data import Absolute, Node, entry_node, node
from organisations.structured_data import country_data, organisation_reference, postal_address
from trainings.models import Speaker, Training


def training_data(training: Training, absolute: Absolute) -> Node:
    """Return what the page shows of a training that was fetched `with_public_page()`.

    The organiser, and whether it took place as planned, are not known to the portal.
    """
    return entry_node(
        "EducationEvent",
        training,
        absolute,
        alternateName=training.headline,
        description=training.summary,
        image=picture_data(training, absolute),
        startDate=training.starts_on,
        endDate=training.ends_on,
        location=place_data(training),
        audience=audience_data(training),
        about=[node("Thing", name=topic.name) for topic in training.topics.all()],
        performer=[speaker_data(speaker, absolute) for speaker in training.speakers.all()],
    )


def picture_data(training: Training, absolute: Absolute) -> Node | None:
    if not training.picture:
        return None
    return node("ImageObject", contentUrl=absolute(training.picture.url), caption=training.picture_alt)


def place_data(training: Training) -> Node | None:
    address = postal_address(training.town, training.country)
    return address and node("Place", address=address)


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
