"""The file of the rows that an import leaves out, as they were uploaded, to be corrected and imported.

The reason comes first, so that a line that ends early still does, and a cell beside all headings stays there.
Rows of a workbook are in a workbook, where a number or a date is what it was in the file.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from catalogue.exports import csv, xlsx
from catalogue.exports.reader import chunks
from catalogue.imports.buckets import FileSheet, file_sheets
from catalogue.imports.headings import REASON, is_reason
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Import, RejectedRow
from catalogue.imports.staging import loaded

EXCELS_FIRST_DAY = date(1900, 1, 1)


def is_csv(run: Import) -> bool:
    return any(held["is_csv"] for held in run.layout)


def file_name(run: Import) -> str:
    return f"{Path(run.file_name).stem}-rejected{'.csv' if is_csv(run) else '.xlsx'}"


def csv_lines(run: Import, kind: ImportKind) -> Iterator[str]:
    """Yield the CSV file in pieces."""
    for sheet in rejected_sheets(run, kind):
        yield csv.BYTE_ORDER_MARK + csv.written([sheet.headings])
        for rows in sheet.chunks():
            yield csv.written(map(csv.texts, rows))


def workbook(run: Import, kind: ImportKind) -> IO[bytes]:
    """Return a temporary file with the workbook. A sheet without rows means something too."""
    about = [
        [_("Content"), _("Rows that were not imported, with the reason")],
        [_("File"), run.file_name],
        [_("What to do"), _("Correct the rows and import this file. The column “Reason” is ignored.")],
    ]
    return xlsx.workbook([sheet.as_workbook_sheet() for sheet in rejected_sheets(run, kind)], about)


def rejected_sheets(run: Import, kind: ImportKind) -> Iterator["RejectedSheet"]:
    for held, place in zip(run.layout, file_sheets(run, kind).values(), strict=True):
        yield RejectedSheet(run, place, held)


class RejectedSheet:
    """The rejected rows of a sheet, each with its reason; without the reasons of an upload before."""

    def __init__(self, run: Import, place: FileSheet, held: dict[str, Any]):
        self.run = run
        self.place = place
        self.width = held["width"]
        self.left_out = {number for number, one in enumerate(held["headings"]) if is_reason(one)}
        self.headings = [str(REASON), *self.kept(held["headings"])]

    def kept(self, row: list) -> list:
        return [cell for number, cell in enumerate(row) if number not in self.left_out]

    def chunks(self) -> Iterator[list[list]]:
        rows = RejectedRow.objects.filter(run=self.run, place=self.place.number)
        for pks in chunks(list(rows.values_list("pk", flat=True))):
            yield [[row.reason, *self.kept(loaded(row.cells))] for row in rows.filter(pk__in=pks)]

    def as_workbook_sheet(self) -> xlsx.Sheet:
        headings = unique(
            [*self.headings, *[""] * (self.width + 1 - len(self.left_out) - len(self.headings))]
        )
        formats = {
            heading: xlsx.FORMATS[kind]
            for heading, key in zip(headings[1:], self.kept(list(self.place.all_keys)), strict=False)
            if key and (kind := type(self.place.part.columns[key])) in xlsx.FORMATS
        }
        return xlsx.Sheet(self.place.part.label, headings, self.filled_rows(len(headings)), formats=formats)

    def filled_rows(self, width: int) -> Iterator[list]:
        for rows in self.chunks():
            for row in rows:
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
