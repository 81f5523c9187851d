"""Batches: what is too much for one query or one transaction, cut into parts."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import Model, QuerySet

T = TypeVar("T")
M = TypeVar("M", bound=Model)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of this size, the last of which may be shorter.

    Like `itertools.batched` of Python 3.12, but with lists.
    """
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def batches_by_key(rows: QuerySet[M], size: int) -> Iterator[list[M]]:
    """Yield the rows in the order of their keys, in lists of this size, the last of which may be shorter.

    Each list is a query of its own: the first one costs nothing of the others, and no cursor stays open
    while a visitor downloads what is made of them.
    """
    rows = rows.order_by("pk")
    batch = list(rows[:size])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:size]) if len(batch) == size else []
