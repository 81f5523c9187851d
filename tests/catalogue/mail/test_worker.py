"""Each server process sends mail without a request that waits for it."""

import logging
import os
import threading

import pytest
from django.db import transaction

from catalogue.mail.outbox import Delivery, put_in_outbox, send_waiting, write_message
from catalogue.mail.worker import MAIL_THREAD, MailWorker, with_mail_worker

SOON = 30.0  # seconds, for a busy machine


def put() -> None:
    put_in_outbox([write_message("ana@example.org", "Subject", "Text")])


def started(monkeypatch) -> MailWorker:
    """Start the thread of this process."""
    thread = MailWorker(send_waiting)
    monkeypatch.setitem(MAIL_THREAD.threads, os.getpid(), thread)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_message_is_sent_after_the_commit(mail_server, monkeypatch):
    arrived = threading.Event()
    mail_server.on_data = arrived.set
    mail_worker = started(monkeypatch)

    with transaction.atomic():
        put()
        before = len(mail_server.received)
    is_arrived = arrived.wait(SOON)
    mail_worker.stop()

    assert (before, is_arrived, len(mail_server.received)) == (0, True, 1)


@pytest.mark.django_db(transaction=True)
def test_commit_does_not_wait_for_a_server_that_never_answers(mail_server, monkeypatch):
    is_asked, may_answer = threading.Event(), threading.Event()

    def hang():
        is_asked.set()
        may_answer.wait(SOON)

    mail_server.on_data = hang
    mail_worker = started(monkeypatch)

    put()  # returns while the server has not answered
    was_asked = is_asked.wait(SOON)
    put()
    may_answer.set()
    mail_worker.stop()

    assert was_asked


@pytest.mark.django_db
def test_worker_outlives_an_error(caplog):
    def fail():
        raise RuntimeError("the database is away")

    MailWorker(fail).look()

    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.ERROR, "Mail is not sent")
    ]


@pytest.mark.django_db
def test_errors_of_the_mail_server_are_logged(caplog):
    MailWorker(lambda: Delivery(errors=["x: refused"])).look()

    assert [record.message for record in caplog.records] == ["A message was not sent: x: refused"]


def test_thread_is_started_once_at_the_first_request(settings, monkeypatch):
    settings.SENDS_MAIL = True
    started = []
    monkeypatch.setattr(MAIL_THREAD, "threads", {})
    monkeypatch.setattr(MailWorker, "start", lambda self: started.append(self))
    application = with_mail_worker(lambda environ, start_response: [b""], send_waiting)

    before = len(started)
    application({}, None)
    application({}, None)
    application({}, None)

    assert (before, len(started)) == (0, 1)


def test_without_a_mail_server_there_is_no_thread(settings):
    settings.SENDS_MAIL = False

    def application(environ, start_response):
        return []

    assert with_mail_worker(application, send_waiting) is application
