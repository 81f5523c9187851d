"""The training in Sarajevo: when, for whom, on what, by whom, and what a participant says."""

from datetime import date

import pytest

from trainings.models import Training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


@pytest.fixture
def training(programme):
    return Training.objects.get()


def test_training_has_its_title_and_headline(training):
    assert (training.name, training.headline) == (
        "Understanding the role of CSOs in the EU integration process: where, when, and how to work "
        "in the field of security and stability in all accession chapters",
        "Credibility, competence, solidarity, and united action of civil society "
        "on the path to EU integration",
    )


def test_training_took_two_days_in_sarajevo(training):
    assert (training.starts_on, training.ends_on, training.town, training.country.code) == (
        date(2023, 12, 11),
        date(2023, 12, 12),
        "Sarajevo",
        "BA",
    )


def test_training_is_for_civil_society_of_one_country(training):
    assert (training.audience, training.audience_country.code) == ("civil society organisations", "BA")


def test_training_has_four_topics(training):
    assert [topic.name for topic in training.topics.all()] == [
        "Corruption",
        "Energy security",
        "Migration",
        "Security and defence",
    ]


def test_speakers_are_in_order_with_title_and_role(training):
    assert [
        (row.order, str(row), row.role, row.organisation, bool(row.spoke_on))
        for row in training.speakers.all()
    ] == [
        (1, "Ph.D. Nedžma Džananović", "trainer", None, True),
        (2, "Ph.D. Lejla Ramić-Mesihović", "guest_lecturer", None, False),
        (3, "Ph.D. Sead Turčalo", "guest_lecturer", None, True),
        (4, "Ph.D. Eldan Mujanović", "guest_lecturer", None, False),
    ]


def test_testimonial_is_reported_and_no_quotation(training):
    testimonials = training.testimonials.values_list("order", "person", "organisation__slug", "is_quotation")

    assert list(testimonials) == [(1, "Amir Hasanović", "narko-ne", False)]


def test_training_has_no_picture_yet(training):
    assert (training.picture.name, training.picture_alt) == ("", "")
