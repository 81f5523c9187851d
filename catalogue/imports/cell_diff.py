"""Compares the cells of a row with those of the existing entry, and reads those that differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalogue.exports.cells import SEPARATOR, CellError, plain_text, shown
from catalogue.exports.columns import Column, Link, Text
from catalogue.exports.lookups import NameDirectories
from catalogue.exports.xlsx import is_cut
from catalogue.imports.suspicious import suspicions

# Takes the key of a column, the cell and the message.
ReportCellError = Callable[[str, Any, str], None]


@dataclass
class Differences:
    """What differs in a row: the new value of each field, its column, and the cells before and after."""

    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    shown: list[tuple[str, str, str]] = field(default_factory=list)

    def __bool__(self):
        return bool(self.values)

    def drop(self, name: str, columns: dict[str, Column]) -> None:
        """Leave out a field that has the value already."""
        del self.values[name]
        headings = {str(column.heading) for column in columns.values() if column.field == name}
        self.shown = [cell for cell in self.shown if cell[0] not in headings]


def differences(
    cells: dict[str, Any],
    before: dict[str, Any],
    columns: dict[str, Column],
    names: NameDirectories,
    wrong: ReportCellError,
    warn: ReportCellError,
    *,
    is_new: bool = False,
) -> Differences:
    """Return what differs between the cells of a row and those before, and report wrong and damaged cells."""
    found = Differences()
    for key, cell in cells.items():
        column = columns[key]
        try:
            value = read_if_other(column, cell, before.get(key))
            if value is SAME:
                continue
            if column.field:
                add_difference(found, key, column, column.widget.clean(cell, names=names), columns)
                found.shown.append((str(column.heading), shown(before.get(key)), shown(value)))
                for message in suspicions_of(column, value):
                    warn(key, cell, message)
            else:
                wrong(key, cell, not_changed_here(column, before.get(key), is_new=is_new))
        except CellError as error:
            wrong(key, cell, str(error))
    return found


SAME = object()
EMPTY = (None, "", [])


def suspicions_of(column: Column, value: Any) -> Iterator[str]:
    """Yield the warnings about the new text of a column that people write freely."""
    if isinstance(column, Text) and not isinstance(column, Link) and not column.widget.choices:
        yield from suspicions(value)


def read_if_other(column: Column, cell: Any, before: Any) -> Any:
    """Return the value of a cell, or SAME if it equals that before; raise CellError."""
    if cell == before or (cell in EMPTY and before in EMPTY):
        return SAME
    if isinstance(before, list) and cell == SEPARATOR.join(before):
        return SAME
    if isinstance(cell, str) and is_same_text(cell, before):
        return SAME
    widget = column.widget
    value = widget.parse(cell)
    return SAME if widget.comparable(value) == widget.comparable(before) else value


def is_same_text(cell: str, before: Any) -> bool:
    """Return whether a text is as it was exported: with an escape mark, or cut off by Excel."""
    if not isinstance(before, str):
        return False
    return plain_text(cell) == plain_text(before) or is_cut(cell, before)


def add_difference(
    found: Differences, key: str, column: Column, stored: Any, columns: dict[str, Column]
) -> None:
    """Add the new value of a field; raise CellError if another column has a different value for it."""
    other = found.columns.get(column.field)
    if other and found.values[column.field] != stored:
        raise CellError(
            _(
                "This contradicts the column “{other}”. Correct one of the two cells, or leave one empty."
            ).format(other=columns[other].heading)
        )
    found.values[column.field] = stored
    found.columns[column.field] = key


def not_changed_here(column: Column, before: Any, *, is_new: bool) -> str:
    where = _("Change {place} instead. ").format(place=column.edited_at) if column.edited_at else ""
    if is_new:
        return _("This column cannot be imported. {where}Leave this cell empty.").format(where=where)
    if not shown(before):
        return _(
            "This column cannot be changed by an import. {where}Empty this cell again, or delete the column."
        ).format(where=where)
    return _(
        "This column cannot be changed by an import. {where}Change the cell back to “{before}”, "
        "or delete the column."
    ).format(where=where, before=shown(before)[:120])
