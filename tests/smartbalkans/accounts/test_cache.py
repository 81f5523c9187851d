"""Failed logins are counted without addresses, and not for long; a read-only database is no refusal."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tests.staff import PASSWORD
from tests.writers import read_only_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_cache(transactional_db):
    cache.clear()


@pytest.mark.parametrize("page", ["account_login", "account_reauthenticate"])
def test_password_that_cannot_be_checked_is_answered_with_503(client, person, page):
    client.raise_request_exception = False
    if page == "account_reauthenticate":
        client.force_login(person)

    with read_only_database():
        response = client.post(reverse(page), {"login": "vesna", "password": PASSWORD})

    assert (response.status_code, response["Retry-After"]) == (503, "30")


def test_key_that_exists_is_not_added():
    cache.add("key", "first")

    assert cache.add("key", "second") is False
    assert cache.get("key") == "first"


def stored_keys() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entries")
        return [key for (key,) in cursor.fetchall()]


def test_address_of_a_failed_login_is_not_stored(log_in):
    log_in(password="wrong", REMOTE_ADDR="203.0.113.5")

    keys = stored_keys()

    assert keys
    assert [key for key in keys if "203.0.113.5" in key or "allauth" in key] == []


def test_keys_are_hashed_with_the_secret_key(settings):
    cache.set("key", "value")
    first = stored_keys()

    settings.SECRET_KEY = "another"  # noqa: S105

    assert cache.get("key") is None
    assert [len(key) for key in first] == [len(":1:") + 64]


def test_clearsessions_deletes_expired_rows():
    cache.set("expired", 1, timeout=-60)
    cache.set("counted", 1, timeout=600)

    before = len(stored_keys())
    call_command("clearsessions")

    assert (before, len(stored_keys()), cache.get("counted")) == (2, 1, 1)
