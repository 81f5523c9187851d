"""What comes out of the checking of a bucket: what is wrong, what changes, and how many of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst

from catalogue.exports.cells import shown
from catalogue.imports.buckets import Line
from catalogue.imports.models import Change, Finding, Import
from catalogue.imports.staging import LONGEST_SHOWN


class LineErrors:
    """The errors and warnings of the lines of a file."""

    told: set[tuple]  # the cells that something was said of

    def wrong(self, line: Line, key: str, cell: Any, message: str) -> None:
        """Say what is wrong with a cell, or with no key with the whole line, and what to do."""
        raise NotImplementedError

    def warn(self, line: Line, key: str, cell: Any, message: str) -> None:
        """Say what to look at twice."""
        raise NotImplementedError

    def faults(self, line: Line, faults: Iterable[tuple[str, str]]) -> None:
        """Say what rules of the model are broken, at the column of the field if the sheet has one.

        Of a cell that could not be read, a rule has nothing to add.
        """
        columns = line.place.part.columns
        for name, message in dict(faults).items():
            key = next((key for key in line.cells if columns[key].field == name), "")
            if not key and name != NON_FIELD_ERRORS:
                label = capfirst(str(line.place.part.model._meta.get_field(name).verbose_name))
                message = f"{label}: {message}"
            if not key or (line.place.number, line.number, key) not in self.told:
                self.wrong(line, key, line.cells.get(key), message)


@dataclass
class Report(LineErrors):
    run: Import
    bucket: int
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    told: set[tuple] = field(default_factory=set)
    wrong_count: int = 0
    unchanged: int = 0
    removed: int = 0

    def wrong(self, line: Line, key: str, cell: Any, message: str) -> None:
        self.wrong_count += 1
        self._note(line, key, cell, message, is_wrong=True)

    def warn(self, line: Line, key: str, cell: Any, message: str) -> None:
        self._note(line, key, cell, message, is_wrong=False)

    def _note(self, line: Line, key: str, cell: Any, message: str, *, is_wrong: bool) -> None:
        self.told.add((line.place.number, line.number, key))
        self.findings.append(
            Finding(
                run=self.run,
                bucket=self.bucket,
                is_wrong=is_wrong,
                place=line.place.number,
                sheet=line.place.sheet[:120],
                line=line.number,
                column=line.place.part.heading(key)[:LONGEST_SHOWN] if key else "",
                value=shown(cell)[:LONGEST_SHOWN],
                message=message,
            )
        )
