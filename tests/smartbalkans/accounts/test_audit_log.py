"""Every login and every refusal is one line in the log, and none holds a password."""

import logging

import pytest
from django.test import TestCase
from django.urls import reverse

from tests.authenticator import code_now, recovery_codes_of, set_up_app
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """Return a function that returns the log's lines so far, and forgets them."""
    caplog.set_level(logging.INFO, logger="smartbalkans.login")

    def lines():
        records = [record for record in caplog.records if record.name == "smartbalkans.login"]
        caplog.clear()
        return [f"{record.levelname} {record.getMessage()}" for record in records]

    return lines


def line(level, outcome, reason, account="vesna", address="127.0.0.1"):
    return f'{level} account="{account}" address={address} outcome={outcome} reason="{reason}"'


def test_login_and_logout_are_logged(client, person, log_in, lines):
    log_in(REMOTE_ADDR="192.0.2.1")
    client.post("/admin/logout/")

    assert lines() == [
        line("INFO", "accepted", "password", address="192.0.2.1"),
        line("INFO", "left", "logged out"),
    ]


def test_login_with_a_code_is_logged_when_it_is_complete(client, person, log_in, lines):
    secret = set_up_app(person)

    log_in()
    assert lines() == []
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert lines() == [
        line("WARNING", "refused", "wrong totp code"),
        line("INFO", "accepted", "password and totp"),
    ]


def test_login_with_a_recovery_code_is_logged_as_such(client, person, log_in, lines):
    set_up_app(person)

    log_in()
    client.post(reverse("mfa_authenticate"), {"code": recovery_codes_of(person)[0]})

    assert lines() == [line("INFO", "accepted", "password and recovery_codes")]


def test_wrong_passwords_and_their_limit_are_logged(person, log_in, lines):
    for _attempt in range(6):
        log_in(password="kestrel")

    assert lines() == [
        *[line("WARNING", "refused", "wrong name or password")] * 5,
        line("WARNING", "refused", "too many failures"),
    ]


def test_wrong_codes_and_their_limit_are_logged(client, person, log_in, lines):
    set_up_app(person)
    log_in()
    for _attempt in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert lines() == [
        *[line("WARNING", "refused", "wrong totp code")] * 5,
        line("WARNING", "refused", "too many failures"),
    ]


NO_CREDENTIALS = ["{}", "[]", '{"id": "made up"}', '{"id": "YQ", "rawId": "YQ", "response": {}}']


@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_wrong_passkey_is_logged(client, person, log_in, lines, credential):
    set_up_app(person)
    log_in()
    client.get(reverse("mfa_authenticate"))

    answer = client.post(reverse("mfa_authenticate"), {"credential": credential})

    assert len(answer.context["webauthn_form"].errors["credential"]) == 1
    assert lines() == [line("WARNING", "refused", "wrong passkey")] * (credential not in ("{}", "[]"))


@pytest.mark.parametrize("credential", NO_CREDENTIALS)
def test_malformed_passkey_is_not_added(client, person, log_in, credential):
    log_in()
    client.get(reverse("mfa_add_webauthn"))

    answer = client.post(reverse("mfa_add_webauthn"), {"name": "a", "credential": credential})

    assert len(answer.context["form"].errors) == 1
    assert person.authenticator_set.count() == 0


@pytest.mark.parametrize(
    ("change", "reason"), [({"is_staff": False}, "not staff"), ({"is_active": False}, "account is inactive")]
)
def test_refused_account_is_logged(person, log_in, lines, change, reason):
    type(person).objects.update(**change)

    log_in()

    assert lines() == [line("WARNING", "refused", reason)]


def test_too_many_requests_are_logged(log_in, lines):
    for _attempt in range(31):
        log_in("", "")

    assert lines() == [line("WARNING", "refused", "too many requests", account="")]


def test_added_and_removed_second_factors_are_logged(client, person, log_in, lines):
    log_in()
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    lines()

    with_commit(client.post, reverse("mfa_activate_totp"), {"code": code_now(secret)})
    client.post(reverse("mfa_deactivate_totp"))

    assert lines() == [
        line("INFO", "changed", "added totp"),
        line("INFO", "changed", "added recovery_codes"),
        line("INFO", "changed", "removed totp"),
        line("INFO", "changed", "removed recovery_codes"),
    ]


def with_commit(call, *arguments):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return call(*arguments)


def test_name_typed_cannot_forge_a_line(log_in, lines):
    forged = 'eve"\n2026-01-01 INFO smartbalkans.login account="vesna" outcome=accepted \x1b[2K\u202e'

    log_in(forged, "wrong")

    noted = lines()
    assert len(noted) == 1
    assert noted[0].isprintable()
    assert noted[0].startswith(
        'WARNING account="eve\\"\\n2026-01-01 INFO smartbalkans.login account=\\"vesna\\" outcome=accepted'
    )


def test_long_name_is_cut(log_in, lines):
    log_in("e" * 150, "wrong")

    assert lines() == [line("WARNING", "refused", "wrong name or password", account="e" * 150)]
    log_in("e" * 151, "wrong")  # longer than any account's: nothing is tried
    assert lines() == []


def test_log_holds_no_password(client, person, log_in, lines, caplog):
    caplog.set_level(logging.DEBUG)
    log_in(password="kestrel-in-the-barn")
    log_in()
    client.post(reverse("account_reauthenticate"), {"password": "kestrel-in-the-barn"})
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "kestrel-in-the-barn"}
    )

    assert "kestrel" not in caplog.text
    assert PASSWORD not in caplog.text


def test_address_behind_a_proxy_is_logged(person, log_in, lines, settings):
    settings.TRUSTED_PROXIES = 1

    log_in(HTTP_FORWARDED="for=203.0.113.5, for=198.51.100.1")

    assert lines() == [line("INFO", "accepted", "password", address="198.51.100.1")]
