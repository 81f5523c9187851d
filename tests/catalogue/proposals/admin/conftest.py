"""People who work on proposed versions, each in a browser of their own."""

import pytest
from django.test import Client

from tests.staff import log_in, person_of


@pytest.fixture
def editor(client):
    log_in(client, "Editor")
    return client


@pytest.fixture
def publisher():
    client = Client()
    client.force_login(person_of("Publisher"))
    return client
