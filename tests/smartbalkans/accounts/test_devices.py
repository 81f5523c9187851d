"""People see their own sessions and end them; what is known about a session goes with it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from smartbalkans.accounts.devices import describe_device
from tests.pages import text_of
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/account/sessions/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)


def enter(name="vesna", password=PASSWORD, **headers) -> Client:
    """Log in on another device."""
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": password}, **headers)
    return client


def is_logged_in(client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.fixture
def phone(person):
    return enter(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7")


@pytest.fixture
def desk(person):
    return enter(HTTP_USER_AGENT=WINDOWS, REMOTE_ADDR="2001:db8::7")


def shown(client) -> list[tuple]:
    sessions = client.get(ADDRESS).context["sessions"]
    current = client.session.session_key
    return [(describe_device(one.user_agent), one.ip, one.session_key == current) for one in sessions]


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


def test_person_sees_their_own_sessions(phone, desk, django_user_model):
    django_user_model.objects.create_superuser("ana", password=PASSWORD)
    enter("ana")

    page = text_of(desk.get(ADDRESS))

    assert [(device, ip) for device, ip, _current in shown(desk)] == [
        ("Safari on iPhone", "192.0.2.7"),
        ("Firefox on Windows", "2001:db8::7"),
    ]
    assert UserSession.objects.count() == 3
    assert (page.count("This session"), page.count("End this session")) == (1, 1)
    assert "from the address 192.0.2.7." in page


def test_your_login_links_to_the_sessions(desk):
    assert f'href="{ADDRESS}"' in desk.get(reverse("mfa_index")).content.decode()


def test_person_ends_one_session(phone, desk):
    session = UserSession.objects.get(user_agent=PHONE)

    response = desk.post(ADDRESS, {"session": session.pk}, follow=True)

    assert "The session was ended: Safari on iPhone." in text_of(response)
    assert [is_logged_in(client) for client in (phone, desk)] == [False, True]
    assert UserSession.objects.filter(user_agent=PHONE).count() == 0


def test_person_ends_all_other_sessions(phone, desk):
    third = enter()

    response = desk.post(ADDRESS, follow=True)

    assert "All your other sessions were ended." in text_of(response)
    assert [is_logged_in(client) for client in (phone, third, desk)] == [False, False, True]
    assert (UserSession.objects.count(), Session.objects.count()) == (1, 1)


def test_nobody_ends_the_session_of_another(desk, django_user_model):
    django_user_model.objects.create_superuser("ana", password=PASSWORD)
    other = enter("ana")
    session = UserSession.objects.get(user__username="ana")

    answers = [
        desk.post(ADDRESS, {"session": key}).status_code for key in (session.pk, "x", "", "9" * 30, "²")
    ]

    assert answers == [404] * 5
    assert Client().post(ADDRESS, {"session": session.pk}).url == f"/admin/account/login/?next={ADDRESS}"
    assert is_logged_in(other)


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


def test_sessions_of_others_have_no_page(desk):
    assert desk.get("/admin/usersessions/usersession/").status_code == 404
