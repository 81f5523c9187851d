"""Fixtures for the tests of every folder."""

import os
import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_started
from django.db import connection
from django.test import override_settings

from catalogue.duplicates import report
from catalogue.exports import responses
from catalogue.search import sync
from catalogue.seeding.load import seed
from tests.staff import person_with

# How often the attacks that may succeed by chance are repeated: `make attack` sets it.
ATTACK_ROUNDS = int(os.environ.get("ATTACK_ROUNDS", "1"))


def pytest_generate_tests(metafunc):
    """Repeat the tests that use `attack_round`."""
    if "attack_round" in metafunc.fixturenames:
        metafunc.parametrize("attack_round", range(ATTACK_ROUNDS))


@pytest.fixture(autouse=True)
def free_slots(monkeypatch):
    """Free all places for files: a test that leaves a file half read keeps its place."""
    monkeypatch.setattr(responses, "_slots", threading.BoundedSemaphore(responses.MOST_AT_ONCE))


@pytest.fixture(autouse=True)
def fresh_reports(monkeypatch):
    """Search for duplicates again after every change: a process keeps a report that took it five seconds."""
    monkeypatch.setattr(report, "_reports", {})
    monkeypatch.setattr(report, "SLOW", timedelta.max)


@pytest.fixture(autouse=True)
def processed_queue():
    """Process the queue of the search index before each request: a test's transaction is never committed.

    Its queries are not counted. Tests with transactions of their own process it after each commit, as the
    portal does.
    """

    def process(**kwargs):
        if connection.in_atomic_block:
            is_counting, connection.force_debug_cursor = connection.force_debug_cursor, False
            sync.process_waiting()
            connection.force_debug_cursor = is_counting

    request_started.connect(process)
    yield
    request_started.disconnect(process)


@pytest.fixture(scope="session")
def collected_files(tmp_path_factory):
    """Collect the static files once for all tests, and return the settings of their storage."""
    joining = {"staticfiles": {"BACKEND": "smartbalkans.static_files.JoiningStaticFilesStorage"}}
    found = {
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "STORAGES": settings.STORAGES | joining,
    }
    with override_settings(**found):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)  # the second run joins again
    return found


@pytest.fixture
def collected(collected_files):
    """Serve pages with the collected files, and return their folder."""
    with override_settings(**collected_files):
        yield collected_files["STATIC_ROOT"]


@pytest.fixture
def programme(db):
    """The programme's own entries, as loaded by `manage.py seed`."""
    return seed()


@pytest.fixture
def clock(monkeypatch):
    """Stop `time.time()`, so that no wait depends on how fast the machine is; a test moves `clock.now`."""
    clock = SimpleNamespace(now=float(int(time.time())))
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def client_with(client, db):
    """Return a function that logs in a person with just these permissions, and returns the client."""

    def client_with(*codenames):
        client.force_login(person_with(*codenames))
        return client

    return client_with
