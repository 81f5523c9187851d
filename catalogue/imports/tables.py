"""A table of a file that is imported through a Resource, also without the entries that have errors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from catalogue.imports.dataset import FIRST_ROW
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.headings import UnknownSheet, is_filled, keys_of, reason
from catalogue.imports.layout import ENTRIES, ImportKind, ImportPart
from catalogue.imports.rejected_file import RejectedLine, RejectedSheet
from catalogue.imports.rejecting import because_of_row
from catalogue.imports.resources import EntryResource, EntryResult
from catalogue.imports.staging import row_problem, tables_in


@dataclass
class SheetTable:
    """The rows of one sheet by their numbers from 1, with their lines in the file and their own faults."""

    part: ImportPart
    headings: list[str]
    keys: list[str | None]
    is_csv: bool = True
    warnings: list[str] = field(default_factory=list)
    rows: dict[int, list[Any]] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)

    def add(self, line: int, row: list[Any], fault: str = "") -> None:
        number = len(self.rows) + 1
        self.rows[number], self.lines[number] = row, line
        if fault:
            self.faults[number] = fault

    def dataset(self, left_out: Mapping[int, object]) -> tablib.Dataset:
        """Return the rows for import-export, which ignores a row without a filled cell."""
        blank = [None] * len(self.headings)
        rows = (blank if number in left_out else self.cells(row) for number, row in self.rows.items())
        return tablib.Dataset(*rows, headers=self.headings)

    def cells(self, row: list[Any]) -> list[Any]:
        """Return exactly one cell for each heading."""
        filled = [*row, *[None] * len(self.headings)]
        return [None if key is None else cell for cell, key in zip(filled, self.keys, strict=False)]

    def rejected_sheet(self, rejected: Mapping[int, Sequence[str]]) -> RejectedSheet:
        def rows() -> Iterable[RejectedLine]:
            return (("\n".join(texts), self.rows[number]) for number, texts in sorted(rejected.items()))

        width = max((len(self.rows[number]) for number in rejected), default=0)
        return RejectedSheet(self.part, self.headings, self.keys, width, rows)


def table_in(file: IO[bytes], resource: type[EntryResource], name: str) -> SheetTable:
    """Return the first table of a file, as an import in the back office reads it; raise UnreadableFile."""
    kind = ImportKind(resource, has_rows=False)
    sheet = next(tables_in(file, kind, name), None)
    if sheet is None:
        raise UnreadableFile(_("The file is empty. Choose another file."))
    if isinstance(sheet, UnknownSheet):
        raise UnreadableFile(sheet.fault.message)
    warnings = [fault.reason for fault in sheet.faults if not fault.is_wrong]
    table = SheetTable(kind.parts[ENTRIES], sheet.headings, sheet.keys, sheet.is_ragged, warnings)
    for line, row in sheet.rows:
        if is_filled(row):
            fault = row_problem(line, row, sheet)
            table.add(line, row, fault.reason if fault else "")
    return table


def table_of(dataset: tablib.Dataset, resource: type[EntryResource]) -> SheetTable:
    """Return a dataset that was read in a format of import-export as a table."""
    part = ImportPart(resource)
    table = SheetTable(part, list(dataset.headers or []), keys_of(dataset.headers or [], part, 1)[0])
    for line, row in enumerate(dataset, start=FIRST_ROW):
        table.add(line, list(row))
    return table


@dataclass
class TableImport:
    """Imports a table: all of it or, with `skip_errors`, without the entries that have errors."""

    resource_class: type[EntryResource]
    table: SheetTable
    skip_errors: bool = False

    def run(self, **options) -> EntryResult:
        """Import the table, and return the result of import-export; `rejected` has what was left out and why.

        An attempt with an error changes nothing. Leaving out one entry may cause an error in another.
        """
        self.rejected: dict[int, list[str]] = {}
        while True:
            self.resource = self.resource_class()
            faults = {
                number: text for number, text in self.table.faults.items() if number not in self.rejected
            }
            result = self.resource.import_data(self.table.dataset(self.rejected), faults=faults, **options)
            self.errors = dict(self.errors_of(result))
            if not (self.skip_errors and self.errors) or result.base_errors:
                return result
            self.reject()

    def errors_of(self, result: EntryResult) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the messages of each row with errors."""
        for number, row in enumerate(result.rows, start=1):
            if row.validation_error:
                yield number, list(self.messages(row.validation_error.message_dict))
            elif row.errors:
                yield number, [str(one.error) for one in row.errors]

    def messages(self, by_key: Mapping[str, list[str]]) -> Iterator[str]:
        for key, texts in by_key.items():
            heading = self.table.part.heading(key) if key != NON_FIELD_ERRORS else ""
            yield from (reason(heading, text) for text in texts)

    def warnings(self) -> list[tuple[int, str]]:
        """Return the number and the message of each warning, in the order of the rows."""
        found = self.resource.incoming.errors.warnings
        return sorted((line - FIRST_ROW + 1, message) for line, message in found)

    def reject(self) -> None:
        """Leave out the rows with errors, and the other rows of their entries."""
        by_slug = defaultdict(list)
        for line, row in self.resource.incoming.lines.items():
            by_slug[row.slug].append(line - FIRST_ROW + 1)
        for number, texts in self.errors.items():
            row = self.resource.incoming.lines.get(number + FIRST_ROW - 1)
            others = by_slug[row.slug] if row and row.slug else ()
            because = because_of_row(self.table.lines[number], self.table.part.label)
            self.rejected |= {
                other: self.errors.get(other, [because]) for other in others if other not in self.rejected
            }
            self.rejected[number] = texts
