"""Which trainings come next, and which were the latest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import OrganisationFactory, SpeakerFactory, TrainingFactory
from trainings.models import Speaker, Training

pytestmark = pytest.mark.django_db


def on(days: int, **fields) -> Training:
    return TrainingFactory(starts_on=timezone.localdate() + timedelta(days=days), **fields)


def test_next_first_has_scheduled_trainings_of_the_future():
    later, soon = on(20), on(2)
    on(3, event_status=Training.EventStatus.CANCELLED)
    on(0)

    assert list(Training.objects.next_first()) == [soon, later]


def test_latest_first_ends_with_those_without_a_date():
    undated, old, today = TrainingFactory(starts_on=None), on(-20), on(0)
    on(2)

    assert list(Training.objects.latest_first()) == [today, old, undated]


def test_speakers_of_drafts_are_not_public():
    public = SpeakerFactory()
    SpeakerFactory(training=TrainingFactory(draft=True))

    assert list(Speaker.objects.for_public()) == [public]


def test_public_page_hides_the_organisation_of_a_speaker_that_is_a_draft():
    SpeakerFactory(organisation=OrganisationFactory(draft=True))

    (training,) = Training.objects.with_public_page()

    assert [speaker.public_organisation for speaker in training.speakers.all()] == [None]
