"""Three-way comparison of an entry: as it was opened, as others saved it meanwhile, and as it was typed."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.history.comparison import NUMBER, compare_values, label_of_rows, title_of
from catalogue.history.field_values import are_equal, label_of, names_of, shown
from catalogue.history.text_diff import Segment
from catalogue.history.versions import EntryPart, EntryState


class Whose(TextChoices):
    """Who has changed a value since the form was opened."""

    BOTH = "both", _("Changed in both")
    THEIRS = "theirs", _("Changed by others")
    YOURS = "yours", _("Changed by you")
    UNKNOWN = "unknown", _("Different")


@dataclass(frozen=True)
class ConflictingValue:
    label: str
    whose: Whose
    opened: list[Segment]
    theirs: list[Segment]
    yours: list[Segment]


def differences(opened: EntryState | None, theirs: EntryState, yours: EntryState) -> list[ConflictingValue]:
    """Return every field and row that differs between what others saved and what was typed.

    `opened` is None if what the form showed is no longer known.
    """
    found = _of_part(opened.entry if opened else None, theirs.entry, yours.entry, "", opened is not None)
    for relation in dict.fromkeys((*theirs.rows, *yours.rows)):
        old = opened.rows.get(relation, {}) if opened else {}
        left, typed = theirs.rows.get(relation, {}), yours.rows.get(relation, {})
        for key in dict.fromkeys((*old, *left, *typed)):
            found += _of_row(relation, old.get(key), left.get(key), typed.get(key), opened is not None)
    return found


def _of_row(
    relation: str, old: EntryPart | None, left: EntryPart | None, typed: EntryPart | None, is_known: bool
) -> list[ConflictingValue]:
    if left is None and typed is None:
        return []
    row = typed or left
    label = f"{label_of_rows(row, relation)}: {title_of(old or left or typed)}"
    if left and typed:
        return _of_part(old, left, typed, f"{label}: ", is_known)
    whose = Whose.UNKNOWN
    if is_known:
        whose = _whose(_same(old, left), _same(old, typed))
    return [ConflictingValue(label, whose, *_sides(_summary(old), _summary(left), _summary(typed), is_known))]


def _of_part(
    old: EntryPart | None, left: EntryPart, typed: EntryPart, prefix: str, is_known: bool
) -> list[ConflictingValue]:
    found = []
    for name in names_of(left, typed):
        if name in NUMBER or are_equal(name, left, typed):
            continue
        whose = Whose.UNKNOWN
        if is_known:
            whose = _whose(are_equal(name, old, left), are_equal(name, old, typed)) if old else Whose.BOTH
        sides = _sides(*(shown(part, name) for part in (old, left, typed)), is_known)
        found.append(ConflictingValue(f"{prefix}{label_of(left, name)}", whose, *sides))
    return found


def _whose(is_theirs_same: bool, is_yours_same: bool) -> Whose:
    if is_yours_same:
        return Whose.THEIRS
    return Whose.YOURS if is_theirs_same else Whose.BOTH


def _same(one: EntryPart | None, other: EntryPart | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(are_equal(name, one, other) for name in names_of(one, other) if name not in NUMBER)


def _summary(part: EntryPart | None) -> str:
    """Return a whole row as text, a line for each field that is filled."""
    if part is None:
        return ""
    lines = []
    for name in names_of(part):
        value = shown(part, name)
        if value and name not in NUMBER:
            lines.append(f"{label_of(part, name)}: {', '.join(value) if isinstance(value, list) else value}")
    return "\n".join(lines)


def _sides(opened, theirs, yours, is_known: bool):
    """Mark what differs from the opened text in theirs and in yours; if it is unknown, from each other."""
    if not is_known:
        return ([], *compare_values(theirs, yours))
    return (
        compare_values(opened, opened)[0],
        compare_values(opened, theirs)[1],
        compare_values(opened, yours)[1],
    )
