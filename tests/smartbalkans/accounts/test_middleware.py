"""A session lives as long as somebody works, is new at every login, and no public page looks at it."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from smartbalkans.accounts.middleware import RENEWED_AT
from tests.factories import OrganisationFactory
from tests.smartbalkans.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

HOUR = 3600


def seconds_left(client) -> float:
    row = Session.objects.get(session_key=client.session.session_key)
    return (row.expire_date - timezone.now()).total_seconds()


def age(client, seconds):
    """Make the session as old as if nobody had worked for some time."""
    session = client.session
    session[RENEWED_AT] = int(time.time()) - seconds
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=9 * HOUR - seconds))


def test_session_ends_after_a_working_day(client, person, log_in):
    answer = log_in()

    assert answer.cookies["sessionid"]["max-age"] == 9 * HOUR
    assert seconds_left(client) == pytest.approx(9 * HOUR, abs=60)

    Session.objects.update(expire_date=timezone.now())
    assert client.get("/admin/").status_code == 302


def test_work_in_the_back_office_puts_the_end_off(client, person, log_in):
    log_in()
    age(client, 6 * HOUR)

    answer = client.get("/admin/")

    assert answer.cookies["sessionid"]["max-age"] == 9 * HOUR
    assert seconds_left(client) == pytest.approx(9 * HOUR, abs=60)


def test_session_is_not_written_at_every_page(client, person, log_in):
    log_in()
    client.get("/admin/")
    age(client, 4 * 60)

    answer = client.get("/admin/")

    assert "sessionid" not in answer.cookies
    assert seconds_left(client) == pytest.approx(9 * HOUR - 4 * 60, abs=30)


def test_session_is_another_one_after_the_login(client, person, log_in):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    before = session.session_key

    log_in()

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("path", ["/", "/organisations/", "/organisations/aaa/", "/search/?q=a", "/none/"])
def test_public_page_neither_sets_cookies_nor_looks_at_the_session(client, person, path):
    OrganisationFactory(slug="aaa")
    client.get(path)
    with CaptureQueriesContext(connection) as anonymous:
        stranger = client.get(path)
    client.force_login(person)
    age(client, 6 * HOUR)

    with CaptureQueriesContext(connection) as logged_in:
        answer = client.get(path)

    assert (stranger.cookies, answer.cookies) == ({}, {})
    assert "Cookie" not in answer.get("Vary", "")
    assert len(logged_in) == len(anonymous)


def test_no_browser_is_remembered(client, person):
    assert "remember" not in client.get(reverse("account_login")).context["form"].fields
    client.force_login(person)
    assert client.get("/admin/account/second-factor/trust/").status_code == 404


def test_password_change_ends_the_other_sessions(client, person, log_in):
    log_in()
    person.set_password(PASSWORD + "!")
    person.save()

    assert client.get("/admin/").status_code == 302
