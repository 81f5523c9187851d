"""What tests of every folder share."""

import pytest

from catalogue.seeding import seed


@pytest.fixture
def programme(db):
    """The programme's own entries, as `manage.py seed` loads them."""
    return seed()
