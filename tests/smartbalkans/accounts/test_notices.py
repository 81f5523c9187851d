"""People are notified when somebody else changes their login."""

import pytest
from django.urls import reverse

from catalogue.mail.models import OutboxMessage
from catalogue.notices.models import Notice
from tests.authenticator import set_up_app
from tests.pages import entry_page
from tests.smartbalkans.accounts.people import person_data

pytestmark = pytest.mark.django_db


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
