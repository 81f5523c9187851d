"""Actions on many entries that are under way, and links to previews."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalogue.publishing.models import KEPT_FOR, LINK_LIFETIME, BulkRun, PreviewLink

pytestmark = pytest.mark.django_db


def run(**fields) -> BulkRun:
    user = User.objects.get_or_create(username="editor")[0]
    return BulkRun.objects.create(user=user, kind="organisations.organisation", action="publish", **fields)


@pytest.mark.parametrize(
    ("keys", "position", "percent", "is_done"),
    [([], 0, 100, True), ([1, 2, 3], 0, 0, False), ([1, 2, 3], 1, 33, False), ([1, 2, 3], 3, 100, True)],
)
def test_progress_of_a_run(keys, position, percent, is_done):
    one = run(keys=keys, position=position)

    assert (one.percent, one.is_done) == (percent, is_done)


def test_clear_deletes_only_what_nobody_continued_for_a_week():
    old, new = run(), run()
    BulkRun.objects.filter(pk=old.pk).update(started_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))

    BulkRun.objects.all().clear()

    assert list(BulkRun.objects.all()) == [new]


def test_a_preview_link_expires_after_its_lifetime():
    link = PreviewLink.objects.create(kind="organisations.organisation", entry_id=1)

    assert abs(link.expires_at - link.created_at - LINK_LIFETIME) < timedelta(minutes=1)
