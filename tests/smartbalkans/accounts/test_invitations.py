"""A person is added on one page, and sets their own password by a link."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from smartbalkans.accounts.invitations import invite, path_of, withdraw
from smartbalkans.accounts.models import Invitation
from tests.authenticator import set_up_app
from tests.pages import text_of
from tests.threads import start

pytestmark = pytest.mark.django_db

NEW = {"new_password1": "kestrels nest here", "new_password2": "kestrels nest here"}


def test_person_sets_a_password_once_and_logs_in(client, invited):
    address = path_of(invite(invited))

    opened = client.get(address)
    accepted = client.post(address, NEW)
    again = client.post(address, dict.fromkeys(NEW, "another nest of kestrels"))
    login = client.post(reverse("account_login"), {"login": "ana", "password": "kestrels nest here"})

    statuses = [response.status_code for response in (opened, accepted, again, login)]
    assert (statuses, accepted.url) == ([200, 302, 404, 302], reverse("account_login"))
    assert client.session["_auth_user_id"] == str(invited.pk)


def test_invitation_does_not_replace_the_second_factor(client, invited, settings):
    settings.MFA_REQUIRED = True
    set_up_app(invited)

    client.post(path_of(invite(invited)), NEW)
    response = client.post(reverse("account_login"), {"login": "ana", "password": "kestrels nest here"})

    assert response.url == reverse("mfa_authenticate")


def test_opening_the_link_uses_nothing_up(client, invited):
    address = path_of(invite(invited))

    for _number in range(2):
        client.get(address)
        client.head(address)

    assert Invitation.objects.valid().count() == 1


@pytest.mark.parametrize("new", ["short", "smart balkans", "ana ana ana ana"])
def test_weak_password_is_refused_and_the_link_still_works(client, invited, new):
    address = path_of(invite(invited))

    response = client.post(address, dict.fromkeys(NEW, new))

    assert list(response.context["form"].errors) == ["new_password2"]
    assert client.get(address).status_code == 200


def expire(invitation):
    Invitation.objects.update(expires_at=timezone.now())
    return path_of(invitation)


def withdraw_it(invitation):
    withdraw(invitation.user)
    return path_of(invitation)


def replace_it(invitation):
    address = path_of(invitation)
    invite(invitation.user)
    return address


def deactivate(invitation):
    User.objects.update(is_active=False)
    return path_of(invitation)


def forge(invitation):
    return reverse("invitation", args=[f"{invitation.pk.hex}:forged"])


def leave_unsigned(invitation):
    return reverse("invitation", args=[invitation.pk.hex])


@pytest.mark.parametrize("end", [expire, withdraw_it, replace_it, deactivate, forge, leave_unsigned])
def test_link_that_does_not_work_is_explained(client, invited, end):
    address = end(invite(invited))

    responses = [client.get(address), client.post(address, NEW)]

    invited.refresh_from_db()
    assert [response.status_code for response in responses] == [404, 404]
    assert "This link does not work" in text_of(responses[0])
    assert not invited.has_usable_password()


@pytest.mark.django_db(transaction=True)
def test_second_of_two_invitations_at_the_same_time_is_the_one_that_works(invited):
    is_waiting = threading.Event()

    def signal(execute, sql, *arguments):
        if sql.startswith(("BEGIN IMMEDIATE", "INSERT")) or "FOR UPDATE" in sql:
            is_waiting.set()
        return execute(sql, *arguments)

    def invite_too():
        with connection.execute_wrapper(signal):
            return invite(invited)

    with transaction.atomic():
        invite(invited)
        thread = start(invite_too)
        assert is_waiting.wait(30)
    second = thread.finish()

    assert list(Invitation.objects.all()) == [second]
