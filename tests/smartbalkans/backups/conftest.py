"""A portal that is backed up."""

from pathlib import Path

import pytest

from tests.factories import OrganisationFactory, ProjectFactory, TrainingFactory


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
