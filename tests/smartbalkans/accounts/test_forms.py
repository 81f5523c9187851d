"""The forms of the login name their fields and errors."""

import pytest
from django.urls import reverse

from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


def test_empty_login_names_what_to_enter(client):
    form = client.post(reverse("account_login"), {}).context["form"]

    assert form.errors == {"login": ["Enter the username."], "password": ["Enter the password."]}


@pytest.mark.parametrize(
    ("page", "errors"),
    [
        ("account_reauthenticate", {"password": ["Enter the password."]}),
        ("mfa_activate_totp", {"code": ["Enter the code from the app."]}),
        (
            "account_change_password",
            {
                "oldpassword": ["Enter the current password."],
                "password1": ["Enter the new password."],
                "password2": ["Enter the new password, again."],
            },
        ),
    ],
)
def test_empty_form_of_the_login_names_what_to_enter(client, person, log_in, page, errors):
    log_in()

    form = client.post(reverse(page), {}).context["form"]

    assert form.errors == errors


def test_person_changes_the_password(client, person, log_in):
    log_in()
    assert client.get("/admin/password_change/", follow=True).redirect_chain == [
        (reverse("account_change_password"), 302)
    ]

    new = {"oldpassword": PASSWORD, "password1": "kestrels nest here", "password2": "kestrels nest here"}
    client.post(reverse("account_change_password"), new)

    person.refresh_from_db()
    assert person.check_password("kestrels nest here")
    assert client.get("/admin/").status_code == 200


def test_password_change_names_its_fields_and_errors(client, person, log_in):
    log_in()
    values = {"oldpassword": "wrong", "password1": "kestrels nest here", "password2": "falcons nest here"}

    form = client.post(reverse("account_change_password"), values).context["form"]

    assert [field.label for field in form] == ["Current password", "New password", "New password, again"]
    assert form.errors == {
        "oldpassword": ["Wrong password. Passwords are case-sensitive."],
        "password2": ["The two new passwords are different."],
    }
