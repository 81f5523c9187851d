"""Stores the rows of an uploaded file in the database, so that they can be checked a bucket at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from catalogue.exports.cells import CellError, as_text, shown
from catalogue.imports.date_order import DateOrder
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.headings import KnownSheet, SheetProblem, UnknownSheet, is_filled, tables_of
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Finding, Import, StagedRows
from catalogue.imports.reading import refuse_large, sheets_of

ENTRIES_A_BUCKET = 400
ROWS_IN_MEMORY = 2000  # until they are written


def stage(kind: ImportKind, user, file: IO[bytes], size: int, name: str) -> Import:
    """Read a file of this size in bytes and store its rows; raise UnreadableFile if it cannot be read.

    Nothing is locked while the file is read: nobody sees the import before it is complete.
    """
    run = Import.objects.create(kind=kind.model._meta.label_lower, user=user, file_name=name[-200:])
    try:
        staging = Staging(run, user)
        refuse_large(size)
        for place, table in enumerate(tables_in(file, kind, name)):
            if isinstance(table, UnknownSheet):
                staging.add_problem(place, table.sheet, table.fault)
            else:
                staging.add_sheet(place, table)
        staging.end()
    except BaseException:
        run.delete()
        raise
    return run


def tables_in(file: IO[bytes], kind: ImportKind, name: str) -> Iterator[KnownSheet | UnknownSheet]:
    """Yield what each sheet of a file holds, each to be read before the next."""
    return tables_of(sheets_of(file, kind.headings | kind.other_headings), kind, name)


class Staging:
    """Stores the rows of one file."""

    def __init__(self, run: Import, user):
        self.run = run
        self.user = user
        self.buckets: dict[str, int] = {}
        self.waiting: dict[tuple[int, str], list] = defaultdict(list)
        self.faults: list[Finding] = []
        self.rows = self.entries = 0

    def add_sheet(self, place: int, table: KnownSheet) -> None:
        for fault in [*table.faults, *self.refused(table)]:
            self.add_problem(place, table.sheet, fault)
        part = table.part
        keys = [key for key in table.keys if key]
        dates = DateOrder(part, keys)
        held = {"part": part.name, "sheet": table.sheet, "place": place, "keys": table.keys}
        held |= {"headings": table.headings, "is_csv": table.is_ragged, "width": 0}
        self.run.layout.append(held)
        slug = keys.index(part.identifying[0]) if part.identifying[0] in keys else None
        for line, row in table.rows:
            if is_filled(row):
                self.count(is_entry=part.relation is None)
                row = trimmed(row)
                held["width"] = max(held["width"], len(row))
                fault = row_problem(line, row, table)
                if fault:
                    self.add_problem(place, table.sheet, fault, is_blocking=False)
                cells = known(row, table.keys)
                dates.add(line, cells)
                entry = slug_in(cells[slug]) if slug is not None else ""
                self.keep(part.name, entry or f"{part.name} {line}", [line, row, fault and fault.reason])
        held["month_first"] = list(dates.month_first)
        for warning in dates.warnings():
            self.add_problem(place, table.sheet, warning)

    def refused(self, table: KnownSheet) -> Iterator[SheetProblem]:
        """Yield a problem if the person may not change these rows at all."""
        if not table.part.may_be_imported_by(self.user):
            yield SheetProblem(
                1,
                "",
                "",
                _(
                    "You do not have permission to change this data. Delete this sheet, or ask an "
                    "administrator."
                ),
            )

    def count(self, *, is_entry: bool) -> None:
        self.rows += 1
        self.entries += is_entry
        if self.entries > settings.IMPORT_MOST_ENTRIES:
            raise too_many(settings.IMPORT_MOST_ENTRIES, _("entries"))
        if self.rows > settings.IMPORT_MOST_ROWS:
            raise too_many(settings.IMPORT_MOST_ROWS, _("rows in total"))

    def keep(self, part: str, entry: str, row: list) -> None:
        """Keep a row: its line, its cells and what is wrong with it as a whole."""
        bucket = self.buckets.setdefault(entry, len(self.buckets) // ENTRIES_A_BUCKET)
        self.waiting[bucket, part].append(row)
        if self.rows % ROWS_IN_MEMORY == 0:
            self.write()

    def write(self) -> None:
        StagedRows.objects.bulk_create(
            StagedRows(run=self.run, bucket=bucket, part=part, rows=dumped(rows))
            for (bucket, part), rows in self.waiting.items()
        )
        self.waiting.clear()

    def add_problem(self, place: int, sheet: str, fault: SheetProblem, *, is_blocking: bool = True) -> None:
        """Add an error or a warning. With a blocking error, no row of the file can be imported."""
        self.run.is_blocked |= fault.is_wrong and is_blocking
        self.faults.append(
            Finding.at(
                fault.line,
                fault.message,
                run=self.run,
                bucket=Finding.WHILE_READING,
                is_wrong=fault.is_wrong,
                place=place,
                sheet=sheet,
                column=fault.column,
                value=fault.value,
            )
        )

    def end(self) -> None:
        if not self.run.layout and not self.faults:
            raise UnreadableFile(_("The file is empty. Choose another file."))
        if not self.rows and not any(fault.is_wrong for fault in self.faults):
            raise UnreadableFile(_("The file has headings but no rows. Add at least one row."))
        self.write()
        Finding.objects.bulk_create(self.faults)
        self.run.buckets = max(self.buckets.values(), default=-1) + 1
        self.run.wrong = sum(fault.is_wrong for fault in self.faults)
        self.run.warned = len(self.faults) - self.run.wrong
        self.run.status = Import.Status.CHECKING
        self.run.save()


def too_many(most: int, what: str) -> UnreadableFile:
    return UnreadableFile(
        _("The file has more than {most} {what}. Split it into several files.").format(
            most=f"{most:,}", what=what
        )
    )


def row_problem(line: int, row: list, table: KnownSheet) -> SheetProblem | None:
    """Return the problem of a row as a whole, if it has one."""
    fault = cell_without_heading(line, row, table.keys)
    return fault or (short_row(line, row, table) if table.is_ragged else None)


def short_row(line: int, row: list, table: KnownSheet) -> SheetProblem | None:
    """Return the problem of a row that ends before the last heading: what is absent is not empty."""
    if len(row) >= len(table.keys):
        return None
    last = max((place for place, key in enumerate(table.keys) if key is not None), default=-1)
    if len(row) > last:
        return None
    message = _(
        "The line ends after “{heading}”. Add the missing cells, even if they are empty, or check for a "
        "missing quotation mark."
    )
    heading = table.headings[len(row) - 1]
    return SheetProblem(line, heading, shown(row[-1]), message.format(heading=heading))


def trimmed(row: list) -> list:
    """Return a row without the cells of a workbook that are empty after the last filled one."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def known(row: list, keys: Sequence[str | None]) -> list:
    """Return the cells of the known columns, exactly one for each."""
    cells = [cell for cell, key in zip(row, keys, strict=False) if key]
    return cells + [None] * (len(keys) - keys.count(None) - keys.count("") - len(cells))


def cell_without_heading(line: int, row: list, keys: list[str | None]) -> SheetProblem | None:
    """Return the problem of the first cell without a heading, if there is one."""
    if None not in keys and len(row) <= len(keys):
        return None
    for place, cell in enumerate(row):
        if (place >= len(keys) or keys[place] is None) and (text := shown(cell).strip()):
            message = _("This column has no heading. Add one, or empty this cell.")
            return SheetProblem(line, "", text, message)
    return None


def slug_in(cell: Any) -> str:
    """Return the slug in a cell; empty if it cannot be read, which the check reports."""
    try:
        return as_text(cell)
    except CellError:
        return ""


def dumped(rows: Iterable) -> str:
    return json.dumps(rows, ensure_ascii=False, default=as_json, separators=(",", ":"))


def loaded(text: str) -> list:
    return json.loads(text, object_hook=from_json)


def as_json(cell: Any) -> dict:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    raise TypeError(f"A cell contains {cell!r}.")


def from_json(held: dict) -> Any:
    ((kind, value),) = held.items()
    return {
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
        "time": time.fromisoformat,
        "seconds": lambda seconds: timedelta(seconds=seconds),
    }[kind](value)
