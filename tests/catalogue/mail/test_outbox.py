"""Messages are kept with what they are about, and sent once by a real mail server."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from catalogue.mail.models import DELAYS, LEASE, RETRIED_FOR, OutboxMessage
from catalogue.mail.outbox import as_email, put_in_outbox, send_waiting, write_message
from tests.catalogue.mail.messages import put
from tests.killed import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> OutboxMessage:
    return OutboxMessage.objects.get()


def make_due() -> None:
    OutboxMessage.objects.waiting().update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_message_arrives_once(mail_server):
    message = put(body="Лепо је.\n\nhttps://portal.example.org/")

    send_waiting()
    send_waiting()

    (mail,) = mail_server.received
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "[SMART Balkans portal] Sent for review")
    assert mail.get_content().strip().splitlines() == ["Лепо је.", "", "https://portal.example.org/"]
    assert mail["Message-ID"] == f"<{message.pk}@localhost>"
    assert (mail.get_content_type(), mail["Auto-Submitted"]) == ("text/plain", "auto-generated")
    assert (stored().attempts, stored().next_attempt_at, stored().body) == (1, None, message.body)


def test_text_with_a_link_that_gives_access_is_deleted_once_it_is_sent(mail_server):
    put(is_secret=True)

    send_waiting()

    assert (len(mail_server.received), stored().body) == (1, "")


def test_nothing_is_kept_without_a_mail_server(settings):
    settings.SENDS_MAIL = False

    assert (write_message("ana@example.org", "Subject", "Text"), put_in_outbox([None])) == (None, 0)


@pytest.mark.parametrize("address", ["", "ana", "a@example.org\nBcc: b@example.org", "a@x.org,b@x.org"])
def test_address_that_is_none_gets_no_mail(mail_server, address):
    assert write_message(address, "Subject", "Text") is None


def test_subject_cannot_add_headers(mail_server):
    put(subject="A\r\nBcc: eve@example.org\n\nB" + "ć" * 400, body="Bcc: eve@example.org")

    send_waiting()

    (mail,) = mail_server.received
    assert mail["Bcc"] is None
    assert mail["Subject"].strip().startswith("[SMART Balkans portal] A Bcc: eve@example.org Bćć")
    assert len(stored().subject) == 250


def test_message_of_a_transaction_that_is_rolled_back_is_not_sent(mail_server):
    with transaction.atomic():
        put()
        transaction.set_rollback(True)

    send_waiting()

    assert mail_server.received == []


@pytest.mark.parametrize("attempts", [0, 3, 5, 6, 20])
def test_refused_message_is_sent_again_later_and_the_next_one_now(mail_server, attempts):
    mail_server.refused = {"nobody@example.org"}
    put("nobody@example.org")
    OutboxMessage.objects.update(attempts=attempts)
    put("ana@example.org")
    before = timezone.now()

    delivery = send_waiting()

    refused = OutboxMessage.objects.get(address="nobody@example.org")
    delay = DELAYS[attempts] if attempts < len(DELAYS) else timedelta(days=1)
    assert [mail["To"] for mail in mail_server.received] == ["ana@example.org"]
    assert (delivery.sent, len(delivery.errors), refused.attempts) == (1, 1, attempts + 1)
    assert "550, b'No such mailbox'" in refused.last_error
    assert delay <= refused.next_attempt_at - before < delay + timedelta(minutes=1)


def test_message_that_is_refused_for_a_week_has_failed_and_can_be_sent_again(mail_server):
    mail_server.refused = {"ana@example.org"}
    put()
    OutboxMessage.objects.update(created_at=timezone.now() - RETRIED_FOR)

    send_waiting()
    failed = OutboxMessage.objects.failed().count()
    mail_server.refused = set()
    call_command("send_mail", retry=True, stdout=StringIO())

    assert (failed, OutboxMessage.objects.failed().count(), len(mail_server.received)) == (1, 0, 1)


def test_server_out_of_reach_is_asked_once_and_nothing_is_lost(mail_server, settings):
    for number in range(3):
        put(subject=f"Message {number}")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    delivery = send_waiting()
    settings.EMAIL_PORT = port
    make_due()
    send_waiting()

    assert (delivery.sent, len(delivery.errors)) == (0, 1)
    assert sorted(mail["Subject"][-1] for mail in mail_server.received) == ["0", "1", "2"]


def test_message_that_cannot_be_written_as_mail_stops_no_other(mail_server):
    put()
    OutboxMessage.objects.update(address="a\n@example.org")
    put("ana@example.org")

    send_waiting()

    assert [mail["To"] for mail in mail_server.received] == ["ana@example.org"]


def test_two_senders_at_once_send_each_message_once(mail_server):
    for number in range(20):
        put(subject=f"Message {number}")

    def send():
        send_waiting()
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = [mail["Message-ID"] for mail in mail_server.received]
    assert (len(found), len(set(found)), OutboxMessage.objects.waiting().count()) == (20, 20, 0)


def start_sender(mail_server) -> subprocess.Popen:
    """Start sending in another process, which the mail server can kill."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.killed", "send_mail", str(connection.settings_dict["NAME"])],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "MAIL_PORT": str(mail_server.port),
        },
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.attack
def test_message_arrives_once_though_the_process_was_killed_before_the_server_accepted_it(mail_server):
    put()
    started = threading.Event()
    processes = []

    async def kill(server, session, envelope, address, options):
        started.wait()
        processes[0].send_signal(signal.SIGKILL)
        processes[0].wait()
        return "451 Try again"

    usual, mail_server.handle_RCPT = mail_server.handle_RCPT, kill
    processes.append(start_sender(mail_server))
    started.set()
    processes[0].wait()
    mail_server.handle_RCPT = usual
    send_waiting()
    during_the_lease = len(mail_server.received)
    lease = stored().next_attempt_at - timezone.now()
    make_due()
    send_waiting()

    assert (processes[0].returncode, during_the_lease, len(mail_server.received)) == (-signal.SIGKILL, 0, 1)
    assert LEASE - timedelta(minutes=2) < lease <= LEASE


@pytest.mark.attack
def test_message_accepted_by_the_server_before_the_process_was_killed_has_one_identifier(mail_server):
    put()
    started = threading.Event()
    processes = []

    def kill():
        started.wait()
        processes[0].send_signal(signal.SIGKILL)
        processes[0].wait()

    mail_server.on_data = kill
    processes.append(start_sender(mail_server))
    started.set()
    processes[0].wait()
    mail_server.on_data = lambda: None
    make_due()
    send_waiting()

    assert processes[0].returncode == -signal.SIGKILL
    assert len({mail["Message-ID"] for mail in mail_server.received}) == 1
    assert stored().sent_at is not None


def test_sender_names_the_domain_of_identifiers(settings):
    settings.DEFAULT_FROM_EMAIL = "portal@example.org"
    message = OutboxMessage(address="ana@example.org", subject="A", body="B")

    assert as_email(message).extra_headers["Message-ID"] == f"<{message.pk}@example.org>"
