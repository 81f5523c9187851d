"""The rows of one bucket, grouped by the entries that they are about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from catalogue.exports.cells import month_first
from catalogue.imports.layout import ENTRIES, ImportKind, ImportPart
from catalogue.imports.models import Finding, Import, StagedRows
from catalogue.imports.staging import known, loaded, slug_in


@dataclass(frozen=True)
class FileSheet:
    """A sheet of the file: what it holds, its name, its number and the keys of its columns in their order.

    A column that is not imported has an empty key, and none without a heading.
    """

    part: ImportPart
    sheet: str
    number: int
    all_keys: tuple[str | None, ...]
    month_first: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the columns that are imported."""
        return tuple(key for key in self.all_keys if key)

    def row(self, number: int, cells: list, fault: str | None = None) -> "FileRow":
        """Return a row of the sheet, with dates that have the month first as 2026-12-31."""
        known_cells = known(cells, self.all_keys)
        row = FileRow(self, number, dict(zip(self.keys, known_cells, strict=True)), cells, fault or "")
        for key in self.month_first:
            row.cells[key] = month_first(row.cells[key]) or row.cells[key]
        return row

    def finding(self, run: Import, line: int, message: str, **fields) -> Finding:
        """Return a finding about a line of the sheet, made once all buckets were checked."""
        place = {"bucket": run.buckets, "place": self.number, "sheet": self.sheet}
        return Finding.at(line, message, run=run, **place, **fields)


@dataclass
class FileRow:
    """One row of a sheet: its cells by their keys, all of them as they were read, and its own fault."""

    place: FileSheet
    number: int
    cells: dict[str, Any]
    as_read: Sequence[Any] = ()
    fault: str = ""

    @cached_property
    def slug(self) -> str:
        return slug_in(self.cells.get(self.place.part.identifying[0]))


@dataclass
class FileEntry:
    """All rows of the file about one entry: its own (two are an error), and others by their parts.

    Those that are wrong as a whole are apart: their cells are not checked.
    """

    slug: str
    lines: list[FileRow] = field(default_factory=list)
    rows: dict[str, list[FileRow]] = field(default_factory=lambda: defaultdict(list))
    faulty: list[FileRow] = field(default_factory=list)

    @property
    def first(self) -> FileRow:
        return (
            self.lines[0]
            if self.lines
            else min(
                (lines[0] for lines in self.rows.values()), key=lambda line: (line.place.number, line.number)
            )
        )

    @property
    def all_rows(self) -> list[FileRow]:
        return [*self.faulty, *self.lines, *chain.from_iterable(self.rows.values())]


def file_sheets(run: Import, kind: ImportKind) -> dict[str, FileSheet]:
    """Return the sheets of the file by the names of their parts."""
    return {
        held["part"]: FileSheet(
            kind.parts[held["part"]],
            held["sheet"],
            held["place"],
            tuple(held["keys"]),
            tuple(held.get("month_first", ())),
        )
        for held in run.layout
    }


def file_entries(run: Import, bucket: int, places: dict[str, FileSheet]) -> list[FileEntry]:
    """Return the entries of a bucket in the file's order. A row without a slug is an entry of its own."""
    units: dict[str, FileEntry] = {}
    for staged in StagedRows.objects.filter(run=run, bucket=bucket):
        place = places[staged.part]
        for held in loaded(staged.rows):
            line = place.row(*held)
            unit = units.setdefault(line.slug or f"{staged.part} {line.number}", FileEntry(line.slug))
            if line.fault:
                unit.faulty.append(line)
            elif staged.part == ENTRIES:
                unit.lines.append(line)
            else:
                unit.rows[staged.part].append(line)
    return list(units.values())
