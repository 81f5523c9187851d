"""`manage.py createsuperuser` refuses usernames that mislead."""

import io
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.smartbalkans.accounts.lookalikes import lookalike, mixed

HIDDEN = "This contains the invisible character {}. Delete it, or type the name again."


@pytest.mark.parametrize(
    ("username", "message"),
    [
        ("v\u0435sna", mixed("Cyrillic, Latin")),
        ("VESNA", lookalike("vesna")),
        ("ves\u3164na", HIDDEN.format("U+3164 HANGUL FILLER")),
    ],
)
def test_username_that_misleads_is_refused_by_createsuperuser(person, username, message):
    with pytest.raises(CommandError) as error:
        call_command("createsuperuser", interactive=False, username=username, email="ana@example.org")

    assert str(error.value) == message
    assert User.objects.count() == 1


def test_createsuperuser_asks_again_for_a_username_that_misleads(person, monkeypatch):
    entered = iter(["VESNA", "ana", "ana@example.org"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(entered))
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "kestrels nest here")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    stderr = io.StringIO()

    call_command("createsuperuser", stdout=io.StringIO(), stderr=stderr)

    assert stderr.getvalue() == f"Error: {lookalike('vesna')}\n"
    assert User.objects.filter(username="ana", is_superuser=True).exists()
