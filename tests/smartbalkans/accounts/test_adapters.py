"""Failed logins are limited per account and per address."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.urls import reverse

from tests.authenticator import code_now, recovery_codes_of, set_up_app
from tests.staff import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TOO_MANY_ATTEMPTS = "Too many attempts. Wait a few minutes and try again."


def test_failures_are_counted_where_all_workers_see_them():
    assert isinstance(caches["default"], DatabaseCache)
    assert "cache_entries" in connection.introspection.table_names()


def test_account_is_closed_after_five_wrong_passwords_even_to_the_right_one(client, person, log_in, refusal):
    for _attempt in range(5):
        assert refusal(log_in(password="wrong"))[0].startswith("Wrong username or password")

    assert refusal(log_in()) == [TOO_MANY_ATTEMPTS]
    assert "_auth_user_id" not in client.session


def test_account_opens_again_after_the_wait(client, person, log_in, clock):
    for _attempt in range(6):
        log_in(password="wrong")

    clock.now += 301

    assert log_in()["Location"] == "/admin/"


def test_right_passwords_are_not_counted(client, person, log_in):
    for _attempt in range(7):
        assert log_in()["Location"] == "/admin/"
        client.post(reverse("account_logout"))


def test_other_accounts_stay_open(client, person, log_in, refusal):
    for _attempt in range(6):
        log_in("somebody", "wrong")

    assert log_in()["Location"] == "/admin/"


@pytest.mark.parametrize("name", ["VESNA", " vesna ", "ｖesna"])
def test_account_is_the_same_however_it_is_written(person, log_in, refusal, name):
    for _attempt in range(5):
        log_in(name, "wrong")

    assert refusal(log_in()) == [TOO_MANY_ATTEMPTS]


def test_account_is_the_same_from_other_addresses_and_under_other_host_names(person, log_in, refusal):
    for number in range(5):
        log_in(password="wrong", REMOTE_ADDR=f"192.0.2.{number}", HTTP_HOST=f"localhost:{number + 1}")

    assert refusal(log_in()) == [TOO_MANY_ATTEMPTS]


def fail_ten_times(log_in, **request):
    for number in range(10):
        made = {key: value.format(number) for key, value in request.items()}
        log_in(f"name {number}", "wrong", **made)


@pytest.mark.parametrize(
    "forged", [{}, {"HTTP_X_FORWARDED_FOR": "203.0.113.{}"}, {"HTTP_FORWARDED": "for=203.0.113.{}"}]
)
def test_address_is_limited_with_any_headers(person, log_in, refusal, forged):
    fail_ten_times(log_in, **forged)

    assert refusal(log_in()) == [TOO_MANY_ATTEMPTS]
    assert log_in(REMOTE_ADDR="192.0.2.7")["Location"] == "/admin/"


def test_address_behind_a_proxy_is_the_one_that_the_proxy_wrote(person, log_in, refusal, settings):
    settings.TRUSTED_PROXIES = 1
    fail_ten_times(log_in, HTTP_FORWARDED="for=203.0.113.{}, for=198.51.100.1")

    assert refusal(log_in(HTTP_FORWARDED="for=203.0.113.99, for=198.51.100.1")) == [TOO_MANY_ATTEMPTS]
    assert log_in(HTTP_FORWARDED="for=198.51.100.1, for=198.51.100.2")["Location"] == "/admin/"


def test_codes_are_limited_too(client, person, log_in, clock):
    secret = set_up_app(person)
    log_in()
    for _attempt in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    for code in (code_now(secret), recovery_codes_of(person)[0]):
        answer = client.post(reverse("mfa_authenticate"), {"code": code})

        assert answer.context["form"].errors["code"] == [TOO_MANY_ATTEMPTS]
    clock.now += 301
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert "_auth_user_id" in client.session


def test_confirmation_of_the_password_is_limited_too(client, person, refusal):
    client.force_login(person)
    address = reverse("account_reauthenticate")
    for _attempt in range(5):
        answer = client.post(address, {"password": "wrong"})
        assert answer.context["form"].errors == {
            "password": ["Wrong password. Passwords are case-sensitive."]
        }

    answer = client.post(address, {"password": PASSWORD})

    assert TOO_MANY_ATTEMPTS in answer.content.decode()
