"""People see their own sessions and end them; what is known about a session goes with it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from smartbalkans.accounts.devices import describe_device
from tests.smartbalkans.accounts.logged_in import PHONE, WINDOWS, is_logged_in, shown
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (WINDOWS, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.6 Safari/605.1.15",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_device_is_described_in_plain_words(user_agent, device):
    assert describe_device(user_agent) == device


def test_password_change_ends_the_other_sessions(phone, desk):
    new = "kestrels nest here"

    desk.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert [is_logged_in(client) for client in (phone, desk)] == [False, True]
    assert [(device, is_current) for device, _ip, is_current in shown(desk)] == [("Unknown browser", True)]


def test_password_set_in_the_back_office_ends_the_other_sessions(phone, desk, person):
    new = {"usable_password": "true", "password1": "kestrels nest here", "password2": "kestrels nest here"}

    desk.post(reverse("admin:auth_user_password_change", args=[person.pk]), new | {"set-password": ""})

    assert [is_logged_in(client) for client in (phone, desk)] == [False, True]
    assert [is_current for _device, _ip, is_current in shown(desk)] == [True]


def test_deactivation_ends_the_sessions_at_once(phone, django_user_model):
    django_user_model.objects.filter(username="vesna").update(is_active=False)

    assert not is_logged_in(phone)


def test_logout_forgets_the_session(phone, desk):
    phone.post(reverse("account_logout"))

    assert list(UserSession.objects.values_list("user_agent", flat=True)) == [WINDOWS]


def test_clearsessions_forgets_expired_sessions(phone, desk):
    before = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=phone.session.session_key).update(expire_date=before)

    call_command("clearsessions")

    assert Session.objects.count() == 1
    assert list(UserSession.objects.values_list("user_agent", flat=True)) == [WINDOWS]


def test_session_is_last_seen_at_its_renewal(desk, clock):
    seen = UserSession.objects.get().last_seen_at

    desk.get("/admin/")
    assert UserSession.objects.get().last_seen_at == seen
    clock.now += 5 * 60
    desk.get("/")
    assert UserSession.objects.get().last_seen_at == seen
    desk.get("/admin/")

    assert UserSession.objects.get().last_seen_at > seen
