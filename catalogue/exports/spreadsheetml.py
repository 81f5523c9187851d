"""The parts of an Excel workbook as XML: the subset of ECMA-376 (SpreadsheetML) that its sheets need.

Texts stand in their cells ("inline strings"), so nothing has to be known when the first row is written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from math import ceil
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from catalogue.batches import batched

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PADDING = 0.71  # of a column, in characters: what Excel adds to the width that a person enters
AT_ONCE = 100  # rows in a piece
LINE, MOST_LINES = 15, 27  # the height of a line in points, and the lines of the highest row of Excel
AMOUNT, DAY, MOMENT = "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
WRAPPED = "@"  # a text on as many lines as it needs
PLAIN, BOLD = 0, 1  # styles of cells
STYLES = {AMOUNT: 2, DAY: 3, MOMENT: 4, WRAPPED: 5}
WRAP = ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
BY_TYPE = {Decimal: STYLES[AMOUNT], date: STYLES[DAY], datetime: STYLES[MOMENT]}
# What XML cannot hold or would change, and what would be read as such an escape (ECMA-376, 22.9.2.19).
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LEAP_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 before it


def package(sheets: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the files before those of the sheets."""
    numbers = range(1, sheets + 1)
    yield "[Content_Types].xml", [content_types(numbers)]
    yield "_rels/.rels", [relationships([("officeDocument", "xl/workbook.xml")])]
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", [relationships([*targets, ("styles", "styles.xml")])]
    yield "xl/styles.xml", [styles()]


def content_types(numbers: Iterable[int]) -> str:
    parts = [
        ("xl/workbook.xml", "sheet.main"),
        ("xl/styles.xml", "styles"),
        *((f"xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers),
    ]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships(targets: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def styles() -> str:
    codes = list(enumerate(STYLES, start=164))  # the first number that a workbook may give
    listed = "".join(f'<numFmt numFmtId="{code}" formatCode={quoteattr(one)}/>' for code, one in codes)
    cells = "".join(
        f'<xf numFmtId="{code}" xfId="0" applyNumberFormat="1"{WRAP if one == WRAPPED else "/>"}'
        for code, one in codes
    )
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{listed}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        "<cellStyleXfs><xf/></cellStyleXfs>"
        f'<cellXfs><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/>{cells}</cellXfs>'
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def workbook(names: Sequence[str], filters: Sequence[str]) -> str:
    """Return the list of the sheets, with the cells that each one filters, or nothing."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    ranges = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{escape(absolute(names[place], reference))}</definedName>"
        for place, reference in enumerate(filters)
        if reference
    )
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets>{f'<definedNames>{ranges}</definedNames>' if ranges else ''}</workbook>"
    )


def absolute(sheet: str, reference: str) -> str:
    cells = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", reference)
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cells}"


def sheet_start(widths: Sequence[float]) -> str:
    """Return the sheet down to its rows, of which the first one stays in view."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width + PADDING}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def sheet_end(cells: str) -> str:
    """Return the end of a sheet that filters these cells, or none."""
    return f"</sheetData>{f'<autoFilter ref={quoteattr(cells)}/>' if cells else ''}</worksheet>"


def row_pieces(
    headings: Sequence[str], rows: Iterable[list], styles: Sequence[int], widths: Sequence[float]
) -> Iterator[str]:
    """Yield the rows in pieces. A column whose style is PLAIN shows a value as its type asks for."""
    letters = [column_letters(number) for number in range(1, len(headings) + 1)]
    yield row_xml(1, headings, list(zip(letters, [BOLD] * len(headings), strict=True)))
    columns = list(zip(letters, styles, strict=True))
    wrapped = [(place, widths[place]) for place, style in enumerate(styles) if style == STYLES[WRAPPED]]
    numbers = count(2)
    for chunk in batched(rows, AT_ONCE):
        yield "".join(row_xml(next(numbers), row, columns, lines_of(row, wrapped)) for row in chunk)


def lines_of(row: Sequence, wrapped: Iterable[tuple[int, float]]) -> int:
    """Return the lines that a row needs by its wrapped cells: LibreOffice finds no height for them."""
    texts = [(str(row[place] or "").split("\n"), width) for place, width in wrapped]
    return max((sum(ceil(len(line) / width) or 1 for line in text) for text, width in texts), default=1)


def row_xml(number: int, row: Iterable, columns: Iterable[tuple[str, int]], lines: int = 1) -> str:
    cells = [
        cell_xml(f"{letter}{number}", value, style or BY_TYPE.get(type(value), PLAIN))
        for value, (letter, style) in zip(row, columns, strict=True)
        if value is not None and value != ""
    ]
    height = f' ht="{min(lines, MOST_LINES) * LINE}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def cell_xml(place: str, value: Any, style: int) -> str:
    """Return a cell of a text, a number, a truth value or a date. A text is one, whatever it begins with."""
    if isinstance(value, date):
        value = serial(value)
    shown = f' s="{style}"' if style else ""
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return f'<c r="{place}"{shown} t="inlineStr"><is><t{space}>{escaped(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}"{shown} t="b"><v>{value:d}</v></c>'
    return f'<c r="{place}"{shown}><v>{value}</v></c>'


def escaped(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(text))


def serial(moment: date) -> float | str:
    """Return the number of days that Excel has for a date; a text for one that it does not know."""
    day = moment.date() if isinstance(moment, datetime) else moment
    if day.year < 1900:
        return moment.isoformat(*[" ", "seconds"] if isinstance(moment, datetime) else [])
    days = (day - date(1899, 12, 31)).days + (day >= _LEAP_DAY)
    if isinstance(moment, datetime):
        return days + (moment - datetime.combine(day, datetime.min.time())) / timedelta(days=1)
    return days


def column_letters(number: int) -> str:
    """Return the name of a column, such as AB for 28."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
