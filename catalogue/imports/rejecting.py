"""The rows of a file that an import leaves out, and why: an entry is imported as a whole, or not at all."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.imports.buckets import FileEntry, FileSheet, file_entries
from catalogue.imports.layout import ENTRIES
from catalogue.imports.models import Change, Import, RejectedRow
from catalogue.imports.staging import dumped

RowPlace = tuple[int, int]  # the number of a sheet, and a line


def rejected_rows(
    run: Import,
    unit: FileEntry,
    reasons: Mapping[RowPlace, Sequence[str]],
    strays: Collection[RowPlace] = (),
) -> Iterator[RejectedRow]:
    """Yield the rows of an entry, each with its own errors, or else with the row that has one.

    A row that is wrong as a whole, and has no slug, is a stray one too.
    """
    found = {
        (line.place.number, line.number): [line.fault] if line.fault else list(own)
        for line in unit.all_rows
        if line.fault or (own := reasons.get((line.place.number, line.number)))
    }
    for line in unit.all_rows:
        place = (line.place.number, line.number)
        yield RejectedRow(
            run=run,
            place=line.place.number,
            line=line.number,
            cells=dumped(line.as_read),
            reason="\n".join(found.get(place) or [because_of_other(unit, found)]),
            is_stray=place in strays or bool(line.fault and line.place.part.relation and not line.slug),
        )


def because_of_other(unit: FileEntry, found: Mapping[RowPlace, Sequence[str]]) -> str:
    other = next(line for line in unit.all_rows if (line.place.number, line.number) in found)
    return because_of_row(other.number, other.place.sheet)


def because_of_row(line: int, sheet: str) -> str:
    message = _("Not imported, because row {line} of the sheet “{sheet}” has an error.")
    return message.format(line=line, sheet=sheet)


@dataclass
class RejectedChanges:
    """The changes that are left out after all buckets were checked: the reason of each, by its key."""

    run: Import
    places: dict[str, FileSheet]

    def __post_init__(self):
        self.reasons: dict[int, str] = {}

    def add_changes_beside_strays(self) -> None:
        """Add the changes on each sheet with a row that states no known entry.

        A sheet has all rows of an entry, and this one may be a row of any of them.
        """
        if not self.run.rejected:
            return
        strays = self.run.rejected_rows.filter(is_stray=True).order_by("-line")
        lines = dict(strays.values_list("place", "line"))
        message = _(
            "Not imported, because it is not clear which entry row {line} of the sheet “{sheet}” belongs to."
        )
        for name, place in self.places.items():
            if place.number in lines and name != ENTRIES:
                text = message.format(line=lines[place.number], sheet=place.sheet)
                changes = self.run.changes.filter(data__rows__has_key=name)
                self.reasons |= dict.fromkeys(changes.values_list("pk", flat=True), text)

    def reject(self) -> dict[str, int]:
        """Turn the changes into rejected rows; return how many were new, changed and so on."""
        counts = dict.fromkeys(("new", "changed", "removed", "rejected"), 0)
        if not self.reasons:
            return counts
        by_bucket = defaultdict(list)
        for pk, bucket in self.run.changes.values_list("pk", "bucket"):
            if pk in self.reasons:
                by_bucket[bucket].append(pk)
        for bucket, pks in by_bucket.items():
            changes = {identity(change): change for change in Change.objects.filter(pk__in=pks)}
            rows: list[RejectedRow] = []
            for unit in file_entries(self.run, bucket, self.places):
                if not unit.faulty and (change := changes.get((unit.first.number, unit.slug))):
                    rows += self.rows_of(unit, change)
                    counts["new" if change.is_new else "changed"] += 1
                    counts["removed"] += sum(len(one["delete"]) for one in change.data["rows"].values())
            RejectedRow.objects.bulk_create(rows)
            counts["rejected"] += len(rows)
            Change.objects.filter(pk__in=pks).delete()
        return counts

    def rows_of(self, unit: FileEntry, change: Change) -> Iterator[RejectedRow]:
        first = (unit.first.place.number, unit.first.number)
        return rejected_rows(self.run, unit, {first: [self.reasons[change.pk]]})


def identity(change: Change) -> tuple[int, str]:
    """Return the first line of the rows of a change, and their slug if they have one."""
    return change.line, change.slug if change.data["slug_typed"] else ""
