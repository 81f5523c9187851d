"""Reads CSV (RFC 4180) as the spreadsheets of the region write it: with commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Container, Iterator
from itertools import chain
from typing import IO

from django.utils.translation import gettext as _

from catalogue.exports.lookups import folded
from catalogue.imports.encodings import NAMES, probable_encoding, regional_encoding
from catalogue.imports.errors import UnreadableFile

DELIMITERS = (",", ";", "\t")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
HEAD = 4
PIECE = 1 << 20
HEADER_WITHIN = 10  # the filled lines among which the headings are looked for


def encoding_of(file: IO[bytes]) -> tuple[str, str]:
    """Return the encoding of a text, and a warning if it is assumed; raise UnreadableFile if unclear."""
    head = file.read(HEAD)
    file.seek(0)
    if marked := next((name for mark, name in MARKS.items() if head.startswith(mark)), None):
        return marked, ""
    try:
        for _piece in codecs.iterdecode(iter(lambda: file.read(PIECE), b""), "utf-8"):
            pass
    except UnicodeDecodeError:
        file.seek(0)
        content = file.read()
        assumed = regional_encoding(content)
        if assumed is None:
            raise wrong_encoding(content, "utf-8") from None
        return assumed, _(
            "The file is not in UTF-8. It was read as {encoding}. Check the letters in the preview."
        ).format(encoding=NAMES[assumed])
    finally:
        file.seek(0)
    return "utf-8", ""


def rows(file: IO[bytes], encoding: str, headings: Container[str]) -> Iterator[list[str]]:
    """Yield the rows of a CSV file as they are read; raise UnreadableFile if one cannot be read."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    line = 0
    try:
        reader = csv.reader(delimited := CsvLines(text, headings), delimiter=delimited.delimiter, strict=True)
        for row in reader:
            line += 1
            yield row
    except csv.Error as error:
        raise UnreadableFile(
            _(
                "The file cannot be read after row {line}. Check for a missing quotation mark, "
                "or a cell with more than {most} characters."
            ).format(line=line, most=f"{csv.field_size_limit():,}")
        ) from error
    except UnicodeDecodeError as error:
        file.seek(0)
        raise wrong_encoding(file.read(), encoding) from error
    finally:
        if not file.closed:
            text.detach()


class CsvLines:
    """The lines of a CSV text and its delimiter, without the first line that names it for Excel (sep=).

    The delimiter is that of the line with the headings, or of the first filled line if none has any.
    """

    def __init__(self, text: IO[str], headings: Container[str]):
        self.text = text
        self.headings = headings
        self.first = list(self.first_lines())
        named = self.first[0].strip() if self.first else ""
        if named.lower().startswith("sep=") and len(named) == len("sep=,"):
            self.delimiter = named[-1]
            del self.first[0]
        else:
            filled = [line for line in self.first if line.strip()] or [""]
            line = max(filled, key=lambda one: max(self.known(one, mark) for mark in DELIMITERS))
            outside = "".join(line.split('"')[::2])
            self.delimiter = max(DELIMITERS, key=lambda mark: (self.known(line, mark), outside.count(mark)))

    def first_lines(self) -> Iterator[str]:
        """Yield the lines up to the last of those that may have the headings."""
        filled = 0
        for line in self.text:
            yield line
            filled += bool(line.strip())
            if filled == HEADER_WITHIN:
                return

    def known(self, line: str, delimiter: str) -> int:
        """Return how many cells of a line are headings, if it is divided by this delimiter."""
        return sum(folded(cell.strip().strip('"')) in self.headings for cell in line.split(delimiter))

    def __iter__(self) -> Iterator[str]:
        for line in chain(self.first, self.text):
            if "\0" in line:
                raise UnreadableFile(
                    _(
                        "This is not a table, or it is UTF-16 text without a byte-order mark. Upload a "
                        "workbook (.xlsx or .ods) or a CSV file in UTF-8."
                    )
                )
            yield line


def wrong_encoding(content: bytes, encoding: str) -> UnreadableFile:
    """Return the error that names the line with an invalid character, and the probable encoding."""
    line = 0
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    return UnreadableFile(
        _(
            "The file is not in {encoding}: line {line} has an invalid character. The encoding seems "
            "to be {guess}. In Excel, save the file as “CSV UTF-8” or as an Excel workbook."
        ).format(
            encoding=encoding.removesuffix("-sig").upper(), line=line, guess=NAMES[probable_encoding(content)]
        )
    )
