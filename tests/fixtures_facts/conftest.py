"""The fixtures as Django itself loads them, so that these tests hold whatever else may load them."""

import pytest
from django.core.management import call_command
from django.db import transaction

FIXTURES = ("countries", "themes", "beneficiary_groups", "organisations", "grants", "projects", "trainings")


def load_all():
    for fixture in FIXTURES:
        call_command("loaddata", fixture, verbosity=0)


@pytest.fixture
def load(db):
    """Give the function that loads all fixtures, one after the other."""
    return load_all


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    """All fixtures, loaded once a module: its tests only read, and take no database of their own."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_all()
        yield
        transaction.set_rollback(True)
