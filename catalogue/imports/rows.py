"""Compares the rows of an entry in a file with its existing ones: a sheet has all rows of an entry."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.utils.translation import gettext_lazy

from catalogue.entries import LevelledRow, OrderedRow
from catalogue.exports.cells import CellError, shown
from catalogue.exports.columns import Column
from catalogue.exports.lookups import NameDirectories
from catalogue.exports.reader import ReadPlan
from catalogue.imports.buckets import FileRow, FileSheet
from catalogue.imports.cell_diff import differences
from catalogue.imports.report import BucketReport
from catalogue.imports.validation import faults_of, repeated
from catalogue.rows import MAX_ROWS, set_fields

ORDER = "order"

FIRST_AT_LEVEL_1 = gettext_lazy(
    "The first row must be at level 1: a row at level 2 belongs to the row above it."
)
TOO_MANY = gettext_lazy(
    "An entry can have at most {most} rows on this sheet. Delete this row and those below."
)


@dataclass
class RowChanges:
    """The changes of the rows of one kind of an entry. The value of a field of links is a list of keys."""

    update: dict[int, dict[str, Any]] = field(default_factory=dict)
    create: list[dict[str, Any]] = field(default_factory=list)
    delete: list[int] = field(default_factory=list)
    shown: list[dict[str, str]] = field(default_factory=list)

    def __bool__(self):
        return bool(self.update or self.create or self.delete)

    @property
    def data(self) -> dict:
        return {"update": self.update, "create": self.create, "delete": self.delete}


@dataclass
class ExistingRow:
    """An existing row: its key, and its cells as an export would have them."""

    pk: int
    cells: dict[str, Any]


@dataclass
class IncomingRow:
    """A row of the file: the values read from it, the existing row that it is, if any, and what differs."""

    line: FileRow
    values: dict[str, Any]
    was: ExistingRow | None = None
    changes: dict[str, Any] = field(default_factory=dict)


class RowsCheck:
    """The rows of one sheet for the entries of a bucket."""

    def __init__(
        self, place: FileSheet, entries: Iterable[int], names: NameDirectories, report: BucketReport
    ):
        self.place = place
        self.part = place.part
        self.names = names
        self.report = report
        self.model: type[Model] = self.part.model
        self.parent = self.part.relation.path
        self.columns: dict[str, Column] = {
            key: self.part.columns[key] for key in place.keys if key not in self.part.identifying
        }
        self.has_order = ORDER in self.columns
        self.is_ordered = issubclass(self.model, OrderedRow)
        self.group = self.model.numbered_within if self.is_ordered else None
        self.current = self.read_current(list(entries))

    def read_current(self, entries: list[int]) -> dict[int, list[ExistingRow]]:
        """Return the existing rows of each of these entries."""
        found: dict[int, list[ExistingRow]] = defaultdict(list)
        if not entries:
            return found
        rows = self.part.relation.ordered(
            self.model._base_manager.filter(**{f"{self.parent}__in": entries})
        ).values_list("pk", self.parent)
        pairs = list(rows)
        plan = ReadPlan(self.part.resource, [*self.columns, *self.extra_keys], for_staff=True)
        cells = plan.rows([pk for pk, _entry in pairs])
        for (pk, entry), row in zip(pairs, cells, strict=True):
            found[entry].append(ExistingRow(pk, dict(zip(plan.columns, row, strict=True))))
        return found

    @property
    def extra_keys(self) -> list[str]:
        """Return the columns that the numbering needs and the file lacks."""
        keys = [ORDER] if self.is_ordered else []
        return [key for key in [*keys, *([self.group] if self.group else [])] if key not in self.columns]

    def check(self, lines: list[FileRow], pk: int | None) -> RowChanges:
        """Return what the rows of the file change for an entry; None is one that does not exist yet."""
        if len(lines) > MAX_ROWS:
            self.report.faults(lines[MAX_ROWS], [(NON_FIELD_ERRORS, TOO_MANY.format(most=MAX_ROWS))])
            return RowChanges()
        current = self.current.get(pk, []) if pk else []
        coming = [IncomingRow(line, values) for line in lines if (values := self.read(line)) is not None]
        if len(coming) < len(lines) or self.is_same(coming, current):
            return RowChanges()
        left = self.pair(coming, current)
        for one in coming:
            self.compare(one)
        if self.is_ordered:
            self.number(coming)
        self.validate(coming)
        return self.changes(coming, left)

    def read(self, line: FileRow) -> dict[str, Any] | None:
        """Return the values of a row by their columns; None if a cell cannot be read."""
        values = {}
        for key, column in self.columns.items():
            try:
                values[key] = column.widget.parse(line.cells[key])
            except CellError as error:
                self.report.wrong(line, key, line.cells[key], str(error))
        return values if len(values) == len(self.columns) else None

    def key_of(self, values: dict[str, Any], *, without: str = "") -> tuple:
        return tuple(
            _hashable(column.widget.comparable(values[key]))
            for key, column in self.columns.items()
            if key != without
        )

    def is_same(self, coming: list[IncomingRow], current: list[ExistingRow]) -> bool:
        """Return whether the rows equal the existing ones, in their order too unless a column has it."""
        if len(coming) != len(current):
            return False
        ours, theirs = [one.values for one in coming], [one.cells for one in current]
        if self.has_order or not self.is_ordered:
            return Counter(map(self.key_of, ours)) == Counter(map(self.key_of, theirs))
        ours.sort(key=lambda values: str(self.group_of(values)))
        theirs.sort(key=lambda cells: str(self.group_of(cells)))
        return [*map(self.key_of, ours)] == [*map(self.key_of, theirs)]

    def group_of(self, cells: dict[str, Any]) -> Any:
        """Return the value within which a row is numbered; None if the file does not have it."""
        return cells.get(self.group) if self.group in self.columns else None

    def pair(self, coming: list[IncomingRow], current: list[ExistingRow]) -> list[ExistingRow]:
        """Find the existing row of each row of the file, and return the existing rows that are left.

        First whatever is the same in every cell, then in all but its place, then at the same place of the
        same kind, and last one after the other.
        """
        ways = [self.key_of, lambda cells: self.key_of(cells, without=ORDER)]
        if self.has_order:
            ways.append(lambda cells: (self.group_of(cells), cells[ORDER]))
        ways.append(self.group_of)
        left = current
        for way in ways:
            free = defaultdict(list)
            for one in left:
                free[way(one.cells)].append(one)
            for one in coming:
                if one.was is None and (same := free[way(one.values)]):
                    one.was = same.pop(0)
            left = [one for ones in free.values() for one in ones]
        return left

    def compare(self, one: IncomingRow) -> None:
        found = differences(
            {key: one.line.cells[key] for key in self.columns},
            one.was.cells if one.was else {},
            self.columns,
            self.names,
            partial(self.report.wrong, one.line),
            partial(self.report.warn, one.line),
            is_new=one.was is None,
        )
        one.changes = found.values

    def number(self, coming: list[IncomingRow]) -> None:
        """Number the rows within their groups: as typed, unless a number is missing or repeated."""
        groups = defaultdict(list)
        for one in coming:
            groups[self.group_of(one.values if self.group in self.columns else {})].append(one)
        for rows in groups.values():
            typed = [one.values.get(ORDER) for one in rows]
            if self.has_order and None not in typed and len(set(typed)) == len(typed):
                continue
            rows.sort(key=lambda one: (one.values.get(ORDER) is None, one.values.get(ORDER) or 0))
            for number, one in enumerate(rows, start=1):
                one.values[ORDER] = number
                if one.was and one.was.cells[ORDER] == number:
                    one.changes.pop(ORDER, None)
                else:
                    one.changes[ORDER] = number

    def validate(self, coming: list[IncomingRow]) -> None:
        """Validate the rows, as they will be, by the rules of their model."""
        there = self.model._base_manager.in_bulk([one.was.pk for one in coming if one.was])
        rows = [self.as_it_will_be(one, there) for one in coming]
        for one, row in zip(coming, rows, strict=True):
            changed = set(one.changes) if one.was else {one.name for one in row._meta.concrete_fields}
            if changed:
                self.report.faults(one.line, faults_of(row, changed - {"id", self.parent}))
        for place, name, message in repeated(rows, self.parent):
            self.report.faults(coming[place].line, [(name, message)])
        if issubclass(self.model, LevelledRow) and rows:
            place = min(range(len(rows)), key=lambda place: rows[place].order)
            if rows[place].level == LevelledRow.Level.SUB and rows[place].order > 1:  # else a rule says so
                self.report.faults(coming[place].line, [("level", str(FIRST_AT_LEVEL_1))])

    def as_it_will_be(self, one: IncomingRow, there: dict[int, Model]) -> Model:
        row = there[one.was.pk] if one.was else self.model()
        set_fields(row, one.changes)
        return row

    def changes(self, coming: list[IncomingRow], left: list[ExistingRow]) -> RowChanges:
        found = RowChanges(delete=[one.pk for one in left])
        for one in coming:
            if one.was is None:
                found.create.append(one.changes)
                self.show(found, "added", "", self.text_of(one.values))
            elif one.changes:
                found.update[one.was.pk] = one.changes
                self.show(found, "changed", self.text_of(one.was.cells), self.text_of(one.values))
        for one in left:
            self.show(found, "removed", self.text_of(one.cells), "")
        return found

    def show(self, found: RowChanges, what: str, before: str, after: str) -> None:
        found.shown.append({"what": what, "heading": self.part.label, "before": before, "after": after})

    def text_of(self, cells: dict[str, Any]) -> str:
        """Return a row as text for people."""
        texts = [shown(cells.get(key)) for key, column in self.columns.items() if column.field]
        return " · ".join(text for text in texts if text)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
