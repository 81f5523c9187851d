"""Trainings of the sample data, with their speakers and testimonials."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from tests.sample_data.generator import LAST_DAY, Generator, Home
from tests.sample_data.texts import Language
from trainings.models import Speaker, Testimonial, Training

LAST_START = LAST_DAY - timedelta(days=7)
EVENT_STATUS_WEIGHTS = {
    Training.EventStatus.SCHEDULED: 95,
    Training.EventStatus.POSTPONED: 2,
    Training.EventStatus.CANCELLED: 3,
}
ACADEMIC_TITLES = ("", "", "", "Ph.D.", "Dr.", "Prof.")


class SampleTraining(NamedTuple):
    """A training, and the language of its texts."""

    training: Training
    language: Language


def create_trainings(generator: Generator, count: int) -> None:
    samples = [new_training(generator) for _ in range(count)]
    Training.objects.bulk_create(sample.training for sample in samples)
    Speaker.objects.bulk_create(row for sample in samples for row in speakers(generator, sample))
    Testimonial.objects.bulk_create(row for sample in samples for row in testimonials(generator, sample))
    link = Training.topics.through
    link.objects.bulk_create(
        link(training_id=sample.training.pk, topic_id=topic)
        for sample in samples
        for topic in generator.topics.draw_several(generator.random, 1, 3)
    )


def new_training(generator: Generator) -> SampleTraining:
    random = generator.random
    home = generator.home()
    language = generator.language(home, english=0.6)
    name = language.write(random, "training")
    training = Training(
        **generator.publishing(Training, name),
        **days(generator),
        **place(generator, home),
        event_status=generator.weighted(EVENT_STATUS_WEIGHTS),
        name=name,
        headline=language.write(random, "result") if generator.chance(0.4) else "",
        summary=language.write(random, "sentence", random.randint(2, 4)) if generator.chance(0.93) else "",
        audience=language.write(random, "group") if generator.chance(0.75) else "",
        audience_country_id=home.country if generator.chance(0.5) else None,
    )
    return SampleTraining(training, language)


def days(generator: Generator) -> dict:
    starts_on = generator.day(last=LAST_START)
    if generator.chance(0.05):
        return {}
    if generator.chance(0.25):
        return {"starts_on": starts_on}
    return {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=generator.random.randint(0, 4))}


def place(generator: Generator, home: Home) -> dict:
    """Return how people attend, the town and the country; a training online has no place."""
    if generator.chance(0.15):
        return {"attendance": Training.Attendance.ONLINE if generator.chance(0.8) else ""}
    town = home.latin_town if generator.chance(0.6) else home.language.script(home.town)
    attendance = generator.random.choice(("", Training.Attendance.IN_PERSON, Training.Attendance.MIXED))
    return {"town": town, "country_id": home.country, "attendance": attendance}


def speakers(generator: Generator, sample: SampleTraining) -> Iterator[Speaker]:
    random = generator.random
    names = dict.fromkeys(sample.language.person(random) for _ in range(random.randint(1, 4)))
    for order, name in enumerate(names, start=1):
        yield Speaker(
            training_id=sample.training.pk,
            order=order,
            name=name,
            academic_title=random.choice(ACADEMIC_TITLES),
            role=Speaker.Role.GUEST_LECTURER if generator.chance(0.3) else Speaker.Role.TRAINER,
            organisation_id=generator.some_organisation() if generator.chance(0.6) else None,
            spoke_on=sample.language.write(random, "spoke") if generator.chance(0.8) else "",
        )


def testimonials(generator: Generator, sample: SampleTraining) -> Iterator[Testimonial]:
    random = generator.random
    for order in range(1, random.randint(0, 3) + 1):
        yield Testimonial(
            training_id=sample.training.pk,
            order=order,
            person=sample.language.person(random),
            organisation_id=generator.some_organisation() if generator.chance(0.7) else None,
            words=sample.language.write(random, "testimony"),
            is_quotation=generator.chance(0.8),
        )
