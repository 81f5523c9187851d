"""How long somebody who failed too often has to wait."""

import time
from math import ceil

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LIMIT = {"app": "allauth.account", "action": "login_failed"}
TOO_MANY = "too_many_login_attempts"


def seconds_to_wait(request, key: str) -> int:
    """Take the key under which an account's failures are counted, give the seconds until the next try.

    It is the longest of all limits that are reached, those of the address and those of the account.
    """
    now = time.time()
    waits = [1.0]
    for rate in get_rates(**LIMIT):
        failures = cache.get(get_cache_key(request, rate=rate, key=key, **LIMIT), [])
        recent = [moment for moment in failures if moment > now - rate.duration]
        if len(recent) >= rate.amount:
            waits.append(recent[rate.amount - 1] + rate.duration - now)
    return ceil(max(waits))


def too_many_failures(seconds: int) -> ValidationError:
    """Give the refusal that says how long to wait."""
    if seconds < 60:
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = ceil(seconds / 60)
        wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    message = _("Too many attempts. Try again in %(wait)s.")
    return ValidationError(message % {"wait": wait}, code=TOO_MANY)
