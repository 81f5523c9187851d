"""The rows of one bucket, put together by the entries that they are about."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from catalogue.imports.layout import ENTRIES, Kind, Part
from catalogue.imports.models import Import, StagedRows
from catalogue.imports.staging import loaded, slug_in


@dataclass(frozen=True)
class Place:
    """A sheet as the file has it: what it holds, what it is called and its columns in their order."""

    part: Part
    sheet: str
    number: int
    keys: tuple[str, ...]


@dataclass
class Line:
    """One row of a sheet."""

    place: Place
    number: int
    cells: dict[str, Any]

    @property
    def slug(self) -> str:
        return slug_in(self.cells.get(self.place.part.telling[0]))


@dataclass
class Unit:
    """All that the file says of one entry: its own line (two are a mistake), and its rows by their parts."""

    slug: str
    lines: list[Line] = field(default_factory=list)
    rows: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))

    @property
    def first(self) -> Line:
        return (
            self.lines[0]
            if self.lines
            else min(
                (lines[0] for lines in self.rows.values()), key=lambda line: (line.place.number, line.number)
            )
        )


def places_of(run: Import, kind: Kind) -> dict[str, Place]:
    """Give the sheets of the file by the names of their parts."""
    return {
        held["part"]: Place(kind.parts[held["part"]], held["sheet"], held["place"], tuple(held["keys"]))
        for held in run.layout
    }


def units_of(run: Import, bucket: int, places: dict[str, Place]) -> list[Unit]:
    """Give the entries of a bucket, in the file's order. A line without a slug is an entry of its own."""
    units: dict[str, Unit] = {}
    for staged in StagedRows.objects.filter(run=run, bucket=bucket):
        place = places[staged.part]
        for number, cells in loaded(staged.rows):
            line = Line(place, number, dict(zip(place.keys, cells, strict=True)))
            unit = units.setdefault(line.slug or f"{staged.part} {number}", Unit(line.slug))
            if staged.part == ENTRIES:
                unit.lines.append(line)
            else:
                unit.rows[staged.part].append(line)
    return list(units.values())
