"""Rows that belong to entries and have files and sheets of their own."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from catalogue.exports.columns import ColumnsResource
from catalogue.exports.reader import ReadPlan, chunks


@dataclass(frozen=True)
class Relation:
    """Rows that belong to the entries of a list and have a file, and a sheet, of their own.

    `path` leads from such a row to its entry; `columns` returns the Resource of the rows.
    """

    name: str
    label: str
    columns: Callable[[], type[ColumnsResource]]
    path: str

    @cached_property
    def resource(self) -> type[ColumnsResource]:
        return self.columns()

    def keys(self, entries: Sequence[int], *, for_staff: bool = False) -> Iterator[int]:
        """Yield the keys of the rows of the entries, in their order; for the public, of public rows only."""
        model = self.resource._meta.model
        rows = model._base_manager.all() if for_staff else model.objects.for_public()
        for chunk in chunks(entries):
            found = self.ordered(rows.filter(**{f"{self.path}__in": chunk}))
            by_entry = defaultdict(list)
            for entry, key in found.values_list(self.path, "pk"):
                by_entry[entry].append(key)
            for entry in chunk:
                yield from by_entry[entry]

    def rows(self, plan: ReadPlan, entries: Sequence[int]) -> Iterator[list[Any]]:
        """Yield the rows of the entries as a plan reads them; nothing is read before the first is needed."""
        yield from plan.rows(list(self.keys(entries, for_staff=plan.for_staff)))

    def ordered(self, rows: QuerySet) -> QuerySet:
        """Return rows sorted by entry, each entry's in the order of its page."""
        return rows.order_by(self.path, *self.resource._meta.model._meta.ordering)
