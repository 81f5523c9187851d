"""How long notices are kept, and what they link to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.notices.models import KEPT_FOR, UNREAD_KEPT_FOR, Notice
from catalogue.notices.notify import Announcement, notify
from tests.catalogue.notices.noticing import give
from tests.staff import person_of

pytestmark = pytest.mark.django_db


def test_notices_read_or_unread_long_ago_are_deleted():
    person, now = person_of("Editor"), timezone.now()
    give(person, title="Read long ago", read_at=now - KEPT_FOR - timedelta(minutes=1))
    give(person, title="Unread for a year", created_at=now - UNREAD_KEPT_FOR - timedelta(minutes=1))
    give(person, title="Read", read_at=now)

    notify([(person, Announcement("New"))], actor=None)

    assert {notice.title for notice in Notice.objects.all()} == {"Read", "New"}


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({}, "/admin/"),
        ({"kind": "projects.project", "object_id": 7}, "/admin/projects/project/7/change/"),
        ({"kind": "projects.project", "query": "a=b"}, "/admin/projects/project/?a=b"),
        ({"kind": "projects.project"}, "/admin/projects/project/"),
    ],
)
def test_notice_links_to_what_it_is_about(values, address):
    assert Notice(**values).get_absolute_url() == address
