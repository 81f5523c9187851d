"""Recognises what the sheets of a file hold, by their names and headings, and the errors in these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.errors import propose
from catalogue.exports.cells import shown
from catalogue.exports.cover_sheet import LIST_LABEL
from catalogue.exports.lookups import did_you_mean, folded
from catalogue.imports.csv_files import HEADER_WITHIN
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.layout import ImportKind, ImportPart
from catalogue.imports.reading import UploadedSheet

MOST_COLUMNS = 500
UNKNOWN = ""  # the key of a column that is not read; that of one without a heading is None
REASON = gettext_lazy("Reason")  # heads the column of a file of rejected rows that says what is wrong
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
    is_wrong: bool = True  # else it is a warning

    @property
    def reason(self) -> str:
        """The message, with the column that it is about."""
        return reason(self.column, self.message)


def reason(column: str, message: str) -> str:
    return f"{column}: {message}" if column else message


@dataclass
class KnownSheet:
    """A sheet whose content is recognised: the keys of its columns, and its rows."""

    part: ImportPart
    sheet: str
    heading_line: int
    headings: list[str]
    keys: list[str | None]
    rows: Iterator[tuple[int, list[Any]]]
    is_ragged: bool = False
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
        first = list(first_rows(rows))
        if not first or folded(sheet.name) in (folded(_("About")), folded(_("Columns"))):
            refuse_public_file(sheet, chain(first, rows))
            continue
        part = kind.part_called(sheet.name)
        header = header_among(first, kind)
        if part is None and number == 0 and header is not None:  # a CSV file, or somebody's own workbook
            part = kind.part_with([shown(cell) for cell in first[header][1]], file_name)
        if header is None and (part or number == 0):
            yield UnknownSheet(sheet.name, no_headings(first[0], part or kind.entries))
        elif part is None:
            yield UnknownSheet(sheet.name, unknown_sheet(sheet.name, kind))
        elif part.name in seen:
            yield UnknownSheet(
                sheet.name,
                SheetProblem(1, "", sheet.name, repeated_sheet(part)),
            )
        else:
            seen.add(part.name)
            line, row = first[header]
            keys, faults = keys_of(row, part, line)
            faults = [*warnings_of(sheet, first[:header]), *faults]
            below = chain(first[header + 1 :], rows)
            yield KnownSheet(
                part,
                sheet.name or part.label,
                line,
                [shown(cell).strip() for cell in row],
                keys,
                below,
                sheet.is_ragged,
                faults,
            )


def first_rows(rows: Iterator[tuple[int, list]]) -> Iterator[tuple[int, list]]:
    """Yield the filled rows that may have the headings; raise UnreadableFile if one is too long."""
    filled = (row for row in rows if is_filled(row[1]))
    for line, row in islice(filled, HEADER_WITHIN):
        if len(row) > MOST_COLUMNS and is_filled(row[MOST_COLUMNS:]):
            raise UnreadableFile(
                _("The file has more than {most} columns. Delete those that are not needed.").format(
                    most=MOST_COLUMNS
                )
            )
        yield line, row[:MOST_COLUMNS]


def header_among(rows: list[tuple[int, list]], kind: ImportKind) -> int | None:
    """Return the position of the first row with a known heading, or else with one of other tables."""
    for headings in (kind.headings, kind.other_headings):
        for position, (_line, row) in enumerate(rows):
            if any(folded(shown(cell)) in headings for cell in row):
                return position
    return None


def no_headings(first: tuple[int, list], part: ImportPart) -> SheetProblem:
    line, row = first
    return SheetProblem(
        line,
        "",
        next(shown(cell) for cell in row if shown(cell).strip()),
        _(
            "No known heading found. Begin the table with a row of headings, as in an export: {headings} …"
        ).format(headings="; ".join(str(column.heading) for column in islice(part.columns.values(), 3))),
    )


def warnings_of(sheet: UploadedSheet, above: list[tuple[int, list]]) -> Iterator[SheetProblem]:
    """Yield what is to be checked in a sheet as a whole: its encoding, and the rows above its headings."""
    if sheet.warning:
        yield SheetProblem(1, "", "", sheet.warning, is_wrong=False)
    for line, row in above:
        text = "; ".join(shown(cell) for cell in row if shown(cell).strip())
        message = _("This row is above the headings and was not imported.")
        yield SheetProblem(line, "", text, message, is_wrong=False)


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
    """Return the key of each column by the row of headings, and the errors in the headings.

    A table of entries without slugs adds new entries only.
    """
    keys: list[str | None] = []
    faults = []
    headings = part.headings_beside(map(shown, row))
    for cell in row:
        heading = shown(cell).strip()
        key = headings.get(folded(heading))
        if heading and key is None and is_reason(heading):
            key = UNKNOWN
        elif heading and key is None:
            faults.append(unknown_column(heading, part, line))
            key = UNKNOWN
        elif key and key in keys:
            message = _("This column appears twice. Delete one of the two.")
            faults.append(SheetProblem(line, heading, heading, message))
            key = UNKNOWN
        keys.append(key)
    if part.identifying[0] in keys:
        return keys, faults
    if part.resource.parent:
        message = _("Add a column “{heading}”. It shows which entry each row belongs to.")
        faults.append(SheetProblem(line, part.slug_heading, "", message.format(heading=part.slug_heading)))
    else:
        proposed = {part.other_headings.get(folded(fault.value)) for fault in faults}
        missing = [key for key in part.missing_columns(keys).values() if key not in proposed]
        faults += [missing_column(part.heading(key), line) for key in missing]
    return keys, faults


def missing_column(heading: str, line: int) -> SheetProblem:
    message = _("Add a column “{heading}”: every new entry needs it.")
    return SheetProblem(line, heading, "", message.format(heading=heading))


def is_reason(heading: str) -> bool:
    return folded(heading) in ("reason", folded(str(REASON)))


def unknown_column(heading: str, part: ImportPart, line: int) -> SheetProblem:
    """Return the problem of a column without a known heading; one of a published standard is left aside."""
    if part.is_left_aside(heading):
        message = _("{entries} have no column for this heading of {standard}. The column was not imported.")
        text = message.format(entries=part.label, standard=part.resource.standard_headings.standard)
        return SheetProblem(line, heading, heading, text, is_wrong=False)
    return SheetProblem(line, heading, heading, unknown_heading(heading, part))


def unknown_heading(heading: str, part: ImportPart) -> str:
    if message := NOT_FROM_FILES.get(folded(heading)):
        return str(message)
    if key := part.other_headings.get(folded(heading)):
        near = f"{propose(part.heading(key))} "
    else:
        near = did_you_mean(heading, [str(column.heading) for column in part.columns.values()])
    return _(
        "The sheet “{sheet}” has no column with this heading. {near}Correct the heading, or "
        "delete the column."
    ).format(sheet=part.label, near=near)
