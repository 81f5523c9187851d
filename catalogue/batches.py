"""Batches: what is too much for one query or one transaction, cut into parts."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of this size, the last of which may be shorter.

    Like `itertools.batched` of Python 3.12, but with lists.
    """
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
