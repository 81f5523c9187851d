"""A portal that is backed up."""

import gc
import warnings
from pathlib import Path

import pytest

from tests.factories import OrganisationFactory, ProjectFactory, TrainingFactory


@pytest.fixture(autouse=True)
def closed_connections():
    """Close the connections that errors of earlier tests still hold: SQLite's file counts as in use by them.

    Django's error of a database and the frame that raised it hold each other, and with them the cursor, until
    the garbage collector looks. Since Python 3.13 SQLite warns of those that Django could not set up, as the
    file was no database, and did not close.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def portal(settings, tmp_path) -> Path:
    """A portal with entries and an upload; returns the folder of uploads."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / "pictures" / "a.jpg").write_bytes(b"picture")
    OrganisationFactory(name="Građanska alijansa")
    ProjectFactory()
    TrainingFactory()
    return settings.MEDIA_ROOT
