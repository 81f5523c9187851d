"""Putting messages in the outbox, and sending those that are due."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction

from catalogue.mail.models import LONGEST_SUBJECT, OutboxMessage
from catalogue.mail.worker import wake

# The server refuses one message, and may accept the next one; a ValueError: it cannot be written as mail.
REFUSALS = (SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, ValueError)


@dataclass
class Delivery:
    """How many messages were sent, and the errors of the others."""

    sent: int = 0
    errors: list[str] = field(default_factory=list)


def write_message(address: str, subject: str, body: str, *, is_secret: bool = False) -> OutboxMessage | None:
    """Return a message that is not saved yet; None without a mail server or a valid address."""
    if not settings.SENDS_MAIL or not is_address(address):
        return None
    line = " ".join(subject.split())
    if len(line) > LONGEST_SUBJECT:
        line = f"{line[: LONGEST_SUBJECT - 1]}…"
    return OutboxMessage(address=address, subject=line, body=body, is_secret=is_secret)


def put_in_outbox(messages: Iterable[OutboxMessage | None]) -> int:
    """Keep the messages in the transaction of what they are about, and have them sent after its commit.

    Return how many there are.
    """
    kept = OutboxMessage.objects.bulk_create([message for message in messages if message])
    if kept:
        transaction.on_commit(wake)
    return len(kept)


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def portal_link(path: str) -> str:
    """Return the whole address of a page, for mail."""
    return f"{settings.PORTAL_ADDRESS}{path}"


def send_waiting() -> Delivery:
    """Send the messages that are due. Stop at the first error that is not about one message only."""
    delivery, server = Delivery(), get_connection()
    try:
        for message in OutboxMessage.objects.claim_each():
            if not send_claimed(server, message, delivery):
                break
    finally:
        end_connection(server)
    return delivery


def send_claimed(server: BaseEmailBackend, message: OutboxMessage, delivery: Delivery) -> bool:
    """Send a message and note the outcome. Return whether the next one may be sent."""
    try:
        server.open()
        server.send_messages([as_email(message)])
    except (OSError, ValueError) as error:  # those of smtplib are OSErrors
        message.mark_failed(error)
        delivery.errors.append(f"{message.pk}: {type(error).__name__}: {error}")
        end_connection(server)
        return isinstance(error, REFUSALS)
    message.mark_sent()
    delivery.sent += 1
    return True


def end_connection(server: BaseEmailBackend) -> None:
    """Close a connection, which the server may have closed before."""
    server.fail_silently = True
    server.close()
    server.fail_silently = False


def as_email(message: OutboxMessage) -> EmailMessage:
    """Return the mail of a message, with the same identifier at each attempt (RFC 5322, section 3.6.4)."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    headers = {"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    subject = f"{settings.EMAIL_SUBJECT_PREFIX}{message.subject}"
    return EmailMessage(subject, message.body, to=[message.address], headers=headers)
