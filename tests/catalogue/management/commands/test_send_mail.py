"""`manage.py send_mail` sends what waits, and fails with the errors."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.mail.models import KEPT_FOR, OutboxMessage
from tests.catalogue.mail.messages import put

pytestmark = pytest.mark.django_db(transaction=True)


def test_command_sends_and_deletes_what_was_sent_long_ago(mail_server):
    put(subject="Old")
    OutboxMessage.objects.update(sent_at=timezone.now() - KEPT_FOR, next_attempt_at=None)
    put(subject="New")
    output = StringIO()

    call_command("send_mail", stdout=output)

    assert output.getvalue() == "Messages sent: 1.\n"
    assert [message.subject for message in OutboxMessage.objects.all()] == ["New"]


def test_command_fails_with_the_errors(mail_server):
    mail_server.refused = {"ana@example.org"}
    put()

    with pytest.raises(CommandError, match=r"^Not sent; the portal will try again later: .*550"):
        call_command("send_mail", stdout=StringIO())


def test_command_without_a_mail_server_sends_nothing(settings):
    settings.SENDS_MAIL = False
    output = StringIO()

    call_command("send_mail", stdout=output)

    assert output.getvalue() == "No mail is sent: EMAIL_URL is not set.\n"
