"""What tests of every folder share."""

import threading

import pytest

from catalogue.exports import responses
from catalogue.seeding.load import seed


@pytest.fixture(autouse=True)
def free_slots(monkeypatch):
    """Every test starts with all places for files free: one that leaves a file half read holds its place."""
    monkeypatch.setattr(responses, "_slots", threading.BoundedSemaphore(responses.MOST_AT_ONCE))


@pytest.fixture
def programme(db):
    """The programme's own entries, as `manage.py seed` loads them."""
    return seed()
