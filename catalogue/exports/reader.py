"""Reads the rows of a file straight from the database: no instances, a fixed number of queries a chunk."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model

from catalogue.exports.columns import CHUNK, Address, Column, EntryResource, Linked, Many

FIRST_CHUNK = 200  # rows, so that the first of them are on their way at once


class Plan:
    """How to read some of the columns of a Resource for entries that are named by their keys.

    `site` is what stands before the paths of addresses, such as https://portal.example.org. `for_staff` reads
    what staff take away to bring it in again, with what other entries are called that are drafts.

    `values` gives what is in a cell: a text, a number, a date, None, or for a many-valued column a list.
    """

    def __init__(
        self,
        resource: type[EntryResource],
        keys: Sequence[str] | None = None,
        site: str = "",
        *,
        for_staff: bool = False,
    ):
        columns = resource.columns() | resource.staff_columns() if for_staff else resource.columns()
        if for_staff and keys is None:
            keys = list(resource.staff_columns())
        self.site = site
        self.for_staff = for_staff
        self.model: type[Model] = resource._meta.model
        self.columns: dict[str, Column] = {key: columns[key] for key in keys or columns}
        self.paths = list(dict.fromkeys(path for column in self.columns.values() for path in column.paths))

    def rows(self, keys: Sequence[int]) -> Iterator[list[Any]]:
        """Give a row for each of the entries with these keys that is there, in the order of the keys."""
        for chunk in chunks(keys):
            yield from self._chunk(chunk)

    def _chunk(self, keys: list[int]) -> Iterator[list[Any]]:
        found = self.model._base_manager.filter(pk__in=keys).values_list("pk", *self.paths)
        by_key = {row[0]: row[1:] for row in found}
        readers = [self._reader(column, keys) for column in self.columns.values()]
        for key in keys:
            values = by_key.get(key)
            if values is not None:
                yield [read(key, values) for read in readers]

    def _reader(self, column: Column, keys: list[int]):
        if isinstance(column, Many):
            lists = column.lists(self.model, keys, for_staff=self.for_staff)
            return lambda key, values: lists.get(key, [])
        if isinstance(column, Linked):
            linked = column.by_key(self.model, keys, for_staff=self.for_staff)
            return lambda key, values: linked.get(key)
        places = [self.paths.index(path) for path in column.paths]
        value_of = column.value_of
        if isinstance(column, Address):
            (place,) = places
            return lambda key, values: self.site + value_of(values[place])
        if len(places) == 1:
            (place,) = places
            return lambda key, values: value_of(values[place])
        return lambda key, values: value_of(*(values[place] for place in places))


def chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    """Take keys, give them in chunks, of which the first is small."""
    start, size = 0, FIRST_CHUNK
    while start < len(keys):
        yield list(keys[start : start + size])
        start, size = start + size, CHUNK
