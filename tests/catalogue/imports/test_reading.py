"""Uploaded files are opened by their content, whatever their names are."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from catalogue.imports.errors import UnreadableFile
from catalogue.imports.reading import ENCRYPTED, OLE, refuse_large, sheets_of

HEADINGS = {"name", "slug"}


def workbook() -> BytesIO:
    book = Workbook()
    book.active.title = "Organisations"
    book.active.append(["Name", "Slug"])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_a_csv_file_is_one_sheet_without_a_name():
    (sheet,) = sheets_of(BytesIO("Name,Slug\nČačak,cacak\n".encode()), HEADINGS)

    assert (sheet.name, sheet.is_ragged, sheet.warning) == ("", True, "")
    assert list(sheet.rows) == [["Name", "Slug"], ["Čačak", "cacak"]]


def test_a_workbook_has_a_sheet_for_each_of_its_own():
    (sheet,) = sheets_of(workbook(), HEADINGS)

    assert sheet.name == "Organisations"
    assert list(sheet.rows) == [["Name", "Slug"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b" \n\n ", "The file is empty"),
        (OLE + b"Workbook", "old Excel format"),
        (OLE + ENCRYPTED, "password"),
        (b"%PDF-1.7", "This is a PDF file"),
        (b"\x89PNG\r\n", r"This is a picture \(PNG\)"),
        (b"GIF89a", r"This is a picture \(GIF\)"),
        (b"<!DOCTYPE html>", "a web page or a text document"),
        (b"{\\rtf1", "a web page or a text document"),
    ],
)
def test_other_formats_are_refused_by_name(content, message):
    with pytest.raises(UnreadableFile, match=message):
        list(sheets_of(BytesIO(content), HEADINGS))


def test_refuse_large_names_the_size_and_the_limit(settings):
    settings.IMPORT_MOST_BYTES = 2_000_000

    refuse_large(2_000_000)
    with pytest.raises(UnreadableFile, match="This file is 3 MB; the limit is 2 MB"):
        refuse_large(2_000_001)
