"""The rows of every app that refer to an organisation, and how they move to another one in a merge.

Apps above this one refer to organisations, so the rows are found by the relations of the model.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db import models
from django.utils.text import capfirst

from catalogue.batches import batched
from catalogue.entries import LevelledRow, OrderedRow, Publishable
from catalogue.rows import RowRule, numbers_within, unique_rules
from organisations.models import Organisation, OtherName

BATCH = 500  # rows of one query
# `merge` makes them from all names of both entries.
MERGED_SEPARATELY = {OtherName}


@dataclass
class RowMove:
    """The rows of one kind: those that move, and those of which the kept organisation has a duplicate.

    `reference` is the field by which they refer to the organisation. `doubled` has each duplicate with the
    row that is kept instead.
    """

    reference: models.ForeignKey
    rows: list[models.Model] = field(default_factory=list)
    doubled: list[tuple[models.Model, models.Model]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name of the rows; of rows that only link to categories, the name of the categories."""
        model = self.reference.model
        if model._meta.auto_created:
            model = next(one.related_model for one in foreign_keys(model) if one != self.reference)
        return capfirst(str(model._meta.verbose_name_plural))

    @property
    def is_owned(self) -> bool:
        """Whether the rows are part of the organisation's own entry."""
        return self.reference.remote_field.on_delete is models.CASCADE

    @property
    def touched(self) -> list[Publishable]:
        """The other entries that are changed: the rows themselves, or those that they are part of."""
        rows = [*self.rows, *(row for pair in self.doubled for row in pair)]
        return [entry for row in rows if not self.is_owned for entry in entries_of(row, self.reference)]


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]


def entries_of(row: models.Model, reference: models.ForeignKey) -> Iterator[Publishable]:
    """Yield the entry that a row is, or is part of, apart from the one that it refers to."""
    if isinstance(row, Publishable):
        yield row
        return
    for one in foreign_keys(type(row)):
        is_part_of = one.remote_field.on_delete is models.CASCADE and one != reference
        if is_part_of and issubclass(one.related_model, Publishable):
            yield getattr(row, one.name)


def references() -> list[models.ForeignKey]:
    """Return every field of the portal that refers to an organisation."""
    relations = Organisation._meta.get_fields(include_hidden=True)
    fields = [
        one.field
        for one in relations
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
    ]
    found = [one for one in fields if one.model not in MERGED_SEPARATELY]
    return sorted(found, key=lambda one: (one.model._meta.auto_created is not False, one.model._meta.label))


def row_moves(kept: Organisation, gone: Organisation) -> list[RowMove]:
    """Return, for each kind of row of the organisation that goes, which move and which are duplicates."""
    return [one for one in (row_move(field, kept, gone) for field in references()) if one.rows or one.doubled]


def most_frequent(organisation: Organisation, at_least: int) -> models.ForeignKey | None:
    """Return the reference of which other entries have most rows; None if they have fewer rows in all."""
    others = [one for one in references() if not RowMove(one).is_owned]
    numbers = {one: one.model._base_manager.filter(**{one.name: organisation}).count() for one in others}
    return max(others, key=numbers.get) if sum(numbers.values()) >= at_least else None


def row_move(
    reference: models.ForeignKey, kept: Organisation, gone: Organisation, most: int | None = None
) -> RowMove:
    """Return the same for one kind of row; of a kind that other entries have, at most so many."""
    found = RowMove(reference)
    rows = rows_of(reference, kept) if found.is_owned else possible_duplicates(reference, kept, gone)
    there = {key: block for block in blocks(rows) for key in keys(block, found)}
    for block in blocks(rows_of(reference, gone)[:most]):
        twin = next((there[key] for key in keys(block, found) if key in there), None)
        if twin:
            found.doubled += zip(block, twin, strict=False)
        else:
            found.rows += block
    return found


def rows_of(reference: models.ForeignKey, organisation: Organisation) -> models.QuerySet:
    """Return the rows in their order, with the entries that they are part of."""
    related = [one.name for one in foreign_keys(reference.model)]
    rows = reference.model._base_manager.filter(**{reference.name: organisation})
    order = reference.model._meta.ordering or ("pk",)
    return rows.select_related(*related).order_by(*order)


def possible_duplicates(
    reference: models.ForeignKey, kept: Organisation, gone: Organisation
) -> models.QuerySet:
    """Return the rows of the kept organisation that have in common what a rule lets only one row have."""
    of_gone = rows_of(reference, gone).order_by()
    shared = [
        models.Q(**{f"{name}__in": of_gone.values(name) for name in rule.unique_fields})
        for rule in rules_of(reference)
    ]
    rows = rows_of(reference, kept)
    return rows.filter(reduce(or_, shared)) if shared else rows.none()


def rules_of(reference: models.ForeignKey) -> list[RowRule]:
    """Return what no two rows of an organisation may have in common, by each rule of the database."""
    rules = unique_rules(reference.model, reference.name)
    return [one for one in rules if reference.name in one.constraint.fields and not one.conditions]


def blocks(rows: Iterable[models.Model]) -> list[list[models.Model]]:
    """Return each row by itself, but a row of level 1 with those of level 2 that are part of it."""
    grouped: list[list[models.Model]] = []
    for row in rows:
        if grouped and isinstance(row, LevelledRow) and row.level != LevelledRow.Level.MAIN:
            grouped[-1].append(row)
        else:
            grouped.append([row])
    return grouped


def keys(block: list[models.Model], move: RowMove) -> list[tuple]:
    """Return the keys of a block. Two blocks with a common key are duplicates, by a rule or by their text."""
    found = [key for row in block[:1] for key in keys_by_rule(row, move.reference)]
    if move.is_owned and not block[0]._meta.auto_created:
        found.append(("words", *(content_of(row, move.reference) for row in block)))
    return found


def keys_by_rule(row: models.Model, reference: models.ForeignKey) -> Iterator[tuple]:
    for rule in rules_of(reference):
        yield rule.unique_fields, *rule.key_of(row)


def content_of(row: models.Model, reference: models.ForeignKey) -> tuple:
    """Return the content of a row, without its key, its number and surplus spaces."""
    left_out = {row._meta.pk.name, reference.name, "order" if isinstance(row, OrderedRow) else ""}
    values = (
        row.serializable_value(one.name) for one in row._meta.concrete_fields if one.name not in left_out
    )
    return tuple(" ".join(value.split()) if isinstance(value, str) else value for value in values)


def move_rows(move: RowMove, kept: Organisation) -> None:
    """Make the rows refer to the kept organisation; delete duplicates, and keep what only they hold.

    `merge` has named the entries that change to the recorder, which renews their tokens.
    """
    for row, twin in move.doubled:
        row.delete()
        if hasattr(twin, "absorb"):
            twin.absorb(row)
            twin.save()
    rows = move.reference.model._base_manager
    if move.is_owned and issubclass(move.reference.model, OrderedRow):
        number_rows(move, kept)
        rows.bulk_update(move.rows, ["order"], batch_size=BATCH)
    for batch in batched([row.pk for row in move.rows], BATCH):
        rows.filter(pk__in=batch).update(**{move.reference.name: kept})


def number_rows(move: RowMove, kept: Organisation) -> None:
    """Number the rows after those that are there."""
    there = sorted(rows_of(move.reference, kept), key=lambda row: row.order)
    last = {row.numbering_group: row.order for row in there}
    groups = (row.numbering_group for row in move.rows)
    for row, number in zip(move.rows, numbers_within(groups, last), strict=True):
        row.order = number
