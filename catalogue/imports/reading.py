"""Opens an uploaded file by its content, whatever its name is."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from catalogue.imports import csv_files, opendocument, workbooks
from catalogue.imports.errors import UnreadableFile, not_a_table, protected

HEAD = 4096
PICTURES = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"RIFF": "WebP"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel's files until 2003, and encrypted ones until now
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class UploadedSheet:
    """A table: its name and its rows, each a list of cells.

    In a CSV file a line may be shorter than the others (`is_ragged`); `warning` is about the file as a whole.
    """

    name: str
    rows: Iterator[list[Any]]
    is_ragged: bool = False
    warning: str = ""


def refuse_large(size: int) -> None:
    """Raise UnreadableFile if a file has too many bytes to be uploaded."""
    most = settings.IMPORT_MOST_BYTES
    if size > most:
        raise UnreadableFile(
            _("This file is {size} MB; the limit is {most} MB. Split it into several files.").format(
                size=-(-size // 1_000_000), most=most // 1_000_000
            )
        )


def sheets_of(file: IO[bytes], headings: Container[str]) -> Iterator[UploadedSheet]:
    """Yield the tables of a file; raise UnreadableFile if it has none.

    `headings` are the known ones, by which the delimiter of a CSV file is found.
    """
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip():
        raise UnreadableFile(_("The file is empty. Choose another file."))
    if head.startswith(b"PK"):
        reader = opendocument if opendocument.is_opendocument(file) else workbooks
        return (UploadedSheet(name, rows) for name, rows in reader.tables(file))
    refuse_other_formats(head, file)
    encoding, warning = csv_files.encoding_of(file)
    rows = csv_files.rows(file, encoding, headings)
    return iter([UploadedSheet("", rows, is_ragged=True, warning=warning)])


def refuse_other_formats(head: bytes, file: IO[bytes]) -> None:
    if head.startswith(OLE):
        if ENCRYPTED in file.read():
            raise protected()
        raise UnreadableFile(
            _(
                "This file has the old Excel format (.xls). Open it in Excel and save it as “Excel "
                "Workbook (.xlsx)”."
            )
        )
    if head.startswith(b"%PDF"):
        raise not_a_table(_("This is a PDF file."))
    for start, name in PICTURES.items():
        if head.startswith(start):
            raise not_a_table(_("This is a picture ({name}).").format(name=name))
    if head.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl", b"{\\rtf"):
        raise not_a_table(_("This is a web page or a text document."))
