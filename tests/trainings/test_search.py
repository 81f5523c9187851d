"""What finds a training."""

import pytest

from tests.catalogue.search.finding import found
from tests.factories import (
    OrganisationFactory,
    SpeakerFactory,
    TestimonialFactory,
    TopicFactory,
    TrainingFactory,
)
from trainings.models import Training

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["dzananovic", "Džananović", "Џанановић", "džananovic nedzma"])
def test_training_is_found_by_its_trainer(typed):
    SpeakerFactory(name="Sead Turčalo")

    assert found(Training, typed) == []

    speaker = SpeakerFactory(name="Nedžma Džananović")

    assert found(Training, typed) == [speaker.training]


@pytest.mark.parametrize(
    "make",
    [
        lambda: TrainingFactory(headline="kestrel"),
        lambda: TrainingFactory(audience="kestrel"),
        lambda: SpeakerFactory(spoke_on="kestrel").training,
        lambda: SpeakerFactory(organisation=OrganisationFactory(name="Kestrel")).training,
        lambda: TestimonialFactory(words="kestrel").training,
    ],
)
def test_training_is_found_by_every_text_of_its_page(make):
    TrainingFactory()
    assert found(Training, "kestrel") == []

    training = make()

    assert found(Training, "kestrel") == [training]


def test_training_is_found_by_its_topics():
    training = TrainingFactory()
    assert found(Training, "kestrel") == []

    training.topics.add(TopicFactory(name="Kestrel"))

    assert found(Training, "kestrel") == [training]


def test_training_is_found_by_the_roles_of_its_speakers():
    SpeakerFactory(role="trainer")
    assert found(Training, "guest lecturers") == []

    lecturer = SpeakerFactory(role="guest_lecturer")

    assert found(Training, "guest lecturers") == [lecturer.training]
