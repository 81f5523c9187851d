"""A folder of uploads for the tests of pictures."""

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
