"""Values that are made of all entries of a kind, of which only those that changed are read again.

An entry has changed if its document is newer than the value, or still waits to be written: its triggers queue
it in the transaction of the change. So the document must differ whenever anything differs that is read of a
public entry. What is read of drafts may be outdated, as their documents are empty.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from catalogue.search.clock import Clock
from catalogue.search.documents import SearchIndex
from catalogue.search.models import StaleEntry

T = TypeVar("T")
FEW = 2000  # entries that are read one by one


class Renewed(NamedTuple):
    """A value, the mark of the documents when it was read, and the entries that were queued then.

    Their changes may not be committed, or be taken back before their documents are written.
    """

    value: Any
    mark: list
    queued: set[int]


class RenewedValues:
    """The values of a kind by their names, each as it was read last."""

    def __init__(self, index: SearchIndex, read_clock: Callable[[], Clock]):
        self.index = index
        self.read_clock = read_clock
        self.latest: dict[Hashable, Renewed] = {}

    def get(
        self, name: Hashable, clock: Clock, read: Callable[[], T], renew: Callable[[T, set[int]], T]
    ) -> T:
        """Return a value as of the clock or later: `read`, or renewed by the keys of what has changed."""
        if clock.index_version != self.index.version:
            return read()  # the documents are those of another release
        before = self.latest.get(name)
        if before and before.mark not in clock.history:
            before = None
        queued, written = self._changed(before.mark[0] if before else clock.history[-1][0])
        if before is None or len(changed := queued | written | before.queued) > FEW:
            value = read()
        else:
            value = renew(before.value, changed) if changed else before.value
        if clock.state.token is not None and self.read_clock() == clock:  # all was read in the same state
            self.latest[name] = Renewed(value, clock.history[-1], queued)
        return value

    def _changed(self, version: int) -> tuple[set[int], set[int]]:
        """Return the keys of the entries that are queued, and of the documents of later versions."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT entry_id, 1 FROM {StaleEntry._meta.db_table} WHERE kind = %s UNION ALL "
                f"SELECT entry_id, 0 FROM {self.index.document._meta.db_table} WHERE version > %s",
                [self.index.kind, version],
            )
            rows = cursor.fetchall()
        queued = {key for key, is_queued in rows if is_queued}
        return queued, {key for key, _is_queued in rows} - queued
