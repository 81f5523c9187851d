"""The result of checking a bucket: errors, warnings and changes, and how many of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst

from catalogue.exports.cells import shown
from catalogue.imports.buckets import FileRow
from catalogue.imports.models import Change, Finding, Import


class LineErrors:
    """The errors and warnings of the rows of a file."""

    reported: set[tuple]  # the cells that have an error

    def wrong(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add an error about a cell, or without a key about the whole row. The message says what to do."""
        raise NotImplementedError

    def warn(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add a warning."""
        raise NotImplementedError

    def faults(self, line: FileRow, faults: Iterable[tuple[str, str]]) -> None:
        """Add the broken rules of the model as errors, at the column of the field if the sheet has one.

        A cell that has an error already gets no other.
        """
        columns = line.place.part.columns
        for name, message in dict(faults).items():
            key = next((key for key in line.cells if columns[key].field == name), "")
            if not key and name != NON_FIELD_ERRORS:
                label = capfirst(str(line.place.part.model._meta.get_field(name).verbose_name))
                message = f"{label}: {message}"
            if not key or (line.place.number, line.number, key) not in self.reported:
                self.wrong(line, key, line.cells.get(key), message)


@dataclass
class BucketReport(LineErrors):
    run: Import
    bucket: int
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reported: set[tuple] = field(default_factory=set)
    wrong_lines: set[tuple[int, int]] = field(default_factory=set)
    wrong_count: int = 0
    unchanged: int = 0
    removed: int = 0

    def wrong(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        self.wrong_count += 1
        self.wrong_lines.add((line.place.number, line.number))
        self.reported.add((line.place.number, line.number, key))
        self._add(line, key, cell, message, is_wrong=True)

    def warn(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        self._add(line, key, cell, message, is_wrong=False)

    def is_wrong(self, lines: Iterable[FileRow]) -> bool:
        """Return whether any of these rows has an error."""
        return any((line.place.number, line.number) in self.wrong_lines for line in lines)

    def _add(self, line: FileRow, key: str, cell: Any, message: str, *, is_wrong: bool) -> None:
        self.findings.append(
            Finding.at(
                line.number,
                message,
                run=self.run,
                bucket=self.bucket,
                is_wrong=is_wrong,
                place=line.place.number,
                sheet=line.place.sheet,
                column=line.place.part.heading(key) if key else "",
                value=shown(cell),
            )
        )
