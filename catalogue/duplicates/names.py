"""Reads what the entries of a kind are called. `paths` lead from an entry to its names."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

AT_A_TIME = 5000


def names_in(entries: QuerySet, paths: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give each name of each of the entries, with the key of its entry, in one query a path."""
    for path in paths:
        named = entries.order_by().filter(**{f"{path}__gt": ""})
        yield from named.values_list("pk", path).iterator(AT_A_TIME)


def names_of(entries: QuerySet, paths: Sequence[str], keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Give the names of those of the entries that have these keys."""
    return names_in(entries.filter(pk__in=list(keys)), paths)
