"""The reset of a password by mail: only with a mail server, and never without the second factor."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from catalogue.mail.models import OutboxMessage
from tests.authenticator import set_up_app
from tests.pages import text_of
from tests.staff import PASSWORD, person_of

pytestmark = pytest.mark.django_db

NEW = {"password1": "kestrels nest here", "password2": "kestrels nest here"}


@pytest.fixture(autouse=True)
def mail(settings):
    settings.SENDS_MAIL, settings.PORTAL_ADDRESS = True, "https://portal.example.org"


@pytest.fixture
def person(db):
    return person_of("Editor", "ana", email="ana@example.org")


def ask(client, address="ana@example.org", **headers):
    return client.post(reverse("account_reset_password"), {"email": address}, **headers)


def link_in(message) -> str:
    return re.search(r"https://portal\.example\.org(/\S+)", message.body)[1]


def test_password_is_set_by_the_link_once(client, person):
    ask(client, "ANA@example.org", headers={"host": "localhost"})
    message = OutboxMessage.objects.get()
    link = link_in(message)

    form = client.get(link, follow=True)
    done = client.post(form.redirect_chain[-1][0], NEW)
    again = client.get(link, follow=True)

    person.refresh_from_db()
    assert (message.address, message.subject, message.is_secret) == ("ana@example.org", "New password", True)
    assert "Your username: ana" in message.body
    assert done.url == reverse("account_reset_password_from_key_done")
    assert person.check_password("kestrels nest here")
    assert "This link does not work" in text_of(again)
    assert "_auth_user_id" not in client.session


def test_second_factor_is_still_needed(client, person, settings):
    settings.MFA_REQUIRED = True
    set_up_app(person)
    ask(client)
    form = client.get(link_in(OutboxMessage.objects.get()), follow=True)
    client.post(form.redirect_chain[-1][0], NEW)

    response = client.post(reverse("account_login"), {"login": "ana", "password": "kestrels nest here"})

    assert response.url == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    "change", [{"is_staff": False}, {"is_active": False}, {"email": "other@example.org"}, {"email": ""}]
)
def test_answer_does_not_reveal_who_has_an_account(client, person, change):
    known = ask(client)
    OutboxMessage.objects.all().delete()
    User.objects.filter(pk=person.pk).update(**change)

    unknown = ask(client)

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert not OutboxMessage.objects.exists()


def test_requests_for_one_address_are_limited(client, person):
    statuses = [ask(client, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(7)]

    assert (statuses, OutboxMessage.objects.count()) == ([302] * 5 + [429] * 2, 5)


def test_weak_password_is_refused(client, person):
    ask(client)
    form = client.get(link_in(OutboxMessage.objects.get()), follow=True)

    response = client.post(form.redirect_chain[-1][0], dict.fromkeys(NEW, "smart balkans"))

    person.refresh_from_db()
    assert list(response.context["form"].errors) == ["password1"]
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    "address",
    ["account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done"],
)
@pytest.mark.parametrize("is_configured", [True, False])
def test_pages_exist_only_with_a_mail_server(client, settings, address, is_configured):
    settings.SENDS_MAIL = is_configured

    status = client.get(reverse(address)).status_code
    is_linked = reverse("account_reset_password") in client.get(reverse("account_login")).content.decode()

    assert (status, is_linked) == ((200, True) if is_configured else (404, False))
