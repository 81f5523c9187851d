"""Excel workbooks (ECMA-376) with typed and formatted cells, sent while their rows are read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.exports import spreadsheetml
from catalogue.exports.archives import zipped
from catalogue.exports.cells import SEPARATOR, shown
from catalogue.exports.columns import Day, Money
from catalogue.exports.reader import FIRST_CHUNK, ReadPlan
from catalogue.exports.spreadsheetml import AMOUNT, DAY, MOMENT, PLAIN, STYLES

FORMATS = {Decimal: AMOUNT, datetime: MOMENT, date: DAY, Money: AMOUNT, Day: DAY}
WIDTHS = {Money: 19, Day: 12}  # that any value fits: 999,999,999,999.99
NARROWEST, WIDEST = 8, 60  # widths that follow the content, in characters
ROOM = 3  # characters beside a heading for the arrow of its filter
LONGEST = 32_767  # characters that a cell of Excel holds, counted as UTF-16 does
CUT = "… ["  # begins the note at the end of a cut text
MOST_NOTES = 20  # cells with a cut text that the last sheet names


@dataclass
class Sheet:
    """A sheet with its name, its headings, its rows, and widths and number formats by heading.

    A column without a width is as wide as its first rows.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[list]
    widths: dict[str, float] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)


class Notes:
    """The cells whose text was cut while the sheets before were written, as rows of the last sheet."""

    def __init__(self):
        self.cells: list[str] = []
        self.count = 0

    def add(self, sheet: str, row: int, heading: str) -> None:
        self.count += 1
        if len(self.cells) < MOST_NOTES:
            place = _("{sheet}, row {row}, “{heading}”")
            self.cells.append(place.format(sheet=sheet, row=row, heading=heading))

    def rows(self) -> Iterator[list[str]]:
        if self.count:
            explanation = ngettext(
                "A cell can contain at most {most:,} characters. {count:,} text was cut; the CSV and JSON "
                "files have it in full.",
                "A cell can contain at most {most:,} characters. {count:,} texts were cut; the CSV and JSON "
                "files have them in full.",
                self.count,
            )
            yield [_("Cut texts"), explanation.format(most=LONGEST, count=self.count)]
            yield from ([_("Cut text"), cell] for cell in self.cells)


def sheet_of(name: str, plan: ReadPlan, rows: Iterable[list], *, by_key: bool = False) -> Sheet:
    """Return the sheet of a plan, with the headings of its columns or their keys."""
    headings = [key if by_key else str(column.heading) for key, column in plan.columns.items()]
    kinds = dict(zip(headings, map(type, plan.columns.values()), strict=True))
    return Sheet(
        name,
        headings,
        rows,
        widths={heading: WIDTHS[kind] for heading, kind in kinds.items() if kind in WIDTHS},
        formats={heading: FORMATS[kind] for heading, kind in kinds.items() if kind in FORMATS},
    )


def workbook(sheets: Sequence[Sheet], about: list[list]) -> Iterator[bytes]:
    """Yield a workbook of the sheets in pieces.

    `about` are the rows of its last sheet, of a fact and its value each.
    """
    return zipped(members(sheets, about))


def members(sheets: Sequence[Sheet], about: list[list]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the files of a workbook. Its list of sheets comes last, when the number of rows is known."""
    notes = Notes()
    last = Sheet(_("About"), [_("Fact"), _("Value")], chain(about, notes.rows()))
    filled = [*(FilledSheet(sheet, notes) for sheet in sheets), FilledSheet(last, notes, has_filter=False)]
    yield from spreadsheetml.package(len(filled))
    for number, sheet in enumerate(filled, start=1):
        yield f"xl/worksheets/sheet{number}.xml", sheet.pieces()
    names = [sheet.sheet.name for sheet in filled]
    yield "xl/workbook.xml", [spreadsheetml.workbook(names, [sheet.filter for sheet in filled])]


class FilledSheet:
    """A sheet that is written once. The widths of its columns fit its first rows."""

    def __init__(self, sheet: Sheet, notes: Notes, *, has_filter: bool = True):
        self.sheet = sheet
        self.notes = notes
        self.has_filter = has_filter
        self.last_row = 1

    @property
    def filter(self) -> str:
        """Return the cells that were written, such as A1:C20, if they have a filter."""
        last = spreadsheetml.column_letters(len(self.sheet.headings))
        return f"A1:{last}{self.last_row}" if self.has_filter else ""

    def pieces(self) -> Iterator[str]:
        """Yield the sheet as XML."""
        rows = iter(self.sheet.rows)
        first = list(islice(rows, FIRST_CHUNK))
        styles = [STYLES.get(self.sheet.formats.get(heading), PLAIN) for heading in self.sheet.headings]
        widths = self.widths(first)
        yield spreadsheetml.sheet_start(widths)
        cells = self.cells(chain(first, rows))
        yield from spreadsheetml.row_pieces(self.sheet.headings, cells, styles, widths)
        yield spreadsheetml.sheet_end(self.filter)

    def widths(self, rows: list[list]) -> list[float]:
        columns = zip(*rows, strict=True) if rows else [()] * len(self.sheet.headings)
        return [
            self.sheet.widths.get(heading) or _width(heading, cells)
            for heading, cells in zip(self.sheet.headings, columns, strict=True)
        ]

    def cells(self, rows: Iterable[list]) -> Iterator[list]:
        """Yield the rows with what the workbook contains for each value."""
        headings = self.sheet.headings
        for self.last_row, row in enumerate(rows, start=2):
            yield [
                self._cell(value, self.last_row, heading)
                for heading, value in zip(headings, row, strict=True)
            ]

    def _cell(self, value, number: int, heading: str):
        """Return what the workbook contains for a cell: a text is a text there, never a formula."""
        if isinstance(value, list):
            value = SEPARATOR.join(value)
        if isinstance(value, str):
            if len(value) > LONGEST // 2 and _length(value) > LONGEST:
                self.notes.add(self.sheet.name, number, heading)
                return _cut(value)
            return value
        if isinstance(value, datetime) and timezone.is_aware(value):
            return timezone.make_naive(value)
        return value


def _width(heading: str, cells: Iterable) -> int:
    longest = max((len(line) for cell in cells for line in shown(cell).splitlines()), default=0)
    return min(max(NARROWEST, len(heading) + ROOM, longest + 1), WIDEST)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    """Return the beginning of a text that a cell can contain, with a note at its end."""
    note = f"{CUT}{_('cut: the CSV and JSON files have the whole text')}]"
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - _length(note))]
    return kept.decode("utf-16-le", "ignore") + note


def is_cut(cell: str, text: str) -> bool:
    """Return whether a cell contains the beginning of a text that was cut, in any language."""
    kept, _mark, note = cell.rpartition(CUT)
    return bool(kept and note.endswith("]")) and _length(text) > LONGEST and text.startswith(kept)
