"""The names of the entries of a model. `paths` lead from an entry to its names."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

AT_A_TIME = 5000


def names_in(entries: QuerySet, paths: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each name of each of the entries, with the key of its entry.

    One query reads the entries' own fields, and one each of the paths to their rows.
    """
    entries = entries.order_by()
    own = [path for path in paths if "__" not in path]
    for key, *names in entries.values_list("pk", *own).iterator(AT_A_TIME):
        for name in names:
            if name:
                yield key, name
    for path in paths:
        if path not in own:
            yield from entries.filter(**{f"{path}__gt": ""}).values_list("pk", path).iterator(AT_A_TIME)


def names_of(entries: QuerySet, paths: Sequence[str], keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the names of those of the entries that have these keys."""
    return names_in(entries.filter(pk__in=list(keys)), paths)
