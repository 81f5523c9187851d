"""Excel workbooks (ECMA-376) with typed cells, frozen headings and widths, written to a temporary file."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import rustpy_xlsxwriter
from django.utils import timezone

from catalogue.exports.cells import SEPARATOR
from catalogue.exports.columns import Address, Day, Many, Money, Number
from catalogue.exports.reader import Plan

WIDTHS = {Address: 40, Day: 12, Number: 10, Money: 16, Many: 40}
USUAL_WIDTH = 28
LONGEST = 32_767  # characters that a cell of Excel holds


@dataclass
class Sheet:
    """A sheet with its name, its headings with their widths, and its rows."""

    name: str
    widths: dict[str, float]
    rows: Iterable[list]

    def records(self) -> Iterator[dict]:
        headings = list(self.widths)
        for row in self.rows:
            yield dict(zip(headings, map(cell, row), strict=True))


def sheet_of(name: str, plan: Plan, rows: Iterable[list]) -> Sheet:
    widths = {str(column.heading): WIDTHS.get(type(column), USUAL_WIDTH) for column in plan.columns.values()}
    return Sheet(name, widths, rows)


def workbook(sheets: list[Sheet]) -> IO[bytes]:
    """Return a temporary file with a workbook of the sheets, to be read from its start and closed."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  (whoever reads it closes it)
    filled = [(sheet.name, first_and_rest(sheet)) for sheet in sheets]
    rustpy_xlsxwriter.write_worksheets(
        filled,
        file.name,
        freeze_panes={"general": {"row": 1, "col": 0}},
        bold_headers=True,
        column_widths={sheet.name: list(sheet.widths.values()) for sheet in sheets},
    )
    file.seek(0)
    return file


def first_and_rest(sheet: Sheet) -> Iterable[dict]:
    """Return the records of a sheet; for one without rows, an empty record with its headings."""
    records = sheet.records()
    first = next(records, None)
    if first is None:
        return [dict.fromkeys(sheet.widths)]
    return _chained(first, records)


def _chained(first, rest):
    yield first
    yield from rest


def cell(value):
    """Return what the workbook holds for a cell: a text is a text there, never a formula."""
    if isinstance(value, list):
        value = SEPARATOR.join(value)
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    return value
