"""Errors by mail: once in a while, and without personal data."""

import logging

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client

from smartbalkans import views
from smartbalkans.monitoring.mail import SECONDS_BETWEEN_MAILS, NewErrorFilter

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings, monkeypatch):
    """A visitor of a portal with an administrator, whose home page fails."""
    settings.ADMINS = [("web", "web@example.org")]
    handlers = logging.getLogger("django").handlers
    (handler,) = [one for one in handlers if one.name == "mail"]
    monkeypatch.setattr(handler, "filters", [NewErrorFilter()])
    return Client(raise_request_exception=False)


def fail_with(monkeypatch, error: Exception) -> None:
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(views.HomeView, "get_context_data", fail)


def test_error_is_mailed_with_its_traceback_and_nothing_of_the_visitor(visitor, monkeypatch):
    fail_with(monkeypatch, LookupError("wrong"))
    visitor.cookies["sessionid"] = "a secret"

    visitor.get("/", {"email": "visitor@example.org"})

    (message,) = mail.outbox
    assert (message.to, message.from_email) == (["web@example.org"], "portal@localhost")
    assert message.body.count("LookupError: wrong") == 1
    assert "a secret" not in message.body
    assert "visitor@example.org" not in message.body


def test_same_error_is_mailed_once_in_a_while(visitor, monkeypatch, clock):
    fail_with(monkeypatch, LookupError("wrong"))

    visitor.get("/")
    visitor.get("/")
    clock.now += SECONDS_BETWEEN_MAILS
    visitor.get("/")

    assert len(mail.outbox) == 2


def test_database_that_is_away_is_not_mailed(visitor, monkeypatch):
    fail_with(monkeypatch, OperationalError("gone"))

    response = visitor.get("/")

    assert (response.status_code, mail.outbox) == (503, [])


def test_nothing_is_mailed_without_administrators(visitor, settings, monkeypatch):
    settings.ADMINS = []
    fail_with(monkeypatch, LookupError("wrong"))

    visitor.get("/")

    assert mail.outbox == []
