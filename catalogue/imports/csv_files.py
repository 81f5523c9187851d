"""Reads CSV (RFC 4180) as the spreadsheets of the region write it: with commas, semicolons or tabs."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import IO

from django.utils.translation import gettext as _

from catalogue.imports.errors import UnreadableFile

DELIMITERS = (",", ";", "\t")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WORD = re.compile(rb"[\xc0-\xff]{4}")  # letters in a row that are all beyond ASCII: not in the Latin script
HEAD = 4


def rows(file: IO[bytes]) -> Iterator[list[str]]:
    """Yield the rows of a CSV file as they are read; raise UnreadableFile if one cannot be read."""
    head = file.read(HEAD)
    file.seek(0)
    encoding = next((name for mark, name in MARKS.items() if head.startswith(mark)), "utf-8")
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    line = 0
    try:
        reader = csv.reader(delimited := CsvLines(text), delimiter=delimited.delimiter, strict=True)
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
        raise wrong_encoding(file, encoding) from error
    finally:
        text.detach()


class CsvLines:
    """The lines of a CSV text and its delimiter, without the first line that names it for Excel (sep=)."""

    def __init__(self, text: IO[str]):
        self.text = text
        self.first = text.readline()
        named = self.first.strip()
        if named.lower().startswith("sep=") and len(named) == len("sep=,"):
            self.delimiter, self.first = named[-1], ""
        else:
            outside = "".join(self.first.split('"')[::2])
            self.delimiter = max(DELIMITERS, key=outside.count)

    def __iter__(self) -> Iterator[str]:
        for line in chain([self.first] if self.first else [], self.text):
            if "\0" in line:
                raise UnreadableFile(
                    _(
                        "This is not a table, or it is UTF-16 text without a byte-order mark. Upload an "
                        "Excel workbook (.xlsx) or a CSV file in UTF-8."
                    )
                )
            yield line


def wrong_encoding(file: IO[bytes], encoding: str) -> UnreadableFile:
    """Return the error that names the line with an invalid character, and the probable encoding."""
    file.seek(0)
    content, line = file.read(), 0
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    return UnreadableFile(
        _(
            "The file is not in {encoding}: line {line} has an invalid character. The encoding seems "
            "to be {guess}. In Excel, save the file as “CSV UTF-8” or as an Excel workbook."
        ).format(encoding=encoding.removesuffix("-sig").upper(), line=line, guess=guess(content))
    )


def guess(content: bytes) -> str:
    """Return the older encoding of the region that a text is most probably in."""
    letters = content.translate(None, bytes(range(128)))
    marked = sum(byte in b"\x8a\x8e\x9a\x9e\xc6\xe6\xc8\xe8\xd0\xf0" for byte in letters)
    if WORD.search(content):
        return "Windows-1251"
    return "Windows-1250" if marked * 2 >= len(letters) else "Windows-1252"
