"""`manage.py invite` prints a link with which a person sets a password."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


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
