"""The rows of one bucket, grouped by the entries that they are about."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from catalogue.exports.cells import month_first
from catalogue.imports.layout import ENTRIES, ImportKind, ImportPart
from catalogue.imports.models import Finding, Import, StagedRows
from catalogue.imports.staging import loaded, slug_in


@dataclass(frozen=True)
class FileSheet:
    """A sheet of the file: what it holds, its name, its number and the keys of its columns in their order."""

    part: ImportPart
    sheet: str
    number: int
    keys: tuple[str, ...]
    month_first: tuple[str, ...] = ()

    def row(self, number: int, cells: list) -> "FileRow":
        """Return a row of the sheet, with dates that have the month first as 2026-12-31."""
        row = FileRow(self, number, dict(zip(self.keys, cells, strict=True)))
        for key in self.month_first:
            row.cells[key] = month_first(row.cells[key]) or row.cells[key]
        return row

    def finding(self, run: Import, line: int, message: str, **fields) -> Finding:
        """Return a finding about a line of the sheet, made once all buckets were checked."""
        place = {"bucket": run.buckets, "place": self.number, "sheet": self.sheet}
        return Finding.at(line, message, run=run, **place, **fields)


@dataclass
class FileRow:
    """One row of a sheet."""

    place: FileSheet
    number: int
    cells: dict[str, Any]

    @property
    def slug(self) -> str:
        return slug_in(self.cells.get(self.place.part.telling[0]))


@dataclass
class FileEntry:
    """All rows of the file about one entry: its own (two are an error), and others by their parts."""

    slug: str
    lines: list[FileRow] = field(default_factory=list)
    rows: dict[str, list[FileRow]] = field(default_factory=lambda: defaultdict(list))

    @property
    def first(self) -> FileRow:
        return (
            self.lines[0]
            if self.lines
            else min(
                (lines[0] for lines in self.rows.values()), key=lambda line: (line.place.number, line.number)
            )
        )


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
        for number, cells in loaded(staged.rows):
            line = place.row(number, cells)
            unit = units.setdefault(line.slug or f"{staged.part} {number}", FileEntry(line.slug))
            if staged.part == ENTRIES:
                unit.lines.append(line)
            else:
                unit.rows[staged.part].append(line)
    return list(units.values())
