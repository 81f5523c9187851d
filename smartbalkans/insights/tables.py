"""A figure as rows and columns, from which its chart, its table and its file are made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import number_format

FULL = 1000  # the width of the longest bar of a chart, in the units of its SVG
THINNEST = 4  # of a bar that is not zero
MOST_BARS = 40

Number = int | Decimal


@dataclass(frozen=True)
class Cell:
    """A number, or a text, with the address of the list that it counts, if there is one.

    `parts` and, if there are more, `further` are shown in place of a text; files have the text.
    """

    value: Number | str
    link: str = ""
    parts: tuple["CellPart", ...] = ()
    further: str = ""

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else shown(self.value)


@dataclass(frozen=True)
class CellPart:
    """One of several names in a cell, each with a number and the list that it counts."""

    label: str
    count: int
    link: str

    def __str__(self):
        return f"{self.label} ({self.count})"


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    link: str = ""  # the page of what the row is about
    is_not_stated: bool = False


@dataclass(frozen=True)
class Bar:
    label: str
    cell: Cell
    width: int


@dataclass(frozen=True)
class Chart:
    """Bars of one unit. `label` names what they show."""

    label: str
    bars: tuple[Bar, ...]
    left_out: int = 0  # bars that would follow


@dataclass(frozen=True)
class FigureTable:
    """Rows of cells under headings, with a row of totals, charts, and what a reader has to know."""

    heading: str  # of the column of the rows' labels
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Return whether it states nothing: one number of all entries, whose fact is not published."""
        return all(row.is_not_stated and len(self.columns) == 1 for row in self.rows)

    @property
    def is_in_charts(self) -> bool:
        """Return whether the charts have all of its numbers, so that a page can fold it."""
        return len(self.columns) <= sum(not one.left_out for one in self.charts)

    @property
    def headings(self) -> list[str]:
        return distinct([self.heading, *self.columns])

    @property
    def columns_with_kind(self) -> list[tuple[str, bool]]:
        """Return the headings of the columns, each with whether the column has numbers."""
        cells = self.rows[0].cells if self.rows else ()
        return [(one, not cell.parts) for one, cell in zip(self.columns, cells, strict=True)]

    @property
    def lines(self) -> list[list]:
        """Return the rows as the values of a file."""
        rows = [*self.rows, *([self.total] if self.total else [])]
        return [[row.label, *(cell.value for cell in row.cells)] for row in rows]


def shown(number: Number) -> str:
    """Return a number as a person reads it: with its thousands grouped, and cents only if there are some."""
    decimals = 0 if number == int(number) else 2
    return number_format(number, decimals, use_l10n=True, force_grouping=True)


def chart(label: str, bars: Iterable[tuple[str, Cell]]) -> Chart:
    """Return a chart of bars that are as long as their numbers are large; without bars if all are zero."""
    bars = list(bars)
    most = max((cell.value for _label, cell in bars), default=0)
    if not most:
        return Chart(label, ())
    drawn = tuple(Bar(name, cell, _width(cell.value, most)) for name, cell in bars[:MOST_BARS])
    return Chart(label, drawn, len(bars) - len(drawn))


def _width(value: Number, most: Number) -> int:
    return max(THINNEST, int(value * FULL / most)) if value else 0


def distinct(headings: Sequence[str]) -> list[str]:
    """Return headings of which none is used twice, as a sheet needs them."""
    found: list[str] = []
    for heading in map(str, headings):
        number, name = 1, heading
        while name in found:
            number += 1
            name = f"{heading} ({number})"
        found.append(name)
    return found
