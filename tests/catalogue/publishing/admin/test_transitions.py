"""The buttons of a form that change the status of an entry."""

from datetime import UTC, datetime

import pytest
import reversion
from reversion.models import Revision

from organisations.models import Organisation
from tests.catalogue.publishing.admin.saving import save
from tests.catalogue.publishing.statuses import organisation_in
from tests.forms import open_form
from tests.pages import change_page, messages_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db


ADD = "/admin/organisations/organisation/add/"
MOMENT = {"published_at_0": "31/12/2998", "published_at_1": "10:30"}
STAMP = datetime(2998, 12, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "button", "after"),
    [
        ("draft", "_review", "review"),
        ("draft", "_publish", "published"),
        ("review", "_publish", "published"),
        ("review", "_draft", "draft"),
        ("scheduled", "_publishnow", "published"),
        ("scheduled", "_draft", "draft"),
        ("published", "_withdraw", "withdrawn"),
        ("withdrawn", "_review", "review"),
        ("withdrawn", "_draft", "draft"),
    ],
)
def test_button_saves_what_was_typed_and_leads_the_entry_on(client, name, button, after):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, summary="Typed", _note="Too long", **{button: "x"})

    entry.refresh_from_db()
    assert (entry.status, entry.summary) == (after, "Typed")


@pytest.mark.parametrize("group", ["Editor", "Publisher"])
def test_new_entry_is_sent_for_review_with_its_author(client, group):
    person = log_in(client, group)
    data = open_form(client, ADD) | {"name": "A", "summary": "B", "is_country_not_stated": "on"}

    client.post(ADD, data | {"_review": "x"})

    entry = Organisation.objects.get()
    assert (entry.status, entry.author) == ("review", person)


def test_publish_uses_the_time_that_was_entered(client):
    log_in(client, "Publisher")
    entry = organisation_in("review")

    response = save(client, entry, **MOMENT, _publish="x")

    entry.refresh_from_db()
    assert (entry.status, entry.published_at, entry.stage) == ("scheduled", STAMP, "")
    assert messages_of(client.get(response.url)) == [
        f'<a href="{change_page(entry)}">{entry}</a>: Scheduled for 31 December 2998, 10:30.'
    ]


@pytest.mark.parametrize(("name", "after"), [("scheduled", "draft"), ("published", "withdrawn")])
def test_clearing_the_time_withdraws_the_entry(client, name, after):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, published_at_0="", published_at_1="")

    entry.refresh_from_db()
    assert entry.status == after


def test_time_entered_with_another_transition_is_reported_as_not_kept(client):
    log_in(client, "Publisher")
    entry = organisation_in("draft")

    response = save(client, entry, **MOMENT, _review="x")

    assert messages_of(client.get(response.url)) == [
        f'<a href="{change_page(entry)}">{entry}</a>: Sent for review. '
        "The date you entered (31 December 2998, 10:30) was not kept."
    ]


def test_transition_that_is_no_longer_possible_is_reported(client):
    log_in(client, "Publisher")
    entry = organisation_in("published")

    response = save(client, entry, summary="Typed", _publish="x")

    entry.refresh_from_db()
    assert entry.summary == "Typed"
    assert messages_of(client.get(response.url)) == [
        "Saved, but the status did not change. Already published."
    ]


def test_step_is_recorded_in_the_history(client):
    log_in(client, "Publisher")
    with reversion.create_revision():
        entry = organisation_in("draft")

    save(client, entry, _publish="x")

    assert Revision.objects.order_by("pk").last().comment == "Published"


def test_scheduling_is_recorded_as_such(client):
    log_in(client, "Publisher")
    entry = organisation_in("draft")

    save(client, entry, _publish="x", **MOMENT)

    comment = Revision.objects.order_by("pk").last().comment
    assert comment == "Scheduled for 31 December 2998, 10:30."
