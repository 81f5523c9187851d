"""A database that cannot be written is not taken for too many requests."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.staff import PASSWORD
from tests.writers import read_only_database

pytestmark = pytest.mark.django_db(transaction=True)


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
