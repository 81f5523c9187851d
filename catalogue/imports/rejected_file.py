"""The file of the rows that an import leaves out, as they were uploaded, to be corrected and imported.

The reason comes first, so that a line that ends early still does, and a cell beside all headings stays there.
Rows of a workbook are in a workbook, where a number or a date is what it was in the file.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalogue.batches import batched
from catalogue.exports import csv, xlsx
from catalogue.exports.reader import FIRST_CHUNK, chunks
from catalogue.exports.spreadsheetml import WRAPPED
from catalogue.imports.buckets import file_sheets
from catalogue.imports.headings import REASON, is_reason
from catalogue.imports.layout import ImportKind, ImportPart
from catalogue.imports.models import Import, RejectedRow
from catalogue.imports.staging import loaded

EXCELS_FIRST_DAY = date(1900, 1, 1)

RejectedLine = tuple[str, list[Any]]  # the reason, and the cells as they were read


def is_csv(run: Import) -> bool:
    return any(held["is_csv"] for held in run.layout)


def file_name(imported: str, *, is_csv: bool) -> str:
    """Return the name of the file with the rows of an imported file that were left out."""
    return f"{Path(imported).stem}-rejected{'.csv' if is_csv else '.xlsx'}"


def csv_lines(sheets: Iterable["RejectedSheet"]) -> Iterator[str]:
    """Yield a CSV file in pieces."""
    for sheet in sheets:
        yield csv.BYTE_ORDER_MARK + csv.written([sheet.headings])
        for chunk in batched(sheet.rows(), FIRST_CHUNK):
            yield csv.written(map(csv.texts, chunk))


def workbook(sheets: Iterable["RejectedSheet"], file_name: str) -> Iterator[bytes]:
    """Yield a workbook in pieces. A sheet without rows means something too."""
    about = [
        [_("Content"), _("Rows that were not imported, with the reason")],
        [_("File"), file_name],
        [_("What to do"), _("Correct the rows and import this file. The column “Reason” is ignored.")],
    ]
    return xlsx.workbook([sheet.as_workbook_sheet() for sheet in sheets], about)


def rejected_sheets(run: Import, kind: ImportKind) -> Iterator["RejectedSheet"]:
    for held, place in zip(run.layout, file_sheets(run, kind).values(), strict=True):
        rows = partial(stored_rows, run, place.number)
        yield RejectedSheet(place.part, held["headings"], place.all_keys, held["width"], rows)


def stored_rows(run: Import, place: int) -> Iterator[RejectedLine]:
    rows = RejectedRow.objects.filter(run=run, place=place)
    for pks in chunks(list(rows.values_list("pk", flat=True))):
        for row in rows.filter(pk__in=pks):
            yield row.reason, loaded(row.cells)


@dataclass
class RejectedSheet:
    """The rejected rows of a sheet, each with its reason; without the reasons of an upload before."""

    part: ImportPart
    own_headings: Sequence[str]
    keys: Sequence[str | None]
    width: int
    lines: Callable[[], Iterable[RejectedLine]]

    @property
    def headings(self) -> list[str]:
        return [str(REASON), *self.kept(self.own_headings)]

    @cached_property
    def left_out(self) -> set[int]:
        return {number for number, one in enumerate(self.own_headings) if is_reason(one)}

    def kept(self, row: Sequence[Any]) -> list[Any]:
        return [cell for number, cell in enumerate(row) if number not in self.left_out]

    def rows(self) -> Iterator[list[Any]]:
        for reason, cells in self.lines():
            yield [reason, *self.kept(cells)]

    def as_workbook_sheet(self) -> xlsx.Sheet:
        headings = unique(
            [*self.headings, *[""] * (self.width + 1 - len(self.left_out) - len(self.headings))]
        )
        formats = {
            heading: xlsx.FORMATS[kind]
            for heading, key in zip(headings[1:], self.kept(self.keys), strict=False)
            if key and (kind := type(self.part.columns[key])) in xlsx.FORMATS
        }
        formats[headings[0]] = WRAPPED
        return xlsx.Sheet(self.part.label, headings, self.filled_rows(len(headings)), formats=formats)

    def filled_rows(self, width: int) -> Iterator[list]:
        for row in self.rows():
            yield [*map(for_excel, row), *[None] * (width - len(row))]


def unique(headings: list[str]) -> list[str]:
    """Return the headings with blanks after those that come again: a heading is read without them."""
    found: dict[str, None] = {}
    for heading in headings:
        while heading in found:
            heading += " "
        found[heading] = None
    return list(found)


def for_excel(cell: Any) -> Any:
    """Return a cell that a workbook can hold. A time stays what Excel takes for one."""
    if isinstance(cell, timedelta):
        return datetime.combine(EXCELS_FIRST_DAY, time()) + cell
    return datetime.combine(EXCELS_FIRST_DAY, cell) if isinstance(cell, time) else cell
