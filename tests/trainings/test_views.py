from datetime import date

import pytest
from django.core.cache import caches
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    SpeakerFactory,
    TestimonialFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db

LIST_QUERIES = 6  # version; trainings, topics; names of countries and topics for the filters; logos
# Five are about related entries.
DETAIL_QUERIES = 11  # the training, topics, speakers and testimonials with their organisations


def add_rows(training):
    training.topics.add(TopicFactory())
    SpeakerFactory(training=training, organisation=OrganisationFactory())
    TestimonialFactory(training=training, organisation=OrganisationFactory())


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        add_rows(TrainingFactory(country=CountryFactory()))
    client.get("/trainings/")  # works off the notes of what is new

    caches["entries"].clear()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/trainings/")


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    training = TrainingFactory()
    for _ in range(rows):
        add_rows(training)
    client.get(training.get_absolute_url())  # reads the facets and the programme

    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(training.get_absolute_url())


def test_page_shows_all_that_is_known(client):
    training = TrainingFactory(
        name="Understanding accession",
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
        attendance="mixed",
        event_status="postponed",
    )
    training.topics.add(TopicFactory(name="Energy security"))
    SpeakerFactory(
        training=training,
        name="Sead Turčalo",
        academic_title="Ph.D.",
        role="guest_lecturer",
        spoke_on="Energy.",
        organisation=OrganisationFactory(name="Faculty"),
    )

    page = client.get(training.get_absolute_url())

    expected = [
        "Understanding accession", "Together on the path", "What it was.", "11–12 December 2023",
        "Status Postponed (planned for 11 December 2023)", "Attendance In person and online",
        "Sarajevo , Bosnia and Herzegovina", "Journalists in Serbia", "Energy security",
        "Ph.D. Sead Turčalo Guest lecturer · Faculty Energy.",
    ]  # fmt: skip
    assert [fact for fact in expected if fact not in text_of(page)] == []
    assertContains(
        page,
        '<img class="picture focus-x-50 focus-y-50" src="/media/trainings/a.jpg" '
        'alt="Twenty people in a hall" loading="lazy" decoding="async">',
        html=True,
    )


def test_quotation_is_in_quotation_marks_and_a_summary_is_marked(client):
    training = TrainingFactory()
    TestimonialFactory(training=training, words="I learnt a lot.", person="Ana")
    TestimonialFactory(training=training, words="She learnt a lot.", person="Iva", is_quotation=False)

    page = text_of(client.get(training.get_absolute_url()))

    assert "“I learnt a lot.” Ana" in page
    assert "She learnt a lot. Iva · summarised" in page


def test_page_and_its_organisations_link_both_ways(client):
    speaker = SpeakerFactory(organisation=OrganisationFactory())
    voice = TestimonialFactory(training=speaker.training, organisation=OrganisationFactory())

    page = client.get(speaker.training.get_absolute_url())

    for organisation in (speaker.organisation, voice.organisation):
        assertContains(page, f'href="{organisation.get_absolute_url()}"')
        assertContains(
            client.get(organisation.get_absolute_url()), f'href="{speaker.training.get_absolute_url()}"'
        )


@pytest.mark.attack
def test_page_does_not_reveal_a_draft_organisation(client):
    training = TrainingFactory()
    SpeakerFactory(training=training, name="Ana", organisation=OrganisationFactory(name="Secret", draft=True))
    TestimonialFactory(training=training, organisation=OrganisationFactory(name="Secret too", draft=True))

    page = client.get(training.get_absolute_url())

    assertContains(page, "Ana")
    assertNotContains(page, "Secret")


def test_list_shows_what_is_online_upcoming_or_cancelled(client):
    TrainingFactory(name="Budgets", starts_on=date(2999, 1, 3), attendance="online")
    TrainingFactory(name="Media", starts_on=date(2999, 1, 2), event_status="cancelled")

    page = text_of(client.get("/trainings/"))

    assert "Training · Online · Upcoming Budgets 3 January 2999" in page
    assert "Training · Cancelled Media 2 January 2999" in page


@pytest.mark.attack
def test_draft_has_no_page_and_is_in_no_list(client):
    training = TrainingFactory(draft=True, name="Secret")

    assert client.get(training.get_absolute_url()).status_code == 404
    assertNotContains(client.get("/trainings/"), "Secret")
    assertNotContains(client.get("/"), "Secret")


def test_unknown_date_is_stated_and_an_unknown_place_is_left_out(client):
    training = TrainingFactory()

    page = text_of(client.get(training.get_absolute_url()))

    assert [fact for fact in ("Date not stated", "Place") if fact in page] == ["Date not stated"]
