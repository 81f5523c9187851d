"""Reads OpenDocument spreadsheets (ODF 1.3, part 3) row by row, as LibreOffice and Google Sheets write them.

Rows and cells that are repeated are counted before they are made, so that a small file cannot become a large
table: what is read has the limits of an Excel workbook.
"""

import math
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import repeat
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from catalogue.exports.cells import EXACT_DIGITS
from catalogue.imports.errors import (
    MOST_UNPACKED,
    broken,
    not_a_table,
    not_calculated,
    protected,
    too_large,
)
from catalogue.imports.workbooks import MOST_CELLS, PIECE

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
LARGEST_MANIFEST = 1_000_000  # bytes
DEEPEST = 100  # elements within each other
LAST_COLUMN = 16_384
OFFICE, TABLE, TEXT, STYLE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 " for name in ("office", "table", "text", "style")
)
ERROR = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
ROW_GROUPS = {f"{TABLE}table-{name}" for name in ("rows", "header-rows", "row-group")}
NOT_INLINE = {f"{TEXT}note", f"{TEXT}ruby-text"}
BLANKS = re.compile(r"[ \t\r\n]+")
PADDED = re.compile(rf"0[0-9]{{1,{EXACT_DIGITS - 1}}}")
DURATION = re.compile(r"PT([0-9]{1,5})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]+)?S")

Row = tuple[list[Any], int]  # the cells, and how often the row comes


def is_opendocument(file: IO[bytes]) -> bool:
    """Return whether a zip file is an OpenDocument file; of a damaged one that is not known."""
    try:
        with zipfile.ZipFile(file) as packed:
            return CONTENT in packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False
    finally:
        file.seek(0)


def tables(file: IO[bytes]) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """Yield the name and rows of each visible sheet, to be read before the next; raise UnreadableFile."""
    try:
        with zipfile.ZipFile(file) as packed:
            refuse_protected(packed)
            found = content_of(packed)
            for name in found:
                if isinstance(name, str):
                    rows = rows_of(found)
                    yield name, rows
                    deque(rows, maxlen=0)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise broken(error) from error


def refuse_protected(packed: zipfile.ZipFile) -> None:
    has_manifest = MANIFEST in packed.namelist()
    manifest = packed.open(MANIFEST).read(LARGEST_MANIFEST) if has_manifest else b""
    if b"encryption-data" in manifest or any(member.flag_bits & 1 for member in packed.infolist()):
        raise protected()


def rows_of(found: Iterator[str | Row | None]) -> Iterator[list[Any]]:
    """Yield the rows of the sheet that has begun."""
    for row in iter(found.__next__, None):
        yield from repeat(*row)


def content_of(packed: zipfile.ZipFile) -> Iterator[str | Row | None]:
    """Yield the name of each visible sheet, its rows, and None at its end, as they are parsed."""
    content = Content()
    left = MOST_UNPACKED
    try:
        with packed.open(CONTENT) as file:
            while piece := file.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise too_large()
                yield from content.parsed(piece)
        yield from content.parsed(b"", is_end=True)
    except (expat.ExpatError, ValueError, KeyError) as error:
        raise broken(error) from error


class Content:
    """The state of parsing the content: where in a sheet it is, and what was found since the last piece."""

    def __init__(self):
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.add_text
        self.parser.StartDoctypeDeclHandler = self.refuse_entities
        self.found: list[str | Row | None] = []
        self.path: list[str] = []
        self.skipped_from = 0  # the depth of an element of which nothing is read
        self.style = ""
        self.hidden: set[str] = set()
        self.is_in_sheet = False
        self.row: list[Any] | None = None
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[list[str]] = []
        self.letters = MOST_UNPACKED  # that are left for all texts
        self.starts = {
            f"{STYLE}style": self.start_style,
            f"{STYLE}table-properties": self.start_table_properties,
            f"{TABLE}table": self.start_sheet,
            f"{TABLE}table-row": self.start_row,
            f"{TABLE}table-cell": self.start_cell,
            f"{TABLE}covered-table-cell": self.start_covered_cell,
            f"{TEXT}p": self.start_paragraph,
        }

    def parsed(self, piece: bytes, *, is_end: bool = False) -> list[str | Row | None]:
        self.parser.Parse(piece, is_end)
        found, self.found = self.found, []
        return found

    def refuse_entities(self, *_declaration) -> None:
        raise broken(_("it declares entities"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise broken(_("it is nested too deeply"))
        if self.skipped_from:
            return
        if parent == f"{OFFICE}body" and name != f"{OFFICE}spreadsheet":
            raise not_a_table(_("This is an OpenDocument file, but not a spreadsheet."))
        if self.is_in_paragraph:
            self.start_inline(name, attributes)
        elif not self.is_expected(name, parent):
            self.skipped_from = len(self.path)
        elif name in self.starts:
            self.starts[name](attributes)

    @property
    def is_in_paragraph(self) -> bool:
        return self.cell is not None and self.path[-2] != f"{TABLE}table-cell"

    def is_expected(self, name: str, parent: str) -> bool:
        """Return whether something is read of an element at this place: comments and drawings are not."""
        if self.cell is not None:
            return name == f"{TEXT}p"
        if self.row is not None:
            return name in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
        if self.is_in_sheet:
            return name == f"{TABLE}table-row" or name in ROW_GROUPS
        return parent != f"{OFFICE}spreadsheet" or name == f"{TABLE}table"

    def end(self, name: str) -> None:
        depth = len(self.path)
        self.path.pop()
        if self.skipped_from:
            self.skipped_from = 0 if depth == self.skipped_from else self.skipped_from
        elif self.cell is not None:
            if name == f"{TABLE}table-cell":
                self.end_cell(self.cell)
        elif self.row is not None:
            if name == f"{TABLE}table-row":
                self.end_row(self.row)
        elif name == f"{TABLE}table":
            self.is_in_sheet = False
            self.found.append(None)

    def start_style(self, attributes) -> None:
        self.style = attributes.get(f"{STYLE}name", "")

    def start_table_properties(self, attributes) -> None:
        if attributes.get(f"{TABLE}display") == "false":
            self.hidden.add(self.style)

    def start_sheet(self, attributes) -> None:
        if attributes.get(f"{TABLE}style-name") in self.hidden:
            self.skipped_from = len(self.path)
            return
        self.found.append(attributes.get(f"{TABLE}name", ""))
        self.is_in_sheet = True
        self.line = self.blank_rows = self.widest = 0

    def start_row(self, attributes) -> None:
        self.row = []
        self.row_times = times(attributes, "rows")
        self.column = 0
        self.row_letters = 0

    def start_covered_cell(self, attributes) -> None:
        self.column += times(attributes, "columns")
        self.skipped_from = len(self.path)

    def start_cell(self, attributes) -> None:
        self.cell = attributes
        self.paragraphs = []

    def start_paragraph(self, _attributes) -> None:
        self.paragraphs.append([])

    def start_inline(self, name: str, attributes: dict[str, str]) -> None:
        """Add a blank or line break that is an element. Notes and drawings in a paragraph are not read."""
        if name == f"{TEXT}s":
            count = int(attributes.get(f"{TEXT}c", 1))
            self.count_letters(count)
            self.paragraphs[-1].append(" " * count)
        elif name == f"{TEXT}tab":
            self.paragraphs[-1].append("\t")
        elif name == f"{TEXT}line-break":
            self.paragraphs[-1].append("\n")
        elif name in NOT_INLINE or not name.startswith(TEXT):
            self.skipped_from = len(self.path)

    def add_text(self, text: str) -> None:
        if self.cell is not None and not self.skipped_from and self.path[-1] != f"{TABLE}table-cell":
            self.paragraphs[-1].append(BLANKS.sub(" ", text))

    def end_cell(self, attributes: dict[str, str]) -> None:
        count = times(attributes, "columns")
        shown = "\n".join(map("".join, self.paragraphs))
        value = value_of(attributes, shown)
        self.cell = None
        if value not in (None, ""):
            if self.column + count > LAST_COLUMN:
                raise too_large()
            self.row += [None] * (self.column - len(self.row)) + [value] * count
            self.row_letters += len(shown) * count
        self.column += count

    def end_row(self, row: list[Any]) -> None:
        self.row = None
        if not row:
            self.blank_rows += self.row_times
            return
        self.line += self.blank_rows + self.row_times
        self.widest = max(self.widest, len(row))
        if self.line * self.widest > MOST_CELLS:
            raise too_large()
        self.count_letters(self.row_letters * self.row_times)
        self.found += [([], self.blank_rows), (row, self.row_times)]
        self.blank_rows = 0

    def count_letters(self, count: int) -> None:
        self.letters -= count
        if self.letters < 0:
            raise too_large()


def times(attributes: dict[str, str], what: str) -> int:
    """Return how often a row or a cell comes."""
    return max(1, int(attributes.get(f"{TABLE}number-{what}-repeated", 1)))


def value_of(attributes: dict[str, str], shown: str) -> Any:
    """Return the value of a cell (ODF 1.3, part 3, 19.387), or what it shows if it is only a text."""
    kind = attributes.get(f"{OFFICE}value-type")
    if kind is None and f"{TABLE}formula" in attributes and not shown:
        raise not_calculated()
    match kind:
        case "float" | "currency" | "percentage":
            return shown if PADDED.fullmatch(shown) else number_in(attributes[f"{OFFICE}value"])
        case "boolean":
            return attributes[f"{OFFICE}boolean-value"] == "true"
        case "date":
            return day_in(attributes[f"{OFFICE}date-value"]) or shown
        case "time":
            return time_in(attributes[f"{OFFICE}time-value"]) or shown
    is_error = attributes.get(ERROR) == "error"
    return shown if is_error else attributes.get(f"{OFFICE}string-value", shown)


def number_in(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise broken(_("it has a number that is too large"))
    return number


def day_in(text: str) -> date | None:
    """Return a day, or a moment if it has a time; None before the year 1."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def time_in(text: str) -> time | timedelta | None:
    found = DURATION.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = map(int, found.groups())
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return length if length.days else (datetime.min + length).time()
