"""What differs between two states of an entry, field by field and row by row."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.history import registry
from catalogue.history.field_values import are_equal, label_of, names_of, shown
from catalogue.history.text_diff import Segment, compare_lists, compare_texts
from catalogue.history.versions import EntryPart, EntryState


class ChangeKind(TextChoices):
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")


@dataclass(frozen=True)
class FieldChange:
    name: str
    label: str
    before: list[Segment]
    after: list[Segment]


@dataclass(frozen=True)
class RowChange:
    kind: ChangeKind
    title: str
    fields: list[FieldChange]
    is_moved: bool = False


@dataclass(frozen=True)
class RowsChange:
    relation: str
    label: str
    rows: list[RowChange]

    def __str__(self):
        counts = Counter(row.kind for row in self.rows)
        tallies = ", ".join(_tally(kind, counts[kind]) for kind in ChangeKind if counts[kind])
        return f"{self.label}: {tallies}"


def _tally(kind: ChangeKind, count: int) -> str:
    match kind:
        case ChangeKind.ADDED:
            return ngettext("{count} added", "{count} added", count).format(count=count)
        case ChangeKind.REMOVED:
            return ngettext("{count} removed", "{count} removed", count).format(count=count)
        case ChangeKind.CHANGED:
            return ngettext("{count} changed", "{count} changed", count).format(count=count)
    return ngettext("{count} moved", "{count} moved", count).format(count=count)


@dataclass(frozen=True)
class Comparison:
    fields: list[FieldChange]
    rows: list[RowsChange]

    def __bool__(self):
        return bool(self.fields or self.rows)

    @cached_property
    def gist(self) -> str:
        """What differs, in one line."""
        labels = ", ".join(change.label for change in self.fields)
        return "; ".join([*([labels] if labels else []), *map(str, self.rows)]) or str(_("No differences"))


def compare(before: EntryState, after: EntryState) -> Comparison:
    groups = []
    for relation in dict.fromkeys((*before.rows, *after.rows)):
        old, new = before.rows.get(relation, {}), after.rows.get(relation, {})
        if changes := compare_rows(old, new):
            label = label_of_rows(next(iter((old or new).values())), relation)
            groups.append(RowsChange(relation, label, changes))
    return Comparison(compare_fields(before.entry, after.entry), groups)


def compare_fields(
    before: EntryPart | None, after: EntryPart | None, but: frozenset = frozenset()
) -> list[FieldChange]:
    """Return the fields in which two parts differ; of a part that only one side has, all that are filled."""
    changes = []
    for name in names_of(before, after):
        if name not in but and not are_equal(name, before, after):
            sides = compare_values(shown(before, name), shown(after, name))
            changes.append(FieldChange(name, label_of(after or before, name), *sides))
    return changes


def compare_values(before: str | list, after: str | list) -> tuple[list[Segment], list[Segment]]:
    if isinstance(before, list) or isinstance(after, list):
        return compare_lists(
            *([value] if isinstance(value, str) and value else list(value) for value in (before, after))
        )
    return compare_texts(before, after)


def compare_rows(before: dict[str, EntryPart], after: dict[str, EntryPart]) -> list[RowChange]:
    """Compare rows by their keys. A new number is no difference: a row has moved if it passed others."""
    moved = rows_moved(list(before), list(after))
    changes = [
        RowChange(ChangeKind.REMOVED, title_of(part), compare_fields(part, None, NUMBER))
        for key, part in before.items()
        if key not in after
    ]
    for key, part in after.items():
        fields = compare_fields(before.get(key), part, NUMBER)
        if key not in before:
            changes.append(RowChange(ChangeKind.ADDED, title_of(part), fields))
        elif fields:
            changes.append(RowChange(ChangeKind.CHANGED, title_of(before[key]), fields, key in moved))
        elif key in moved:
            changes.append(RowChange(ChangeKind.MOVED, title_of(part), [], True))
    return changes


NUMBER = frozenset({"order"})


def rows_moved(before: list[str], after: list[str]) -> set[str]:
    """Return the rows that passed others: those on both sides, less the longest run that kept its order."""
    places = {key: place for place, key in enumerate(before)}
    both = [key for key in after if key in places]
    ends: list[int] = []
    chains: list[list[str]] = []
    for key in both:
        place = bisect_left(ends, places[key])
        chain = [*(chains[place - 1] if place else []), key]
        ends[place : place + 1] = [places[key]]
        chains[place : place + 1] = [chain]
    return set(both) - set(chains[-1] if chains else [])


def title_of(part: EntryPart) -> str:
    return Truncator(" ".join(part.text.split())).chars(90)


def label_of_rows(part: EntryPart, relation: str) -> str:
    if part.model and registry.owner_field(part.model):
        return capfirst(str(part.model._meta.verbose_name_plural))
    return capfirst(relation.rpartition(".")[2].replace("_", " "))
