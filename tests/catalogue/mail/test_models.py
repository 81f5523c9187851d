"""Messages of the outbox: when each is due, and for how long it is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.mail.models import DELAYS, KEPT_FOR, LEASE, RETRIED_FOR, OutboxMessage

pytestmark = pytest.mark.django_db


def message(**values) -> OutboxMessage:
    return OutboxMessage.objects.create(address="ana@example.org", subject="News", body="Text", **values)


def test_message_is_claimed_once_until_its_lease_ends():
    message()

    claimed = list(OutboxMessage.objects.claim_each())
    later = OutboxMessage.objects.claim(timezone.now() + LEASE)

    assert [one.attempts for one in claimed] == [1]
    assert (later.pk, later.attempts) == (claimed[0].pk, 2)


def test_messages_are_claimed_in_the_order_in_which_they_are_due():
    now = timezone.now()
    last, first, _later = (
        message(next_attempt_at=now + timedelta(minutes=minutes)) for minutes in (-1, -2, 1)
    )

    assert list(OutboxMessage.objects.claim_each()) == [first, last]


@pytest.mark.parametrize(
    ("attempts", "delay"), [(1, DELAYS[0]), (6, DELAYS[5]), (7, timedelta(days=1)), (8, timedelta(days=1))]
)
def test_refused_message_is_due_again_after_a_longer_time(attempts, delay):
    one = message(attempts=attempts)
    before = timezone.now()

    one.mark_failed(OSError("no  route\nto host"))

    one.refresh_from_db()
    assert before + delay <= one.next_attempt_at <= timezone.now() + delay
    assert one.last_error == "OSError: no route to host"


def test_message_that_is_refused_for_a_week_is_no_longer_due():
    one = message(created_at=timezone.now() - RETRIED_FOR, attempts=12)

    one.mark_failed(OSError("refused"))

    assert list(OutboxMessage.objects.failed()) == [one]
    assert list(OutboxMessage.objects.waiting()) == []


def test_outcome_is_noted_only_until_it_is_sent():
    one = message(is_secret=True)
    one.mark_sent()

    one.mark_failed(OSError("late answer"))

    one.refresh_from_db()
    assert (one.body, one.last_error, one.next_attempt_at) == ("", "", None)


def test_sent_messages_are_deleted_after_a_month():
    now = timezone.now()
    message(sent_at=now - KEPT_FOR - timedelta(minutes=1), next_attempt_at=None)
    kept = [message(sent_at=now, next_attempt_at=None), message()]

    deleted = OutboxMessage.objects.clear()

    assert (deleted, list(OutboxMessage.objects.all())) == (1, kept)
