"""Three-way comparison of an entry: as it was opened, as others saved it meanwhile, and as it was typed."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import FileField, TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.history.comparison import NUMBER, compare_values, label_of_rows, title_of
from catalogue.history.field_values import are_equal, field_of, label_of, names_of, shown
from catalogue.history.text_diff import Segment
from catalogue.history.versions import EntryPart, EntryState

NEW = "new-"  # begins the key of a submitted row that is not stored


class Whose(TextChoices):
    """Who has changed a value since the form was opened."""

    BOTH = "both", _("Changed in both")
    THEIRS = "theirs", _("Changed by others")
    YOURS = "yours", _("Changed by you")
    UNKNOWN = "unknown", _("Different")


class Choice(TextChoices):
    """Which of two versions of a field or a row is saved."""

    MINE = "mine", _("Mine")
    THEIRS = "theirs", _("Theirs")
    BOTH = "both", _("Both rows: theirs, then mine")


@dataclass(frozen=True)
class Place:
    """A field of the entry, a field of a row, or a whole row. `row` is its relation and key."""

    name: str = ""
    row: tuple[str, str] | None = None

    @property
    def question(self) -> str:
        """The key of the choice: that of the whole row for each of its fields."""
        return "-".join(self.row) if self.row else self.name

    def __str__(self):
        return "-".join([*(self.row or ()), *([self.name] if self.name else [])])


@dataclass(frozen=True)
class ConflictingValue:
    label: str
    whose: Whose
    opened: list[Segment]
    theirs: list[Segment]
    yours: list[Segment]
    place: Place
    heading: str
    is_file: bool = False

    @property
    def field_label(self) -> str:
        """The label without the row."""
        return self.label.removeprefix(f"{self.heading}: ")

    @property
    def needs_choice(self) -> bool:
        """Return whether both have changed it, or nobody knows. Files are chosen again instead."""
        return self.whose in (Whose.BOTH, Whose.UNKNOWN) and not self.is_file


@dataclass(frozen=True)
class Question:
    """A field, or a row with its fields, of which a person chooses the version to save."""

    key: str
    values: list[ConflictingValue]
    options: list[Choice]
    chosen: str = ""

    @property
    def label(self) -> str:
        return self.values[0].heading

    @property
    def is_answered(self) -> bool:
        return self.chosen in self.options


def questions_of(found: list[ConflictingValue], chosen: dict[str, str]) -> list[Question]:
    """Return a question for each field and row that needs a choice, with the choices made so far."""
    groups = groupby((value for value in found if value.needs_choice), key=lambda value: value.place.question)
    return [_question(key, list(values), chosen.get(key, "")) for key, values in groups]


def _question(key: str, values: list[ConflictingValue], chosen: str) -> Question:
    place = values[0].place
    is_row_of_both = place.row and place.name
    return Question(key, values, [one for one in Choice if one is not Choice.BOTH or is_row_of_both], chosen)


def differences(opened: EntryState | None, theirs: EntryState, yours: EntryState) -> list[ConflictingValue]:
    """Return every field and row that differs between what others saved and what was typed.

    `opened` is None if what the form showed is no longer known.
    """
    found = _of_part(opened.entry if opened else None, theirs.entry, yours.entry, None, opened is not None)
    for relation in dict.fromkeys((*theirs.rows, *yours.rows)):
        old = opened.rows.get(relation, {}) if opened else {}
        left, typed = theirs.rows.get(relation, {}), yours.rows.get(relation, {})
        for key in dict.fromkeys((*old, *left, *typed)):
            row = (relation, key)
            found += _of_row(row, old.get(key), left.get(key), typed.get(key), opened is not None)
    return found


def _of_row(
    key: tuple[str, str],
    old: EntryPart | None,
    left: EntryPart | None,
    typed: EntryPart | None,
    is_known: bool,
) -> list[ConflictingValue]:
    if left is None and typed is None:
        return []
    label = f"{label_of_rows(typed or left, key[0])}: {title_of(old or left or typed)}"
    if left and typed:
        return _of_part(old, left, typed, (label, key), is_known)
    is_compared = is_known or key[1].startswith(NEW)
    whose = _whose(_same(old, left), _same(old, typed)) if is_compared else Whose.UNKNOWN
    sides = _sides(_summary(old), _summary(left), _summary(typed), is_known)
    return [ConflictingValue(label, whose, *sides, Place(row=key), label)]


def _of_part(
    old: EntryPart | None, left: EntryPart, typed: EntryPart, row: tuple[str, tuple] | None, is_known: bool
) -> list[ConflictingValue]:
    """Compare the fields of an entry or, with its label and key, of a row."""
    found = []
    heading, key = row or ("", None)
    for name in names_of(left, typed):
        if name in NUMBER or are_equal(name, left, typed):
            continue
        whose = Whose.UNKNOWN
        if is_known:
            whose = _whose(are_equal(name, old, left), are_equal(name, old, typed)) if old else Whose.BOTH
        sides = _sides(*(shown(part, name) for part in (old, left, typed)), is_known)
        label = label_of(left, name)
        text = f"{heading}: {label}" if heading else label
        is_file = isinstance(field_of(left, name), FileField)
        found.append(ConflictingValue(text, whose, *sides, Place(name, key), heading or label, is_file))
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
