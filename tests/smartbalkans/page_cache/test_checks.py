"""Settings with which the page cache works, but not as anybody wants it, are warned of."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks

from smartbalkans.page_cache.checks import check_page_cache


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PAGE_CACHE_BYTES", 64 * 1024 * 1024, []),
        ("PAGE_CACHE_BYTES", 0, []),
        ("PAGE_CACHE_BYTES", 64, ["smartbalkans.W001"]),
        ("PAGE_CACHE_LEASE", timedelta(), []),
        ("PAGE_CACHE_LEASE", timedelta(seconds=0.05), []),
        ("PAGE_CACHE_LEASE", timedelta(hours=1), ["smartbalkans.W002"]),
        ("PAGE_CACHE_STALE", timedelta(), []),
        ("PAGE_CACHE_STALE", timedelta(seconds=600), []),
        ("PAGE_CACHE_STALE", timedelta(days=30), ["smartbalkans.W003"]),
    ],
)
def test_nonsense_is_warned_of(settings, name, value, expected):
    setattr(settings, name, value)

    assert [warning.id for warning in check_page_cache(None)] == expected


def test_checks_are_part_of_those_of_django(settings):
    settings.PAGE_CACHE_LEASE = timedelta(days=1)

    assert "PAGE_CACHE_LEASE is 86400:" in str(run_checks())
