"""A person is added on one page, and sets their own password by a link."""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.mail.models import OutboxMessage
from catalogue.notices.models import Notice
from catalogue.review.models import Assignment
from catalogue.review.records import assign
from smartbalkans.accounts.invitations import invite, path_of, withdraw
from smartbalkans.accounts.models import Invitation
from tests.authenticator import set_up_app
from tests.factories import OrganisationFactory
from tests.pages import admin_page, entry_page, text_of
from tests.staff import PASSWORD, confirm_identity, person_of
from tests.threads import start

pytestmark = pytest.mark.django_db

ADD = admin_page(User, "add")
NEW = {"new_password1": "kestrels nest here", "new_password2": "kestrels nest here"}


@pytest.fixture
def administrator(client):
    person = person_of("Administrator", first_name="Vesna", last_name="Ilić")
    client.force_login(person)
    confirm_identity(client)
    return person


@pytest.fixture
def invited(db):
    person = person_of("Editor", "ana", email="ana@example.org")
    person.set_unusable_password()
    person.save()
    return person


def person_data(**values) -> dict:
    group = Group.objects.get(name="Editor")
    names = {"first_name": "Ana", "last_name": "Ilić", "username": "ana", "email": "Ana@Example.org"}
    return {**names, "groups": [group.pk], "is_active": "on", **values}


def link_on(response) -> str:
    return re.search(r'class="invitation-link" value="http://testserver([^"]+)"', response.content.decode())[
        1
    ]


def test_person_is_added_on_one_page_with_a_link(client, administrator):
    response = client.post(ADD, person_data())

    person = User.objects.get(username="ana")
    assert (person.email, person.is_active, person.is_staff, person.has_usable_password()) == (
        "ana@example.org",
        True,
        True,
        False,
    )
    assert [group.name for group in person.groups.all()] == ["Editor"]
    assert Client().get(link_on(response)).status_code == 200
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_group_is_required(client, administrator):
    response = client.post(ADD, person_data(groups=[]))

    assert response.context["adminform"].form.errors == {"groups": ["Choose the groups."]}
    assert not User.objects.filter(username="ana").exists()


@pytest.mark.parametrize("page", ["add", "change"])
def test_pages_of_people_name_no_hash_and_no_ldap(client, administrator, page):
    args = [] if page == "add" else [administrator.pk]

    text = text_of(client.get(admin_page(User, page, *args))).lower()

    assert [
        word for word in ("hash", "salt", "algorithm", "ldap", "md5", "raw password") if word in text
    ] == []


def test_invitation_is_sent_by_mail(client, administrator, settings):
    settings.SENDS_MAIL, settings.PORTAL_ADDRESS = True, "https://portal.example.org"

    response = client.post(ADD, person_data(by_mail="on"))

    (message,) = OutboxMessage.objects.all()
    link = re.search(r"https://portal\.example\.org(/\S+)", message.body)[1]
    assert (message.address, message.is_secret) == ("ana@example.org", True)
    assert "invitation-link" not in response.content.decode()
    assert Client().get(link).status_code == 200


def test_invitation_by_mail_needs_an_address(client, administrator, settings):
    settings.SENDS_MAIL = True

    response = client.post(ADD, person_data(by_mail="on", email=""))

    assert list(response.context["adminform"].form.errors) == ["email"]


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


def test_link_is_valid_for_three_days(invited):
    left = invite(invited).expires_at - timezone.now()

    assert timedelta(days=3) - timedelta(minutes=5) < left <= timedelta(days=3)


def test_link_is_created_and_withdrawn_on_the_page_of_the_person(client, administrator, invited):
    address = entry_page(invited, "invitation")

    link = link_on(client.post(address, {"create": "1"}))
    shown_again = "invitation-link" in client.get(address).content.decode()
    client.post(address, {"withdraw": "1"})

    assert (shown_again, Client().get(link).status_code) == (False, 404)


@pytest.mark.parametrize(("group", "status"), [("Administrator", 403), ("Publisher", 403)])
def test_invitation_of_a_superuser_is_for_superusers(client, group, status):
    client.force_login(person_of(group))
    confirm_identity(client)
    chief = User.objects.create_superuser("chief")

    response = client.post(entry_page(chief, "invitation"), {"create": "1"})

    assert (response.status_code, Invitation.objects.count()) == (status, 0)


def test_invitation_requires_a_confirmed_identity(client, invited):
    client.force_login(person_of("Administrator"))

    response = client.post(entry_page(invited, "invitation"), {"create": "1"})

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert Invitation.objects.count() == 0


def test_deactivation_ends_sessions_invitation_and_assignments(client, administrator, invited):
    invited.set_password(PASSWORD)
    invited.save()
    own = Client()
    own.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    own.get("/admin/")
    invite(invited)
    assign(OrganisationFactory(draft=True), invited, administrator)

    client.post(entry_page(invited, "change"), person_data(is_active="", is_staff="on"))

    invited.refresh_from_db()
    assert not invited.is_active
    assert own.get("/admin/").url.startswith("/admin/login/")
    assert not UserSession.objects.filter(user=invited).exists()
    assert not Invitation.objects.exists()
    assert not Assignment.objects.exists()


def test_who_has_logged_in_cannot_be_deleted(client, administrator, invited):
    User.objects.filter(pk=invited.pk).update(last_login=timezone.now())

    responses = [
        client.post(entry_page(invited, "delete"), {"post": "yes"}),
        client.post(
            admin_page(User, "changelist"),
            {"action": "delete_selected", "_selected_action": [invited.pk], "post": "yes"},
        ),
    ]

    assert responses[0].status_code == 403
    assert User.objects.filter(pk=invited.pk).exists()


def change_password(client, person):
    new = {"usable_password": "true", "password1": "kestrels nest here", "password2": "kestrels nest here"}
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    client.post(address, new | {"set-password": ""})


def change_address(client, person):
    client.post(entry_page(person, "change"), person_data(email="new@example.org", is_staff="on"))


def remove_second_factor(client, person):
    client.post(entry_page(person, "second_factor"))


@pytest.mark.parametrize(
    ("change", "title", "addresses"),
    [
        (change_password, "Vesna Ilić changed your password", ["ana@example.org"]),
        (
            change_address,
            "Vesna Ilić changed the email address of your account",
            ["ana@example.org", "new@example.org"],
        ),
        (remove_second_factor, "Vesna Ilić removed your second factor", ["ana@example.org"]),
    ],
)
def test_person_is_notified_when_somebody_else_changes_their_login(
    client, administrator, invited, settings, change, title, addresses
):
    settings.SENDS_MAIL = True
    set_up_app(invited)

    change(client, invited)

    found = OutboxMessage.objects.order_by("address")
    assert [notice.title for notice in Notice.objects.unread_of(invited)] == [title]
    assert [(message.address, message.subject) for message in found] == [(one, title) for one in addresses]


def test_command_invites_the_first_administrator(client):
    output = StringIO()

    call_command("invite", "administrator", email="Web@example.org", stdout=output)

    person = User.objects.get()
    path = output.getvalue().strip().removeprefix("http://localhost:8000")
    assert (person.is_superuser, person.email) == (True, "web@example.org")
    assert client.get(path).status_code == 200


def test_command_refuses_a_name_that_is_not_valid():
    with pytest.raises(CommandError, match=r"valid username"):
        call_command("invite", "two words")
