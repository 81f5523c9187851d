from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from catalogue.required_facts import missing_facts
from tests.factories import SpeakerFactory, TrainingFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"starts_on": date(2024, 2, 2), "ends_on": date(2024, 2, 1)},
            "The training ends before it starts. Check both dates.",
        ),
        ({"ends_on": date(2024, 2, 1)}, "Enter the first day, or remove the last day."),
        (
            {"picture": "trainings/a.jpg"},
            "Describe the picture, or tick “decorative picture”.",
        ),
    ],
)
def test_training_refuses_what_cannot_be(fields, message):
    training = TrainingFactory.build(**fields)

    with pytest.raises(ValidationError) as refusal:
        training.full_clean()

    assert refusal.value.messages == [message]


def test_speaker_is_listed_once_in_a_training():
    speaker = SpeakerFactory()
    again = SpeakerFactory.build(training=speaker.training, name=speaker.name)

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()

    assert refusal.value.messages == ["This person is already listed as a speaker."]


@pytest.mark.parametrize(("days", "is_upcoming"), [(-1, False), (0, False), (1, True)])
def test_training_is_coming_until_its_first_day(days, is_upcoming):
    training = TrainingFactory(starts_on=timezone.localdate() + timedelta(days=days))

    assert training.is_upcoming is is_upcoming


def test_speaker_is_called_with_the_title():
    assert str(SpeakerFactory(academic_title="Ph.D.", name="Nedžma Džananović")) == "Ph.D. Nedžma Džananović"
    assert str(SpeakerFactory(name="Nedžma Džananović")) == "Nedžma Džananović"


def test_picture_is_decorative_or_described():
    described = {"picture": "trainings/a.jpg", "picture_alt": "A hall"}

    TrainingFactory(**described)
    TrainingFactory(picture="trainings/a.jpg", picture_is_decorative=True)
    with pytest.raises(ValidationError) as raised:
        Training(name="A", slug="a", picture_is_decorative=True, **described).full_clean()

    assert raised.value.messages == [
        "A decorative picture has no description. Untick it, or remove the description."
    ]


def test_online_training_needs_no_country():
    online = TrainingFactory(summary="A", starts_on=date(2024, 1, 1), attendance="online")
    mixed = TrainingFactory(summary="A", starts_on=date(2024, 1, 1), attendance="mixed")

    assert missing_facts(online) == []
    assert [fact.key for fact in missing_facts(mixed)] == ["country"]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"starts_on": None}, ""),
        ({"starts_on": None, "event_status": "cancelled"}, "Cancelled"),
        ({"starts_on": date(2020, 12, 5)}, "Took place on 5 December 2020"),
        ({"starts_on": date(2020, 12, 5), "ends_on": date(2020, 12, 6)}, "Ended on 6 December 2020"),
        ({"starts_on": date(2999, 12, 5)}, "Takes place on 5 December 2999"),
        ({"starts_on": date(2999, 12, 5), "ends_on": date(2999, 12, 6)}, "Starts on 5 December 2999"),
        ({"starts_on": date(2020, 12, 5), "ends_on": date(2999, 12, 6)}, "Running until 6 December 2999"),
        (
            {"starts_on": date(2999, 12, 5), "event_status": "postponed"},
            "Postponed (planned for 5 December 2999)",
        ),
        (
            {"starts_on": date(2999, 12, 5), "event_status": "cancelled"},
            "Cancelled (planned for 5 December 2999)",
        ),
    ],
)
def test_training_states_when_it_takes_place(facts, text):
    assert TrainingFactory.build(**facts).when_text == text


def test_training_of_today_takes_place_today():
    today = timezone.localdate()

    training = TrainingFactory.build(starts_on=today)

    assert training.when_text == f"Takes place today, {date_format(today, 'DATE_FORMAT')}"
