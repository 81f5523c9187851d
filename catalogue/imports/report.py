"""The result of checking a bucket: errors, warnings and changes, and how many of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst

from catalogue.exports.cells import shown
from catalogue.imports.buckets import FileEntry, FileRow
from catalogue.imports.headings import reason
from catalogue.imports.models import Change, Finding, Import, RejectedRow
from catalogue.imports.rejecting import rejected_rows


class LineErrors:
    """The errors and warnings of the rows of a file."""

    reported: set[tuple]  # the cells that have an error

    def wrong(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add an error about a cell, or without a key about the whole row. The message says what to do."""
        raise NotImplementedError

    def warn(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add a warning."""
        raise NotImplementedError

    def wrong_entry(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add an error about which entry a row belongs to."""
        self.wrong(line, key, cell, message)

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
    rejected: list[RejectedRow] = field(default_factory=list)
    reasons: dict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    strays: set[tuple[int, int]] = field(default_factory=set)
    wrong_count: int = 0
    unchanged: int = 0
    removed: int = 0

    def wrong(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        self.wrong_count += 1
        self.reasons[line.place.number, line.number].append(reason(heading_of(line, key), message))
        self.reported.add((line.place.number, line.number, key))
        self._add(line, key, cell, message, is_wrong=True)

    def warn(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        self._add(line, key, cell, message, is_wrong=False)

    def wrong_entry(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        super().wrong_entry(line, key, cell, message)
        self.strays.add((line.place.number, line.number))

    def is_wrong(self, unit: FileEntry) -> bool:
        """Return whether any row of an entry has an error."""
        return bool(unit.faulty) or any(
            (line.place.number, line.number) in self.reasons for line in unit.all_rows
        )

    def reject(self, unit: FileEntry) -> None:
        """Leave out all rows of an entry: an entry is imported as a whole, or not at all."""
        if not self.run.is_blocked:
            self.rejected += rejected_rows(self.run, unit, self.reasons, self.strays)

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
                column=heading_of(line, key),
                value=shown(cell),
            )
        )


def heading_of(line: FileRow, key: str) -> str:
    return line.place.part.heading(key) if key else ""
