"""Reads CSV (RFC 4180) as the spreadsheets of the region write it: parted by comma, semicolon or tab."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.importing.refusals import Refusal

DELIMITERS = (",", ";", "\t")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
WORD = re.compile(rb"[\xc0-\xff]{4}")  # letters in a row that are all beyond ASCII: not in the Latin script
LONGEST_CELL = 131_072  # characters


def rows(content: bytes) -> Iterator[list[str]]:
    """Take the content of a CSV file, give its rows; raises Refusal."""
    text = decoded(content)
    delimiter, text = delimiter_of(text)
    return parsed(text, delimiter)


def parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for row in reader:
            line += 1
            yield row
    except csv.Error as error:
        raise Refusal(
            _(
                "The file is broken after its row {line}: {error}. Most often a quotation mark is not "
                "closed, or a cell has more than {most} characters."
            ).format(line=line, error=error, most=LONGEST_CELL)
        ) from error


def decoded(content: bytes) -> str:
    """Give the text, of UTF-8, or of UTF-16 or UTF-32 with its mark; raises Refusal, with a guess."""
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refusal(
            _(
                "The file is not in {encoding}: line {line} has a byte that does not belong there (it seems "
                "to be in {guess}). In Excel, save it as “CSV UTF-8”, or as an Excel workbook."
            ).format(encoding=encoding.upper(), line=line, guess=guess(content))
        ) from error
    if "\0" in text:
        raise Refusal(
            _(
                "This is no table, or a text in UTF-16 without its mark. Bring in an Excel workbook (.xlsx), "
                "or a CSV file in UTF-8."
            )
        )
    return text


def guess(content: bytes) -> str:
    """Name the old encoding of the region that a text is most probably in."""
    letters = content.translate(None, bytes(range(128)))
    marked = sum(byte in b"\x8a\x8e\x9a\x9e\xc6\xe6\xc8\xe8\xd0\xf0" for byte in letters)
    if WORD.search(content):
        return "Windows-1251"
    return "Windows-1250" if marked * 2 >= len(letters) else "Windows-1252"


def delimiter_of(text: str) -> tuple[str, str]:
    """Give the sign that parts the cells, and the text without a line that only names it, as Excel knows."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count), text
