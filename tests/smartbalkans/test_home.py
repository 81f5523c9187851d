import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from organisations.models import Theme
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    ProjectFactory,
    ThemeFactory,
    TrainingFactory,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
RUNNING = {"starts_on": TODAY - timedelta(days=2), "ends_on": TODAY + timedelta(days=2)}
PLANNED = {"planned_starts_on": TODAY + timedelta(days=2)}
ENDED = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=2)}


def day(days: int) -> dict:
    """Return the fields of a training that begins so many days from today."""
    return {"starts_on": TODAY + timedelta(days=days)}


def name_on(card) -> str:
    (name,) = re.findall(r'<h3 class="card__title"><a href="[^"]+">(.+?)</a>', card.top)
    return name


def shown(client) -> dict[str, list[str]]:
    """Return the names of the entries on the home page by the headings above them."""
    context = client.get("/").context
    groups = [*context["current"], *context["latest"]]
    return {str(group.heading): [name_on(card) for card in group.cards] for group in groups}


def project(name: str, **grant):
    return ProjectFactory(name=name, grant=GrantFactory(**grant))


def test_home_counts_what_is_public(client):
    OrganisationFactory.create_batch(2)
    OrganisationFactory(draft=True)
    ProjectFactory(draft=True)

    page = text_of(client.get("/"))

    assert "2 organisations 0 projects 0 grants 0 trainings" in page


def test_figures_state_what_runs_and_what_comes_next(client):
    albania = CountryFactory(is_programme_country=True)
    project("Bridges", **RUNNING, recipient=OrganisationFactory(country=albania))
    TrainingFactory(**day(1))

    figures = client.get("/").context["figures"]

    notes = [figure.note for figure in figures]
    assert notes == ["in 1 country", "1 running", "1 running", "1 upcoming"]


def test_running_projects_come_first_the_latest_start_first(client):
    project("Ended", **ENDED)
    project("Planned", **PLANNED)
    project("Running", **RUNNING)
    project("Begun today", starts_on=TODAY)
    ProjectFactory(name="Without a grant")

    assert shown(client) == {
        "Running projects": ["Begun today", "Running"],
        "Latest projects": ["Without a grant", "Planned", "Ended"],
    }


def test_projects_that_start_next_are_shown_if_none_is_running(client):
    project("Ended", **ENDED)
    project("Later", starts_on=TODAY + timedelta(days=9))
    project("Soon", **PLANNED)

    assert shown(client) == {
        "Projects that start next": ["Soon", "Later"],
        "Latest projects": ["Ended"],
    }


@pytest.mark.parametrize(
    ("grant", "note"),
    [
        (ENDED, "No project is running at present."),
        ({}, "The dates of the projects have not been published yet."),
    ],
)
def test_home_states_why_no_project_is_running(client, grant, note):
    project("Bridges", **grant)

    page = client.get("/")

    assert f"Latest projects {note} Project · Core grant Bridges" in text_of(page)


@pytest.mark.parametrize("hidden", [{"draft": True}, {"recipient__draft": True}])
def test_project_of_a_hidden_grant_is_not_running(client, hidden):
    project("Bridges", **RUNNING, **hidden)

    assert shown(client) == {"Latest projects": ["Bridges"]}


def test_hidden_project_is_not_running(client):
    ProjectFactory(draft=True, grant=GrantFactory(**RUNNING))

    assert shown(client) == {}


def test_home_shows_at_most_three_of_a_group(client):
    for number in range(8):
        project(f"Running {number}", **RUNNING)
        TrainingFactory(**day(number - 3))

    groups = shown(client)

    assert {heading: len(names) for heading, names in groups.items()} == {
        "Running projects": 3,
        "Latest projects": 3,
        "Upcoming trainings": 3,
        "Latest trainings": 3,
    }


def test_next_training_comes_first_and_the_latest_of_the_past(client):
    TrainingFactory(name="Undated")
    for name, days in [("Long ago", -9), ("Today", 0), ("Later", 9), ("Tomorrow", 1)]:
        TrainingFactory(name=name, **day(days))

    assert shown(client) == {
        "Upcoming trainings": ["Tomorrow", "Later"],
        "Latest trainings": ["Today", "Long ago", "Undated"],
    }


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_training_that_does_not_take_place_as_scheduled_is_not_coming_next(client, status):
    TrainingFactory(name="Uncertain", event_status=status, **day(1))
    TrainingFactory(name="Past", **day(-1))

    page = client.get("/")

    assert shown(client) == {"Latest trainings": ["Past"]}
    assert "Latest trainings No training is scheduled at present." in text_of(page)


def test_kept_entries_change_at_midnight(client, monkeypatch):
    project("Ends today", starts_on=TODAY - timedelta(days=1), ends_on=TODAY)
    TrainingFactory(name="Tomorrow", **day(1))
    before = shown(client)

    tomorrow = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=12)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert before == {"Running projects": ["Ends today"], "Upcoming trainings": ["Tomorrow"]}
    assert shown(client) == {"Latest projects": ["Ends today"], "Latest trainings": ["Tomorrow"]}


def test_home_links_the_themes_of_public_entries_by_area(client):
    areas = Theme.Area
    security, governance, unused = (
        ThemeFactory(name=name, area=area)
        for name, area in [
            ("Peacebuilding", areas.SECURITY),
            ("Access to justice", areas.GOVERNANCE),
            ("Unused", areas.GOVERNANCE),
        ]
    )
    ProjectFactory().themes.add(security)
    OrganisationFactory().themes.add(governance)
    OrganisationFactory(draft=True).themes.add(unused)

    themes = client.get("/").context["areas"]

    assert themes == [
        (areas.SECURITY.label, [security]),
        (areas.GOVERNANCE.label, [governance]),
    ]


def test_each_group_links_to_its_list(client):
    project("Bridges", **RUNNING)
    project("Roads", **ENDED)
    TrainingFactory(**day(1))
    TrainingFactory(**day(-1))

    context = client.get("/").context

    groups = [*context["current"], *context["latest"]]
    assert [(str(group.link), group.address) for group in groups] == [
        ("All running projects", "/projects/?state=running"),
        ("All upcoming trainings", "/trainings/?when=coming"),
        ("All projects", "/projects/"),
        ("All trainings", "/trainings/"),
    ]
