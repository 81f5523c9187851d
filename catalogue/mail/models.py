"""The outbox: messages that wait for the mail server, and those of the last weeks."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)  # after a message was sent
RETRIED_FOR = timedelta(days=7)  # after a message was written
# Longer than a message takes with a server that answers each command just before the time-out.
LEASE = timedelta(minutes=10)
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60)]
LONGEST_SUBJECT = 250
LONGEST_ERROR = 500


class OutboxMessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True, next_attempt_at__isnull=False)

    def failed(self):
        """Return what no longer is sent, because the mail server refused it for a week."""
        return self.filter(sent_at__isnull=True, next_attempt_at__isnull=True)

    def claim_each(self) -> Iterator["OutboxMessage"]:
        """Yield the messages that are due, each once: meanwhile no other process claims it."""
        before = timezone.now()
        while message := self.claim(before):
            yield message

    @transaction.atomic
    def claim(self, before) -> "OutboxMessage | None":
        """Return the next message that was due at a moment, None if there is none.

        If this process ends before it has noted the outcome, the message is due again after `LEASE`.
        """
        due = self.waiting().filter(next_attempt_at__lte=before).order_by("next_attempt_at", "pk")
        message = due.select_for_update(skip_locked=True).first()
        if message:
            message.attempts += 1
            message.next_attempt_at = timezone.now() + LEASE
            message.save(update_fields=["attempts", "next_attempt_at"])
        return message

    def clear(self) -> int:
        """Delete what was sent more than `KEPT_FOR` ago. Return how many messages there were."""
        return self.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()[0]


class OutboxMessage(models.Model):
    """A message to one address, in plain text.

    `next_attempt_at` is empty once it is sent, and when it has failed. The text of one that `is_secret`, such
    as an invitation, is deleted once it is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField()
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, default=timezone.now)
    sent_at = models.DateTimeField(null=True, db_index=True)
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        default_permissions = ()
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                name="catalogue_message_sent_is_not_due",
                condition=Q(sent_at__isnull=True) | Q(next_attempt_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(sent_at__isnull=True), name="message_not_sent"
            ),
        ]

    def __str__(self):
        return self.subject

    def mark_sent(self) -> None:
        body = "" if self.is_secret else self.body
        self.note(sent_at=timezone.now(), next_attempt_at=None, body=body, last_error="")

    def mark_failed(self, error: Exception) -> None:
        """Note an error, and have the message sent again later: first soon, then daily, for a week."""
        delay = DELAYS[self.attempts - 1] if self.attempts <= len(DELAYS) else timedelta(days=1)
        now = timezone.now()
        is_last = now >= self.created_at + RETRIED_FOR
        text = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_ERROR]
        self.note(next_attempt_at=None if is_last else now + delay, last_error=text)

    def note(self, **values) -> None:
        OutboxMessage.objects.filter(pk=self.pk, sent_at__isnull=True).update(**values)
