"""Reads Excel workbooks (ECMA-376), after checking that unpacking them is harmless.

The workbook is unpacked piece by piece into a copy, and only the copy is read: so what is measured is what is
read, whatever sizes the file states. A cell far out on a sheet would make the reader allocate all cells
before it, so the positions of cells are checked too.
"""

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from catalogue.imports.errors import (
    MOST_UNPACKED,
    UnreadableFile,
    broken,
    not_a_table,
    not_calculated,
    protected,
    too_large,
)

MOST_FILES = 1000
MOST_CELLS = 4_000_000  # from the first to the last of a sheet
LONGEST_CELL = 200_000  # bytes, in XML
LAST = 400  # bytes that are checked together with the next piece
UNKNOWN_COLUMN = b"CV"  # column 100
IN_MEMORY = 8_000_000
PIECE = 1 << 20
SHEETS = "xl/worksheets/"
STYLES = "xl/styles.xml"
MOST_STYLES = 20_000_000  # bytes
KINDS = {
    "word/": gettext_lazy("This is a text document."),
    "ppt/": gettext_lazy("This is a presentation."),
}
CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*)>(?:\s*<(?:\w+:)?(f|v|is)\b)?")
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")
ERROR = re.compile(rb"""(<(?:\w+:)?c\s[^>]*?\bt=["'])e(["'])""")
NUMBER = re.compile(
    rb"(?P<start><(?:\w+:)?c)(?P<attributes>(?=\s)[^>]*)>"
    rb"(?P<formula>\s*(?:<(?:\w+:)?f\b(?:[^>]*/>|[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>)"
    rb"(?P<number>[0-9]{1,15})(?P<end></(?:\w+:)?v>)"
)
STYLE = re.compile(rb"""\bs\s*=\s*["']([0-9]+)["']""")
TYPE = re.compile(rb"""\st\s*=\s*["'](?!n["'])""")
NUMERIC_TYPE = re.compile(rb"""\st\s*=\s*["']n["']""")
FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
FORMAT_ID = re.compile(rb"""\bnumFmtId\s*=\s*["']([0-9]+)["']""")
ZEROS = re.compile(rb"""\bformatCode\s*=\s*["'](0{2,15})["']""")
CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
CELL_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
NOT_CALCULATED = re.compile(
    rb"""<(?:\w+:)?c\b(?![^>]*\bt\s*=\s*["']str)[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^<]*</(?:\w+:)?f>)"""
    rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)


def tables(file: IO[bytes]) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """Yield the name and the rows of each visible sheet of a workbook; raise UnreadableFile."""
    with repacked(file) as copy:
        try:
            book = CalamineWorkbook.from_filelike(copy)
            for sheet in book.sheets_metadata:
                if sheet.visible == SheetVisibleEnum.Visible:
                    yield sheet.name, map(cells, book.get_sheet_by_name(sheet.name).iter_rows())
        except (CalamineError, OSError, ValueError) as error:
            raise broken(error) from error


def cells(row: list) -> list:
    return [None if cell == "" else cell for cell in row]


def repacked(file: IO[bytes]) -> IO[bytes]:
    """Return a copy of the workbook that holds exactly what was checked; raise UnreadableFile."""
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the caller closes it)
    try:
        repack(file, copy)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        copy.close()
        raise broken(error) from error
    except UnreadableFile:
        copy.close()
        raise
    copy.seek(0)
    return copy


def repack(file: IO[bytes], copy: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        refuse_by_index(packed)
        left = MOST_UNPACKED
        digits = padded_styles(packed)
        for member in packed.infolist():
            if is_needed(member):
                left = copy_member(packed, member, target, left, digits)


def refuse_by_index(packed: zipfile.ZipFile) -> None:
    names = packed.namelist()
    if any(member.flag_bits & 1 for member in packed.infolist()):
        raise protected()
    if "xl/workbook.xml" not in names:
        for start, kind in KINDS.items():
            if any(name.startswith(start) for name in names):
                raise not_a_table(str(kind))
        raise not_a_table(_("This is a zip file, not a workbook."))
    if len(names) > MOST_FILES or len(set(names)) < len(names):
        raise broken(_("it has too many parts, or the same part twice"))
    if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
        raise too_large()


def padded_styles(packed: zipfile.ZipFile) -> dict[bytes, int]:
    """Return the styles of cells that show a number with leading zeros, and with how many digits."""
    if STYLES not in packed.namelist():
        return {}
    with packed.open(STYLES) as file:
        xml = file.read(MOST_STYLES + 1)
    if len(xml) > MOST_STYLES:
        raise too_large()
    formats = {}
    for element in FORMAT.findall(xml):
        if (code := FORMAT_ID.search(element)) and (zeros := ZEROS.search(element)):
            formats[code[1]] = len(zeros[1])
    block = CELL_STYLES.search(xml)
    styles = [FORMAT_ID.search(element) for element in CELL_STYLE.findall(block[0] if block else b"")]
    return {
        str(number).encode(): formats[code[1]]
        for number, code in enumerate(styles)
        if code and code[1] in formats
    }


def is_needed(member: zipfile.ZipInfo) -> bool:
    """Return whether the tables are read from it. Pictures and macros are not copied."""
    name = member.filename
    return name.endswith((".xml", ".rels")) and not name.startswith(("xl/media", "xl/drawings", "docProps"))


def copy_member(
    packed: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    copy: zipfile.ZipFile,
    left: int,
    digits: dict[bytes, int],
) -> int:
    """Copy a part of the workbook piece by piece, and return how many bytes are left for the others."""
    xml_check = SheetXmlCheck(digits) if member.filename.startswith(SHEETS) else XmlCheck()
    with packed.open(member) as source, copy.open(member.filename, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise too_large()
            target.write(xml_check.checked_part(piece))
        target.write(xml_check.checked(xml_check.rest))
    return left


class XmlCheck:
    """Checks XML piece by piece: a workbook declares no entities of its own."""

    def __init__(self):
        self.rest = b""

    def checked_part(self, piece: bytes) -> bytes:
        """Return what of this piece and of the rest of the last one is checked."""
        text = self.rest + piece
        end = self.end_of_whole(text)
        self.rest = text[end:]
        return self.checked(text[:end])

    def end_of_whole(self, text: bytes) -> int:
        """Return how much of a text can be checked without the next piece."""
        return max(0, len(text) - LAST)

    def checked(self, text: bytes) -> bytes:
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise broken(_("it declares entities, or is not in UTF-8"))
        return text


class SheetXmlCheck(XmlCheck):
    """Checks where the filled cells of a sheet are, and turns the errors of formulas into texts.

    A number that is shown with leading zeros becomes the text that is shown. `digits` are by styles.
    """

    def __init__(self, digits: dict[bytes, int]):
        super().__init__()
        self.digits = digits
        self.columns: set[bytes] = set()
        self.last_row = 0

    def end_of_whole(self, text):
        """A cell is checked as a whole."""
        end = text.rfind(b"<", 0, max(text.rfind(b"<c "), text.rfind(b":c ")) + 1)
        return end if end > len(text) - LONGEST_CELL else super().end_of_whole(text)

    def checked(self, text):
        if NOT_CALCULATED.search(text):
            raise not_calculated()
        for attributes, content in CELL.findall(text):
            if content:
                self.add_position(attributes, text)
        if self.last_row * max(map(number_of, self.columns), default=0) > MOST_CELLS:
            raise too_large()
        text = ERROR.sub(rb"\1str\2", super().checked(text))
        return NUMBER.sub(self.as_shown, text) if self.digits else text

    def as_shown(self, cell: re.Match) -> bytes:
        """Return the cell of a number as the text that is shown, if its style adds leading zeros."""
        style = STYLE.search(cell["attributes"])
        digits = self.digits.get(style[1]) if style else None
        if not digits or TYPE.search(cell["attributes"]):
            return cell[0]
        number = cell["number"].zfill(digits)
        attributes = NUMERIC_TYPE.sub(b"", cell["attributes"])
        return cell["start"] + attributes + b' t="str">' + cell["formula"] + number + cell["end"]

    def add_position(self, attributes: bytes, text: bytes) -> None:
        if place := PLACE.search(attributes):
            self.columns.add(place[1])
            self.last_row = max(self.last_row, int(place[2]))
        else:  # the cell comes after the one before it, in a row that may say where it is
            self.columns.add(UNKNOWN_COLUMN)
            self.last_row = max(self.last_row, 1, *map(int, ROW.findall(text)))


def number_of(column: bytes) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number
