"""Sessions of a person on several devices."""

from django.test import Client
from django.urls import reverse

from smartbalkans.accounts.devices import describe_device
from tests.staff import PASSWORD

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


def shown(client) -> list[tuple]:
    sessions = client.get(ADDRESS).context["sessions"]
    current = client.session.session_key
    return [(describe_device(one.user_agent), one.ip, one.session_key == current) for one in sessions]
