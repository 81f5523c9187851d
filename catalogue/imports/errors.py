"""Errors that end the reading of a file."""

from django.utils.translation import gettext as _

MOST_UNPACKED = 300_000_000  # bytes of a workbook, unpacked


class UnreadableFile(Exception):
    """The file cannot be read at all; the message says why and what to do."""


def not_a_table(kind: str) -> UnreadableFile:
    """Return the error about a file that has no table; `kind` is the sentence that says what it is."""
    wanted = _("Upload an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a CSV file.")
    return UnreadableFile(f"{kind} {wanted}")


def broken(error: object) -> UnreadableFile:
    return UnreadableFile(
        _(
            "The workbook is damaged ({error}). Open it in Excel or LibreOffice, save it again and upload "
            "the new file."
        ).format(error=error)
    )


def protected() -> UnreadableFile:
    return UnreadableFile(
        _("The file is protected with a password. Save it without a password and upload it again.")
    )


def not_calculated() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The workbook has formulas without results. Open it in Excel or LibreOffice, save it and upload "
            "it again."
        )
    )


def too_large() -> UnreadableFile:
    return UnreadableFile(
        _(
            "Unpacked, the workbook is larger than {most} MB, or its cells are too far apart. Upload "
            "only the rows and columns that are filled in."
        ).format(most=MOST_UNPACKED // 1_000_000)
    )
