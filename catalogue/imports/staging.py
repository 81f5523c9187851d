"""Keeps the rows of an uploaded file in the database, so that they can be checked a bucket at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.exports.cells import CellError, as_text, shown
from catalogue.imports.errors import Refusal
from catalogue.imports.headings import Fault, Stranger, Table, is_filled, tables_of
from catalogue.imports.layout import Kind
from catalogue.imports.models import Finding, Import, StagedRows
from catalogue.imports.reading import sheets_of

ENTRIES_A_BUCKET = 400
AT_ONCE = 2000  # rows that are kept in memory until they are written
FILE = -1  # the bucket of what is wrong with the file as a whole
LONGEST_SHOWN = 200


@transaction.atomic
def stage(kind: Kind, user, file: IO[bytes], size: int, name: str) -> Import:
    """Read an uploaded file, of this size in bytes, and keep its rows for checking; raises Refusal."""
    run = Import.objects.create(kind=kind.model._meta.label_lower, user=user, file_name=name[-200:])
    staging = Staging(run, user)
    for place, table in enumerate(tables_of(sheets_of(file, size), kind, name)):
        if isinstance(table, Stranger):
            staging.note(place, table.sheet, table.fault)
        else:
            staging.take(place, table)
    staging.end()
    return run


class Staging:
    """One file on its way into the database."""

    def __init__(self, run: Import, user):
        self.run = run
        self.user = user
        self.buckets: dict[str, int] = {}
        self.waiting: dict[tuple[int, str], list] = defaultdict(list)
        self.faults: list[Finding] = []
        self.rows = self.entries = 0

    def take(self, place: int, table: Table) -> None:
        for fault in [*table.faults, *self.refused(table)]:
            self.note(place, table.sheet, fault)
        part = table.part
        keys = [key for key in table.keys if key]
        self.run.layout.append({"part": part.name, "sheet": table.sheet, "place": place, "keys": keys})
        slug = keys.index(part.telling[0]) if part.telling[0] in keys else None
        for line, row in table.rows:
            if is_filled(row):
                self.count(is_entry=part.relation is None)
                if fault := stray(line, row, table.keys):
                    self.note(place, table.sheet, fault)
                cells = known(row, table.keys)
                entry = slug_in(cells[slug]) if slug is not None else ""
                self.keep(part.name, entry or f"{part.name} {line}", line, cells)

    def refused(self, table: Table) -> Iterator[Fault]:
        """Say that somebody may not change these rows at all."""
        meta = table.part.model._meta
        wanted = ("add", "change", "delete") if table.part.relation else ("add", "change")
        if not all(self.user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}") for action in wanted):
            yield Fault(
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

    def keep(self, part: str, entry: str, line: int, cells: list) -> None:
        bucket = self.buckets.setdefault(entry, len(self.buckets) // ENTRIES_A_BUCKET)
        self.waiting[bucket, part].append([line, cells])
        if self.rows % AT_ONCE == 0:
            self.write()

    def write(self) -> None:
        StagedRows.objects.bulk_create(
            StagedRows(run=self.run, bucket=bucket, part=part, rows=dumped(rows))
            for (bucket, part), rows in self.waiting.items()
        )
        self.waiting.clear()

    def note(self, place: int, sheet: str, fault: Fault) -> None:
        self.faults.append(
            Finding(
                run=self.run,
                bucket=FILE,
                is_wrong=True,
                place=place,
                sheet=sheet[:120],
                line=fault.line,
                column=fault.column[:LONGEST_SHOWN],
                value=fault.value[:LONGEST_SHOWN],
                message=fault.message,
            )
        )

    def end(self) -> None:
        if not self.run.layout and not self.faults:
            raise Refusal(_("The file is empty. Choose another file."))
        self.write()
        Finding.objects.bulk_create(self.faults)
        self.run.buckets = max(self.buckets.values(), default=-1) + 1
        self.run.wrong = len(self.faults)
        self.run.save()


def too_many(most: int, what: str) -> Refusal:
    return Refusal(
        _("The file has more than {most} {what}. Split it into several files.").format(
            most=f"{most:,}", what=what
        )
    )


def known(row: list, keys: list[str | None]) -> list:
    """Give the cells of the columns that are known, as many as there are of these."""
    cells = [cell for cell, key in zip(row, keys, strict=False) if key]
    return cells + [None] * (sum(1 for key in keys if key) - len(cells))


def stray(line: int, row: list, keys: list[str | None]) -> Fault | None:
    """Tell of the first cell that stands under no heading, if there is one."""
    for place, cell in enumerate(row):
        if (place >= len(keys) or keys[place] is None) and (text := shown(cell).strip()):
            message = _("This column has no heading. Add one, or empty this cell.")
            return Fault(line, "", text, message)
    return None


def slug_in(cell: Any) -> str:
    """Give the slug in a cell; of one that holds none, nothing: the check tells what is wrong there."""
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
    raise TypeError(f"A cell holds {cell!r}.")


def from_json(held: dict) -> Any:
    ((kind, value),) = held.items()
    return {
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
        "time": time.fromisoformat,
        "seconds": lambda seconds: timedelta(seconds=seconds),
    }[kind](value)
