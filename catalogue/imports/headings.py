"""Recognises what the sheets of a file hold, by their names and headings, and the errors in these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.exports.cells import shown
from catalogue.exports.cover_sheet import LIST_LABEL
from catalogue.exports.lookups import did_you_mean, folded
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.layout import ImportKind, ImportPart
from catalogue.imports.reading import UploadedSheet

UNKNOWN = ""  # the key of a column that is not known; that of one without a heading is None
NOT_FROM_FILES = {
    **dict.fromkeys(
        ("published_at", "published", "stage", "standing", "status", "publication"),
        gettext_lazy(
            "An import cannot publish entries; publish them in the back office. Delete this column."
        ),
    ),
    **dict.fromkeys(
        ("staff_note", "staff note"),
        gettext_lazy("Staff notes cannot be imported; write them in the back office. Delete this column."),
    ),
    **dict.fromkeys(
        ("logo", "picture"),
        gettext_lazy("Pictures cannot be imported; upload them in the back office. Delete this column."),
    ),
}


@dataclass
class SheetProblem:
    """An error in a sheet as a whole, or in its headings."""

    line: int
    column: str
    value: str
    message: str


@dataclass
class KnownSheet:
    """A sheet whose content is recognised: the keys of its columns, and its rows."""

    part: ImportPart
    sheet: str
    heading_line: int
    keys: list[str | None]
    rows: Iterator[tuple[int, list[Any]]]
    faults: list[SheetProblem] = field(default_factory=list)


@dataclass
class UnknownSheet:
    """A sheet whose content is not recognised."""

    sheet: str
    fault: SheetProblem


def tables_of(
    sheets: Iterable[UploadedSheet], kind: ImportKind, file_name: str
) -> Iterator[KnownSheet | UnknownSheet]:
    """Yield what each sheet holds that is not empty. Each is to be read before the next."""
    seen: set[str] = set()
    for number, sheet in enumerate(sheets):
        rows = enumerate(sheet.rows, start=1)
        first = next(((line, row) for line, row in rows if is_filled(row)), None)
        if first is None or folded(sheet.name) == folded(_("About")):
            refuse_public_file(sheet, chain([first] if first else [], rows))
            continue
        line, row = first
        part = kind.part_called(sheet.name)
        if part is None and number == 0:  # a CSV file, or a workbook of somebody's own
            part = kind.part_with([shown(cell) for cell in row], file_name)
        if part is None:
            yield UnknownSheet(sheet.name, unknown_sheet(sheet.name, kind))
        elif part.name in seen:
            yield UnknownSheet(
                sheet.name,
                SheetProblem(1, "", sheet.name, repeated_sheet(part)),
            )
        else:
            seen.add(part.name)
            keys, faults = keys_of(row, part, line)
            yield KnownSheet(part, sheet.name or part.label, line, keys, rows, faults)


def is_filled(row: list) -> bool:
    return any(shown(cell).strip() for cell in row)


def refuse_public_file(sheet: UploadedSheet, rows: Iterable[tuple[int, list]]) -> None:
    """Refuse a workbook of the public pages: it lacks drafts, which would seem to be removed."""
    if folded(sheet.name) == folded(_("About")) and any(
        row and shown(row[0]) == LIST_LABEL for _line, row in rows
    ):
        raise UnreadableFile(
            _(
                "This workbook was downloaded from the public pages, which leave out drafts. Export the "
                "list from the back office and edit that file instead."
            )
        )


def repeated_sheet(part: ImportPart) -> str:
    return _("There is already a sheet for “{label}”. Combine the two into one.").format(label=part.label)


def unknown_sheet(name: str, kind: ImportKind) -> SheetProblem:
    labels = [part.label for part in kind.parts.values()]
    return SheetProblem(
        1,
        "",
        name,
        _("Sheet not recognised. {near}Delete it, or rename it to one of these: {sheets}.").format(
            near=did_you_mean(name, labels), sheets="; ".join(labels)
        ),
    )


def keys_of(row: list, part: ImportPart, line: int) -> tuple[list[str | None], list[SheetProblem]]:
    """Return the key of each column by the row of headings, and the errors in the headings."""
    keys: list[str | None] = []
    faults = []
    for cell in row:
        heading = shown(cell).strip()
        key = part.headings.get(folded(heading))
        if heading and key is None:
            faults.append(SheetProblem(line, heading, heading, unknown_heading(heading, part)))
            key = UNKNOWN
        elif key and key in keys:
            message = _("This column appears twice. Delete one of the two.")
            faults.append(SheetProblem(line, heading, heading, message))
            key = UNKNOWN
        keys.append(key)
    if part.telling[0] not in keys:
        message = (
            _("Add a column “{heading}”. It shows which entry each row belongs to.")
            if part.resource.parent
            else _("Add a column “{heading}”. Leave it empty in the rows of new entries.")
        )
        faults.append(SheetProblem(line, part.slug_heading, "", message.format(heading=part.slug_heading)))
    return keys, faults


def unknown_heading(heading: str, part: ImportPart) -> str:
    if message := NOT_FROM_FILES.get(folded(heading)):
        return str(message)
    near = did_you_mean(heading, [str(column.heading) for column in part.columns.values()])
    return _(
        "The sheet “{sheet}” has no column with this heading. {near}Correct the heading, or "
        "delete the column."
    ).format(sheet=part.label, near=near)
