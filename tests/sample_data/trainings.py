"""Made-up trainings with their speakers and testimonials."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from tests.sample_data.generator import LAST_DAY, Home, Making
from tests.sample_data.texts import Language
from trainings.models import Speaker, Testimonial, Training

LAST_START = LAST_DAY - timedelta(days=7)
ACADEMIC_TITLES = ("", "", "", "Ph.D.", "Dr.", "Prof.")


class Held(NamedTuple):
    """A training, and the language it is written in."""

    training: Training
    language: Language


def make_trainings(making: Making, count: int) -> None:
    held = [new_training(making) for _ in range(count)]
    Training.objects.bulk_create(each.training for each in held)
    Speaker.objects.bulk_create(row for each in held for row in speakers(making, each))
    Testimonial.objects.bulk_create(row for each in held for row in testimonials(making, each))
    link = Training.topics.through
    link.objects.bulk_create(
        link(training_id=each.training.pk, topic_id=topic)
        for each in held
        for topic in making.topics.draw_several(making.random, 1, 3)
    )


def new_training(making: Making) -> Held:
    random = making.random
    home = making.home()
    language = making.language(home, english=0.6)
    name = language.write(random, "training")
    training = Training(
        **making.publishing(Training, name),
        **days(making),
        **place(making, home),
        name=name,
        headline=language.write(random, "result") if making.chance(0.4) else "",
        summary=language.write(random, "sentence", random.randint(2, 4)) if making.chance(0.93) else "",
        audience=language.write(random, "group") if making.chance(0.75) else "",
        audience_country_id=home.country if making.chance(0.5) else None,
    )
    return Held(training, language)


def days(making: Making) -> dict:
    starts_on = making.day(last=LAST_START)
    if making.chance(0.05):
        return {}
    if making.chance(0.25):
        return {"starts_on": starts_on}
    return {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=making.random.randint(0, 4))}


def place(making: Making, home: Home) -> dict:
    """Give the town and the country; a training held online has neither."""
    if making.chance(0.15):
        return {}
    town = home.latin_town if making.chance(0.6) else home.language.script(home.town)
    return {"town": town, "country_id": home.country}


def speakers(making: Making, held: Held) -> Iterator[Speaker]:
    random = making.random
    names = dict.fromkeys(held.language.person(random) for _ in range(random.randint(1, 4)))
    for order, name in enumerate(names, start=1):
        yield Speaker(
            training_id=held.training.pk,
            order=order,
            name=name,
            academic_title=random.choice(ACADEMIC_TITLES),
            role=Speaker.Role.GUEST_LECTURER if making.chance(0.3) else Speaker.Role.TRAINER,
            organisation_id=making.some_organisation() if making.chance(0.6) else None,
            spoke_on=held.language.write(random, "spoke") if making.chance(0.8) else "",
        )


def testimonials(making: Making, held: Held) -> Iterator[Testimonial]:
    random = making.random
    for order in range(1, random.randint(0, 3) + 1):
        yield Testimonial(
            training_id=held.training.pk,
            order=order,
            person=held.language.person(random),
            organisation_id=making.some_organisation() if making.chance(0.7) else None,
            words=held.language.write(random, "testimony"),
            is_quotation=making.chance(0.8),
        )
