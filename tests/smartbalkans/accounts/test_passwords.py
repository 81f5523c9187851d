"""Passwords that an attacker tries first are refused, in every form and command that sets one."""

import io
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from smartbalkans.accounts.passwords import programme_words
from tests.staff import PASSWORD

WORDS = (
    "This password is easy to guess: apart from words of the programme and your own name, it has fewer than "
    "8 letters. Add other words."
)
REPEATED = (
    "This password is easy to guess: it repeats characters, or has characters in a row such as “abcdef” or "
    "“123456”. Use several words."
)


def codes(password, user=None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Smartbalkans2026!",
        "smart-balkans-2026",
        "SMART Balkans 11/2026",
        "5m4rtB4lk4n5-2026",
        "$m@rtba1kans2026",
        "Смарт Балканс 2026",
        "CPCD&CRPM&IDM-2026",
        "BosnaiHercegovina1",
        "Bosnia & Herzegovina",
        "North Macedonia 2026",
        "CrnaGora-Podgorica",
        "Kosovo.Prishtina.99",
        "Shqipëria-Tirana-1",
        "Makedonija!Skopje!",
        "Norwegian Ministry",
        "lozinka-za-portal-1",
        "portalpassword2026",
    ],
)
def test_password_of_words_of_the_programme_is_refused(password):
    assert codes(password) == ["guessable_words"]


@pytest.mark.parametrize(
    "password",
    ["vesna.petrović", "Vesna-Petrovic-1987", "весна петровић 1", "V3sn4P3tr0v1c!!", "Petrovic.Balkans"],
)
def test_password_of_the_own_names_is_refused_in_every_script(password):
    user = User(username="vpetrovic", first_name="Vesna", last_name="Petrović", email="vesna@example.org")

    assert "guessable_words" in codes(password, user)


@pytest.mark.parametrize(
    "password",
    [
        *("aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "qwertyuiop[]", "qwertzuiopas", "xyxyxyxyxyxyx"),
        *("kestrelskestrels", "AAAAaaaa!!!!1111", "zyxwvutsrqpo"),
    ],
)
def test_password_of_repeated_characters_is_refused(password):
    assert "repeated_characters" in codes(password)


def test_password_of_digits_in_a_row_is_refused():
    assert codes("123456789012") == ["password_entirely_numeric", "repeated_characters"]


def test_breached_password_is_refused():
    assert codes("q1w2e3r4t5y6") == ["password_too_common"]


@pytest.mark.parametrize(
    "password",
    [
        *(
            "kestrels nest here",
            "Balkans bridges kestrel",
            "xK9#mQ2$vL7!",
            "idmq8#Zu-wv4k!pWs",
            "три жуте крушке",
        ),
        *("correct horse battery staple", "smart foxes cross rivers", "8f3a-77c1-e09b-x2"),
    ],
)
def test_other_passwords_are_accepted(password):
    assert codes(password, User(username="ana", first_name="Ana")) == []


def test_words_of_the_programme_are_in_latin_letters():
    assert {word for word in programme_words() if not (word.isascii() and word.isalpha())} == set()
    assert len(programme_words()) > 40


def test_rules_are_shown_where_a_password_is_entered():
    assert password_validators_help_texts()[-2:] == [
        "Apart from words of the programme, such as “Balkans”, and your own name, the password needs at "
        "least 8 letters.",
        "The password can’t consist of repeated characters, or of characters in a row such as “123456”.",
    ]


@pytest.mark.parametrize(("password", "message"), [("Smartbalkans2026!", WORDS), ("abcabcabcabc", REPEATED)])
def test_person_cannot_change_to_a_guessable_password(client, person, log_in, password, message):
    log_in()
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}

    response = client.post(reverse("account_change_password"), data)

    assert response.context["form"].errors == {"password1": [message]}


@pytest.mark.parametrize(("password", "message"), [("Smartbalkans2026!", WORDS), ("abcabcabcabc", REPEATED)])
def test_administrator_cannot_set_a_guessable_password(client, person, log_in, password, message):
    log_in()
    new = {"password1": password, "password2": password, "usable_password": "true"}

    changed = client.post(reverse("admin:auth_user_password_change", args=[person.pk]), new)

    assert changed.context["form"].errors == {"password2": [message]}
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
def test_first_administrator_cannot_have_a_guessable_password(monkeypatch):
    entered = iter(["Smartbalkans2026!"] * 2)  # then the end of the input
    monkeypatch.setattr("getpass.getpass", lambda prompt="": next(entered))
    monkeypatch.setattr("builtins.input", lambda prompt: "n")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    stderr = io.StringIO()

    with pytest.raises(StopIteration):
        call_command("createsuperuser", username="ana", email="", stderr=stderr)

    assert WORDS in stderr.getvalue()
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("kestrel", "Use at least 12 characters."),
        ("password1234", "This password is one of those that attackers try first. Use several words."),
        ("8205139476021", "This password has only digits. Use several words."),
        ("kestrelwatcher", "This password is similar to the username. Use other words."),
    ],
)
def test_refused_password_names_what_to_use(password, message):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(username="kestrel.watcher"))

    assert message in refusal.value.messages


def test_rules_of_passwords_are_those_of_anybodys_password():
    """An administrator reads them when setting the password of somebody else."""
    assert [text for text in password_validators_help_texts() if "our password" in text] == []
