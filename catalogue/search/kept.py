"""What is made of single entries, such as cards. A process keeps it as long as the data does not change."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language

from catalogue.search.clock import DataState
from catalogue.search.selection import FetchedSlice

T = TypeVar("T")
CACHE = "entries"  # in settings.CACHES


def kept_by_key(
    name: str,
    entries: FetchedSlice,
    state: DataState,
    make: Callable[[Model], T],
    is_kept: Callable[[T], bool] = lambda made: True,
) -> dict[int, T]:
    """Return what is made of each entry, by key, in their order.

    `name` says what it is. Only the entries for which nothing is kept in this state of the data are fetched.
    Of what is made, `is_kept` says whether it is small enough to be kept.
    """
    cache, kind = caches[CACHE], entries.queryset.model._meta.label_lower
    varying = [get_language(), timezone.localdate(), *state]
    names = {key: make_template_fragment_key(f"{name}.{kind}", [key, *varying]) for key in entries.keys}
    kept = cache.get_many(names.values()) if state.token else {}
    missing = [key for key, one in names.items() if one not in kept]
    made = {names[entry.pk]: make(entry) for entry in entries.fetch(missing)}
    if state.token:
        cache.set_many({one: value for one, value in made.items() if is_kept(value)})
    found = kept | made
    return {key: found[one] for key, one in names.items() if one in found}
