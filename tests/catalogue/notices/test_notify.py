"""Who is notified, in which language, and how notices are marked as read."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from catalogue.mail.models import OutboxMessage
from catalogue.notices.models import Notice
from catalogue.notices.notify import Announcement, notify
from tests.catalogue.notices.noticing import give
from tests.factories import OrganisationFactory
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db


def test_nobody_is_notified_of_what_they_did_themselves_or_when_locked_out():
    actor, other = person_of("Editor", "actor"), person_of("Editor", "other")
    gone = person_of("Editor", "gone", is_active=False)

    notify([(person, Announcement("Something")) for person in (actor, other, gone)], actor=actor)

    assert [notice.recipient for notice in Notice.objects.all()] == [other]


def test_notice_is_in_the_language_of_the_recipient_not_of_the_actor(settings):
    settings.SENDS_MAIL = True
    person = person_of("Editor", email="ana@example.org")

    with override("sr"):
        notify([(person, Announcement(gettext_lazy("Password")))], actor=None)

    assert (Notice.objects.get().title, OutboxMessage.objects.get().subject) == ("Password", "Password")


def test_first_page_lists_own_unread_notices(client):
    person = log_in(client, "Editor")
    entry = OrganisationFactory()
    give(person, title="Unread", kind="organisations.organisation", object_id=entry.pk)
    give(person, title="Read", read_at=timezone.now())
    give(person_of("Editor", "other"), title="Of another person")

    response = client.get("/admin/")

    assert [notice.title for notice in response.context["notices"]] == ["Unread"]


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        (lambda own, other: {"notice": own[0].pk}, ["2", "3", "other"]),
        (lambda own, other: {"until": own[1].pk}, ["3", "other"]),
        (lambda own, other: {"notice": other.pk}, ["1", "2", "3", "other"]),
        (lambda own, other: {"notice": "x", "until": "\0"}, ["1", "2", "3", "other"]),
        (lambda own, other: {}, ["1", "2", "3", "other"]),
    ],
)
def test_notices_are_marked_as_read(client, data, unread):
    person = log_in(client, "Editor")
    own = [give(person, title=str(number)) for number in (1, 2, 3)]
    other = give(person_of("Editor", "other"), title="other")

    response = client.post("/admin/notices/read/", data(own, other))

    left = Notice.objects.filter(read_at=None).order_by("pk")
    assert (response.url, [notice.title for notice in left]) == ("/admin/", unread)


def test_notices_are_not_marked_as_read_by_a_link(client):
    log_in(client, "Editor")

    assert client.get("/admin/notices/read/").status_code == 405
