"""The programme's entries, loaded once a module."""

import pytest
from django.db import transaction

from catalogue.seeding.load import seed


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    """All fixtures as `manage.py seed` loads them: the tests of a module only read, and share them."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield
        transaction.set_rollback(True)
