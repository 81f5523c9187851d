"""Excel workbooks (ECMA-376) with typed and formatted cells, written to a temporary file row by row."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO

import rustpy_xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rustpy_xlsxwriter import Format

from catalogue.exports.cells import SEPARATOR, shown
from catalogue.exports.columns import Day, Money
from catalogue.exports.reader import FIRST_CHUNK, ReadPlan

AMOUNT, DAY, MOMENT = "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
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
                "A cell holds at most {most:,} characters. {count:,} text was cut; the CSV and JSON files "
                "have it in full.",
                "A cell holds at most {most:,} characters. {count:,} texts were cut; the CSV and JSON files "
                "have them in full.",
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


def workbook(sheets: Sequence[Sheet], about: list[list]) -> IO[bytes]:
    """Return a temporary file with a workbook of the sheets, to be read from its start and closed.

    `about` are the rows of its last sheet, of a fact and its value each.
    """
    notes = Notes()
    filled = [FilledSheet(sheet, notes) for sheet in sheets]
    last = FilledSheet(Sheet(_("About"), [_("Fact"), _("Value")], about), notes, further=notes.rows())
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  (whoever reads it closes it)
    rustpy_xlsxwriter.write_worksheets(
        [(one.sheet.name, one.records()) for one in (*filled, last)],
        file.name,
        freeze_panes={"general": {"row": 1, "col": 0}},
        bold_headers=True,
        autofilter={one.sheet.name: True for one in filled},
        column_widths={one.sheet.name: one.widths for one in (*filled, last)},
        column_formats={one.sheet.name: one.formats for one in filled},
        row_formats={last.sheet.name: _row_formats(about)},
    )
    file.seek(0)
    return file


def _row_formats(rows: list[list]) -> dict[int, Format]:
    found = {number: FORMATS.get(type(row[-1])) for number, row in enumerate(rows, start=1)}
    return {number: Format().set_num_format(one) for number, one in found.items() if one}


class FilledSheet:
    """A sheet whose first rows have been read, to fit the widths of its columns to them.

    The `further` rows are read when all others have been written.
    """

    def __init__(self, sheet: Sheet, notes: Notes, further: Iterable[list] = ()):
        self.sheet = sheet
        self.notes = notes
        rows = iter(sheet.rows)
        self.first = list(islice(rows, FIRST_CHUNK))
        self.rest = chain(rows, further)

    @property
    def widths(self) -> list[float]:
        columns = zip(*self.first, strict=True) if self.first else [()] * len(self.sheet.headings)
        return [
            self.sheet.widths.get(heading) or _width(heading, cells)
            for heading, cells in zip(self.sheet.headings, columns, strict=True)
        ]

    @property
    def formats(self) -> dict[str, Format]:
        return {heading: Format().set_num_format(one) for heading, one in self.sheet.formats.items()}

    def records(self) -> Iterator[dict]:
        """Yield the rows as the writer takes them; for a sheet without rows, one that is empty."""
        headings = self.sheet.headings
        if not self.first:
            yield dict.fromkeys(headings)
        for number, row in enumerate(chain(self.first, self.rest), start=2):
            yield {
                heading: self._cell(value, number, heading)
                for heading, value in zip(headings, row, strict=True)
            }

    def _cell(self, value, number: int, heading: str):
        """Return what the workbook holds for a cell: a text is a text there, never a formula."""
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
    """Return the beginning of a text that a cell holds, with a note at its end."""
    note = f"{CUT}{_('cut: the CSV and JSON files have the whole text')}]"
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - _length(note))]
    return kept.decode("utf-16-le", "ignore") + note


def is_cut(cell: str, text: str) -> bool:
    """Return whether a cell holds the beginning of a text that was cut, in any language."""
    kept, _mark, note = cell.rpartition(CUT)
    return bool(kept and note.endswith("]")) and _length(text) > LONGEST and text.startswith(kept)
