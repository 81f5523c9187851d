"""Staff invite a person, and create and withdraw their link."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalogue.mail.models import OutboxMessage
from smartbalkans.accounts.models import Invitation
from tests.pages import admin_page, entry_page
from tests.smartbalkans.accounts.people import person_data
from tests.staff import confirm_identity, person_of

pytestmark = pytest.mark.django_db


ADD = admin_page(User, "add")


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
