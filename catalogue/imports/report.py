"""The result of checking a bucket: errors, warnings and changes, and how many of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst

from catalogue.exports.cells import shown
from catalogue.imports.buckets import FileRow
from catalogue.imports.models import Change, Finding, Import


@dataclass
class BucketReport:
    run: Import
    bucket: int
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reported: set[tuple] = field(default_factory=set)  # the cells that have a finding
    wrong_count: int = 0
    unchanged: int = 0
    removed: int = 0

    def wrong(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add an error about a cell, or without a key about the whole row. The message says what to do."""
        self.wrong_count += 1
        self._add(line, key, cell, message, is_wrong=True)

    def warn(self, line: FileRow, key: str, cell: Any, message: str) -> None:
        """Add a warning."""
        self._add(line, key, cell, message, is_wrong=False)

    def faults(self, line: FileRow, faults: Iterable[tuple[str, str]]) -> None:
        """Add the broken rules of the model as errors, at the column of the field if the sheet has one.

        A cell that has a finding already gets no other.
        """
        columns = line.place.part.columns
        for name, message in dict(faults).items():
            key = next((key for key in line.cells if columns[key].field == name), "")
            if not key and name != NON_FIELD_ERRORS:
                label = capfirst(str(line.place.part.model._meta.get_field(name).verbose_name))
                message = f"{label}: {message}"
            if not key or (line.place.number, line.number, key) not in self.reported:
                self.wrong(line, key, line.cells.get(key), message)

    def _add(self, line: FileRow, key: str, cell: Any, message: str, *, is_wrong: bool) -> None:
        self.reported.add((line.place.number, line.number, key))
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
