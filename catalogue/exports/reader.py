"""The rows of a file, read straight from the database: no instances, a fixed number of queries a chunk."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model

from catalogue.exports.columns import CHUNK, Address, Column, ColumnsResource, Gathered

FIRST_CHUNK = 200  # rows, so that the first of them are on their way at once


class ReadPlan:
    """How to read some of the columns of a Resource for entries of given keys.

    `site` comes before the paths of addresses, such as https://portal.example.org. `for_staff` reads what
    staff export to import it again, with the names of other entries that are drafts. `with_codes` adds the
    codes beside each column of labels, such as `line_code` after `line`. `only_public` leaves out what is not
    public now, as keys from the search index may be of entries that were just withdrawn.

    A cell is a text, a number, a date, None, or for a many-valued column a list.
    """

    def __init__(
        self,
        resource: type[ColumnsResource],
        keys: Sequence[str] | None = None,
        site: str = "",
        *,
        for_staff: bool = False,
        with_codes: bool = False,
        only_public: bool = False,
    ):
        columns = resource.columns() | resource.staff_columns() if for_staff else resource.columns()
        if for_staff and keys is None:
            keys = list(resource.staff_columns())
        self.site = site
        self.for_staff = for_staff
        self.only_public = only_public
        self.model: type[Model] = resource._meta.model
        self.columns: dict[str, Column] = {}
        for key in keys or columns:
            self.columns[key] = columns[key]
            if with_codes and (codes := columns[key].code_column()):
                self.columns[f"{key}_code"] = codes
        self.paths = list(dict.fromkeys(path for column in self.columns.values() for path in column.paths))

    def rows(self, keys: Sequence[int]) -> Iterator[list[Any]]:
        """Yield a row for each existing entry of these keys, in the order of the keys."""
        for chunk in chunks(keys):
            yield from self._chunk(chunk)

    def _chunk(self, keys: list[int]) -> Iterator[list[Any]]:
        entries = self.model.objects.for_public() if self.only_public else self.model._base_manager.all()
        found = entries.filter(pk__in=keys).order_by().values_list("pk", *self.paths)
        by_key = {row[0]: row[1:] for row in found}
        readers = [self._reader(column, keys) for column in self.columns.values()]
        for key in keys:
            values = by_key.get(key)
            if values is not None:
                yield [read(key, values) for read in readers]

    def _reader(self, column: Column, keys: list[int]):
        widget = column.widget
        cell = widget.cell
        if isinstance(column, Gathered):
            cells = column.gather(self.model, keys, for_staff=self.for_staff)
            if not widget.is_value:
                cells = {key: cell(value) for key, value in cells.items()}
            nothing = cell(column.nothing)
            return lambda key, values: cells.get(key, nothing)
        places = [self.paths.index(path) for path in column.paths]
        if len(places) > 1:
            return lambda key, values: cell(tuple(values[place] for place in places))
        (place,) = places
        if isinstance(column, Address):
            return lambda key, values: self.site + cell(values[place])
        if widget.is_value:
            return lambda key, values: values[place]
        return lambda key, values: cell(values[place])


def chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    """Yield keys in chunks, of which the first is small."""
    start, size = 0, FIRST_CHUNK
    while start < len(keys):
        yield list(keys[start : start + size])
        start, size = start + size, CHUNK
