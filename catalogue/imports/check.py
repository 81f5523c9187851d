"""Compares a bucket of entries of a file with the existing ones: new, changed, unchanged or with errors."""

import time
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.functional import cached_property

from catalogue.admin.permissions import has_permission
from catalogue.exports.columns import Link
from catalogue.exports.lookups import NameDirectories
from catalogue.imports.buckets import FileEntry, FileRow, file_entries, file_sheets
from catalogue.imports.cell_diff import Differences
from catalogue.imports.entries import EntriesCheck, entries_there
from catalogue.imports.file_checks import finish
from catalogue.imports.layout import ENTRIES, ImportKind
from catalogue.imports.models import Change, Finding, Import, RejectedRow
from catalogue.imports.refusing import (
    refuse_other_names,
    refuse_outdated,
    refuse_public,
    refuse_rows_of_nobody,
    warn_of_proposal,
)
from catalogue.imports.report import BucketReport
from catalogue.imports.rows import RowChanges, RowsCheck
from catalogue.proposals.models import ProposedVersion

LONGEST_TEXT = 2000  # characters of a cell that the preview shows


def check(run: Import, kind: ImportKind, seconds: float) -> Import:
    """Check buckets for about so many seconds, at least one, and return the import as it is then."""
    end = time.monotonic() + seconds
    names = NameDirectories()
    while run.status == Import.Status.CHECKING and run.done < run.buckets:
        keep(run, BucketCheck(run, kind, run.done, names).report())
        run.refresh_from_db()
        if time.monotonic() > end:
            break
    if run.status == Import.Status.CHECKING and run.done >= run.buckets:
        finish(run, kind)
    return run


@transaction.atomic
def keep(run: Import, report: BucketReport) -> None:
    """Save the result of a bucket, unless another request has saved it first."""
    mine = Import.objects.select_for_update().filter(
        pk=run.pk, done=report.bucket, status=Import.Status.CHECKING
    )
    if not mine:
        return
    Finding.objects.bulk_create(report.findings)
    Change.objects.bulk_create(report.changes)
    RejectedRow.objects.bulk_create(report.rejected)
    new = sum(change.is_new for change in report.changes)
    mine.update(
        done=report.bucket + 1,
        new=F("new") + new,
        changed=F("changed") + len(report.changes) - new,
        unchanged=F("unchanged") + report.unchanged,
        removed=F("removed") + report.removed,
        rejected=F("rejected") + len(report.rejected),
        wrong=F("wrong") + report.wrong_count,
        warned=F("warned") + len(report.findings) - report.wrong_count,
    )


class BucketCheck:
    """Checks one bucket. Existing entries are read in a fixed number of queries, however many there are."""

    def __init__(self, run: Import, kind: ImportKind, bucket: int, names: NameDirectories):
        self.run = run
        self.kind = kind
        self.names = names
        self.model: type[Model] = kind.model
        self.result = BucketReport(run, bucket)
        self.places = file_sheets(run, kind)
        self.units = file_entries(run, bucket, self.places)
        self.may_publish = bool(run.user and has_permission(run.user, "publish", self.model))

    def report(self) -> BucketReport:
        self.prepare_names()
        for unit in self.units:
            self.check(unit)
        return self.result

    @cached_property
    def there(self) -> dict[str, dict[str, Any]]:
        """Return the values of the existing entries by their slugs."""
        return entries_there(self.model, [unit.slug for unit in self.units if unit.slug])

    @cached_property
    def proposed(self) -> set[int]:
        """Return the keys of the existing entries that have a proposed version."""
        return ProposedVersion.objects.of_entries(self.model, [one["pk"] for one in self.there.values()])

    @cached_property
    def entries(self) -> EntriesCheck:
        return EntriesCheck(self.kind, self.places[ENTRIES], self.units, self.there, self.names, self.result)

    @cached_property
    def parts(self) -> dict[str, RowsCheck]:
        """Return the checks of the sheets of rows. Each has all rows of the entries on the first sheet."""
        checks = {}
        for name, place in self.places.items():
            if name != ENTRIES:
                entries = [
                    self.there[unit.slug]["pk"]
                    for unit in self.units
                    if unit.slug in self.there and (unit.lines or unit.rows.get(name))
                ]
                checks[name] = RowsCheck(place, entries, self.names, self.result)
        return checks

    def prepare_names(self) -> None:
        """Look up all that the cells refer to at once, where there are too many targets to keep in memory."""
        for name, place in self.places.items():
            for key in place.keys:
                column = place.part.columns[key]
                if column.field and isinstance(column, Link):
                    lines = [line for unit in self.units for line in self.lines_of(unit, name)]
                    cells = [line.cells[key] for line in lines]
                    self.names.directory(column.widget.target).prepare(
                        [cell for cell in cells if isinstance(cell, str)]
                    )

    @staticmethod
    def lines_of(unit: FileEntry, part: str) -> list[FileRow]:
        return unit.lines if part == ENTRIES else unit.rows.get(part, [])

    def check(self, unit: FileEntry) -> None:
        entry = self.there.get(unit.slug)
        if any(line.place.part.relation is None for line in unit.faulty):
            self.result.reject(unit)
            return
        if not unit.lines and entry is None:
            refuse_rows_of_nobody(unit, self.model, self.names, self.result)
            self.result.reject(unit)
            return
        instance, found = self.entries.check(unit) if unit.lines else (None, Differences())
        refuse_other_names(unit, entry, instance, self.result)
        rows = self.check_rows(unit, entry)
        if entry and (found or rows):
            refuse_outdated(unit, entry, self.result)
            if not self.may_publish:
                refuse_public(unit, entry, self.result)
        if self.result.is_wrong(unit):
            self.result.reject(unit)
            return
        if entry and (found or rows) and entry["pk"] in self.proposed:
            warn_of_proposal(unit, entry, self.result)
        if found or rows or entry is None:
            self.note_change(unit, entry, instance, found, rows)
        else:
            self.result.unchanged += 1

    def check_rows(self, unit: FileEntry, entry: dict | None) -> dict[str, RowChanges]:
        """Compare the rows of an entry on every sheet about it, and return what changes."""
        found = {
            name: rows.check(unit.rows.get(name, []), entry and entry["pk"])
            for name, rows in self.parts.items()
            if unit.lines or unit.rows.get(name)
        }
        return {name: changes for name, changes in found.items() if changes}

    def note_change(
        self,
        unit: FileEntry,
        entry: dict | None,
        instance: Model | None,
        found: Differences,
        rows: dict[str, RowChanges],
    ) -> None:
        cells = [
            {
                "what": "cell",
                "heading": heading,
                "before": before[:LONGEST_TEXT],
                "after": after[:LONGEST_TEXT],
            }
            for heading, before, after in found.shown
        ]
        slug = unit.slug or instance.slug
        label = (entry or {}).get("name") or getattr(instance, "name", "") or slug
        self.result.changes.append(
            Change(
                run=self.run,
                bucket=self.result.bucket,
                line=unit.first.number,
                is_new=entry is None,
                is_public=bool(entry and entry["published_at"]),
                entry_id=entry["pk"] if entry else None,
                slug=slug,
                label=label[:250],
                data={
                    "token": entry["token"] if entry else "",
                    "slug_typed": bool(unit.slug),
                    "values": found.values,
                    "rows": {name: one.data for name, one in rows.items()},
                },
                shown=cells + [row for one in rows.values() for row in one.shown],
            )
        )
        self.result.removed += sum(len(one.delete) for one in rows.values())
