from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import CountryFactory, TopicFactory, TrainingFactory, uid_of
from trainings.calendar import MOST_EVENTS
from trainings.models import Training

pytestmark = pytest.mark.django_db

LIST_QUERIES = 2  # trainings with their countries, topics
ENTRY_QUERIES = 2  # the training with its country, topics


def calendar_at(client, address) -> Calendar:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def summaries(calendar) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in calendar.events)


def test_training_is_an_event_of_whole_days(client):
    training = TrainingFactory(
        name="Understanding accession; where, and how",
        slug="understanding-accession",
        summary="What it was.\r\n\r\nAnd why, at length.",
        starts_on=date(2023, 12, 11),
        ends_on=date(2023, 12, 12),
        town="Sarajevo",
        country=CountryFactory(code="BA", name="Bosnia and Herzegovina"),
    )
    training.topics.add(TopicFactory(name="Energy, security"), TopicFactory(name="Migration"))
    changed_at = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
    Training.objects.update(updated_at=changed_at)

    (event,) = calendar_at(client, "/trainings/understanding-accession/calendar.ics").events

    assert {name: value.to_ical() for name, value in event.items() if name != "CATEGORIES"} == {
        "SUMMARY": rb"Understanding accession\; where\, and how",
        "DESCRIPTION": rb"What it was.\n\nAnd why\, at length.",
        "DTSTART": b"20231211",
        "DTEND": b"20231213",
        "DTSTAMP": b"20240501T123000Z",
        "LAST-MODIFIED": b"20240501T123000Z",
        "LOCATION": rb"Sarajevo\, Bosnia and Herzegovina",
        "TRANSP": b"TRANSPARENT",
        "UID": str(uid_of("understanding-accession")).encode(),
        "URL": b"http://testserver/trainings/understanding-accession/",
    }
    assert event["DTSTART"].params == event["DTEND"].params == {"VALUE": "DATE"}
    assert event["CATEGORIES"].to_ical() == rb"Energy\, security,Migration"


@pytest.mark.parametrize(
    ("status", "ical"), [("postponed", "TENTATIVE"), ("cancelled", "CANCELLED"), ("scheduled", None)]
)
def test_calendar_shows_what_does_not_take_place_as_scheduled(client, status, ical):
    TrainingFactory(slug="training", starts_on=date(2023, 12, 11), event_status=status)

    (event,) = calendar_at(client, "/trainings/training/calendar.ics").events

    assert event.get("STATUS") == ical


def test_calendar_shows_that_a_training_is_online(client):
    TrainingFactory(slug="training", starts_on=date(2023, 12, 11), attendance="online")

    (event,) = calendar_at(client, "/trainings/training/calendar.ics").events

    assert event["LOCATION"] == "Online"


def test_training_of_one_day_ends_on_the_next(client):
    training = TrainingFactory(starts_on=date(2023, 12, 31))

    (event,) = calendar_at(client, f"/trainings/{training.slug}/calendar.ics").events

    assert (event.start, event.end) == (date(2023, 12, 31), date(2024, 1, 1))


def test_event_leaves_out_what_is_unknown(client):
    training = TrainingFactory(starts_on=date(2023, 12, 31))

    (event,) = calendar_at(client, f"/trainings/{training.slug}/calendar.ics").events

    assert sorted(event) == [
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "SUMMARY",
        "TRANSP",
        "UID",
        "URL",
    ]


def test_calendar_has_its_name_source_and_refresh_interval(client):
    TrainingFactory(starts_on=date(2024, 1, 1), country=CountryFactory(code="RS", name="Serbia"))

    calendar = calendar_at(client, "/trainings/calendar.ics?country=RS")

    uid = calendar.pop("UID")
    assert {name: (dict(value.params), value.to_ical()) for name, value in calendar.items()} == {
        "VERSION": ({}, b"2.0"),
        "PRODID": ({}, b"-//SMART Balkans//Portal//EN"),
        "NAME": ({}, b"SMART Balkans trainings (Country: Serbia)"),
        "X-WR-CALNAME": ({}, b"SMART Balkans trainings (Country: Serbia)"),
        "REFRESH-INTERVAL": ({"VALUE": "DURATION"}, b"P1D"),
        "SOURCE": ({"VALUE": "URI"}, b"http://testserver/trainings/calendar.ics?country=RS"),
    }
    assert calendar_at(client, "/trainings/calendar.ics?country=RS")["UID"] == uid
    assert calendar_at(client, "/trainings/calendar.ics")["UID"] != uid


def test_calendar_holds_the_public_trainings_that_have_a_date(client):
    day = date(2024, 1, 1)
    TrainingFactory(name="Dated", starts_on=day)
    TrainingFactory(name="Undated")
    TrainingFactory(name="Secret", starts_on=day, draft=True)
    TrainingFactory(name="Later", starts_on=day, published_at=timezone.now() + timedelta(hours=1))

    calendar = calendar_at(client, "/trainings/calendar.ics")

    assert summaries(calendar) == ["Dated"]


def test_calendar_honours_the_filters_of_the_list(client):
    serbia, albania = CountryFactory(code="RS"), CountryFactory(code="AL")
    topic = TopicFactory(slug="energy")
    for name, country in (("A", serbia), ("B", serbia), ("C", albania)):
        TrainingFactory(name=name, starts_on=date(2024, 1, 1), country=country)
    Training.objects.get(name="B").topics.add(topic)
    Training.objects.get(name="C").topics.add(topic)

    found = {
        query: summaries(calendar_at(client, f"/trainings/calendar.ics?{query}"))
        for query in (
            "",
            "country=RS",
            "country=RS&country=AL",
            "country=RS&topic=energy",
            "year=2023",
            "page=7&sort=name",
        )
    }

    assert found == {
        "": ["A", "B", "C"],
        "country=RS": ["A", "B"],
        "country=RS&country=AL": ["A", "B", "C"],
        "country=RS&topic=energy": ["B"],
        "year=2023": [],
        "page=7&sort=name": ["A", "B", "C"],
    }


def test_calendar_without_events_still_holds_a_component(client):
    TrainingFactory(name="Undated")

    calendar = calendar_at(client, "/trainings/calendar.ics")

    assert [(one.name, one.get("TZID")) for one in calendar.subcomponents] == [("VTIMEZONE", "UTC")]


def test_calendar_holds_no_more_than_the_latest_trainings(client):
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(MOST_EVENTS + 1)]
    Training.objects.bulk_create(TrainingFactory.build(starts_on=day) for day in days)

    calendar = calendar_at(client, "/trainings/calendar.ics")

    assert sorted(event.start for event in calendar.events) == days[1:]


def test_calendar_of_a_draft_or_of_an_undated_training_is_not_found(client):
    draft = TrainingFactory(starts_on=date(2024, 1, 1), draft=True)
    undated = TrainingFactory()

    codes = [client.get(f"/trainings/{one.slug}/calendar.ics").status_code for one in (draft, undated)]

    assert codes == [404, 404]


def test_calendar_has_no_staff_notes(client):
    training = TrainingFactory(starts_on=date(2024, 1, 1), staff_note="Between us")

    texts = [
        client.get(address).content
        for address in ("/trainings/calendar.ics", f"/trainings/{training.slug}/calendar.ics")
    ]

    assert [text.count(b"Between us") for text in texts] == [0, 0]


def test_text_cannot_add_lines_to_a_calendar(client):
    TrainingFactory(name="A\r\nBEGIN:VALARM", town="B\nX:Y", summary="C\x0bD", starts_on=date(2024, 1, 1))

    calendar = calendar_at(client, "/trainings/calendar.ics?q=a%0D%0ABEGIN:VALARM%07")

    (event,) = calendar.events
    assert calendar["NAME"].to_ical() == b"SMART Balkans trainings (\xe2\x80\x9ca BEGIN:VALARM\xe2\x80\x9d)"
    assert event["SUMMARY"].to_ical() == b"A BEGIN:VALARM"
    assert event["LOCATION"].to_ical() == b"B X:Y"
    assert event["DESCRIPTION"].to_ical() == rb"C\nD"
    assert event.subcomponents == []


def test_lines_of_a_calendar_are_short_and_end_as_they_must(client):
    TrainingFactory(name="Обука за заступање " * 10, summary="š" * 500, starts_on=date(2024, 1, 1))

    content = client.get("/trainings/calendar.ics").content

    *lines, rest = content.split(b"\r\n")
    assert rest == b""
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_calendars_take_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        training = TrainingFactory(starts_on=date(2024, 1, 1), country=CountryFactory())
        training.topics.add(TopicFactory())
    client.get("/trainings/calendar.ics")  # works off the notes of what is new

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/trainings/calendar.ics")
    with django_assert_num_queries(ENTRY_QUERIES):
        client.get(f"/trainings/{training.slug}/calendar.ics")


def test_list_offers_its_calendar_as_it_is_narrowed(client):
    TrainingFactory(country=CountryFactory(code="RS"))

    page = client.get("/trainings/?country=RS&sort=name&page=1")

    assertContains(page, 'href="webcal://testserver/trainings/calendar.ics?country=RS"')
    assertContains(page, 'href="/trainings/calendar.ics?country=RS"')


def test_page_offers_the_calendar_of_a_training_that_has_a_date(client):
    dated = TrainingFactory(starts_on=date(2024, 1, 1))
    undated = TrainingFactory()

    pages = [client.get(one.get_absolute_url()) for one in (dated, undated)]

    assertContains(
        pages[0], f'<a href="/trainings/{dated.slug}/calendar.ics">Add to your calendar</a>', html=True
    )
    assertNotContains(pages[1], "calendar.ics")


def test_programmes_own_trainings_are_a_valid_calendar(client, programme):
    dated = Training.objects.for_public().exclude(starts_on=None)

    calendar = calendar_at(client, "/trainings/calendar.ics")

    assert summaries(calendar) == sorted(dated.values_list("name", flat=True))
    assert [error for event in calendar.events for error in event.errors] == []
