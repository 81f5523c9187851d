"""Checks of the settings of the page cache, for `manage.py check` and every start of a command."""

from datetime import timedelta

from django.conf import settings
from django.core import checks

LEAST_BYTES = 1024 * 1024  # of which the largest page may use an eighth
LONGEST_LEASE = timedelta(minutes=1)
LONGEST_STALE = timedelta(days=1)


def check_page_cache(app_configs, **kwargs) -> list[checks.Warning]:
    """Return a warning for each setting that works, but hardly as anybody wants it."""
    found = []
    if 0 < settings.PAGE_CACHE_BYTES < LEAST_BYTES:
        found.append(
            checks.Warning(
                f"PAGE_CACHE_BYTES is {settings.PAGE_CACHE_BYTES}: there is space for hardly any page.",
                hint=f"Set it to {LEAST_BYTES} or more, or to 0 for no page cache.",
                id="smartbalkans.W001",
            )
        )
    if settings.PAGE_CACHE_LEASE > LONGEST_LEASE:
        found.append(
            checks.Warning(
                f"PAGE_CACHE_LEASE is {settings.PAGE_CACHE_LEASE.total_seconds():g}: visitors see changes as "
                "many seconds late.",
                hint="Set it to 1 or less, or to 0 to show every change at once.",
                id="smartbalkans.W002",
            )
        )
    if settings.PAGE_CACHE_STALE > LONGEST_STALE:
        found.append(
            checks.Warning(
                f"PAGE_CACHE_STALE is {settings.PAGE_CACHE_STALE.total_seconds():g}: for so many seconds, "
                "hardly anybody would notice that the database is away.",
                hint="Set it to a few minutes, such as 600.",
                id="smartbalkans.W003",
            )
        )
    return found


checks.register(check_page_cache, checks.Tags.caches)
