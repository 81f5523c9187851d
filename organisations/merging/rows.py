"""All rows that refer to an organisation, whichever app they are of, and which of them move to another one.

Upper apps refer to organisations, so the rows are found by the model's own relations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.text import capfirst

from catalogue.entries import LevelledRow, OrderedRow, Publishable
from organisations.models import Organisation, OtherName

# Read and made anew by their own rule (see `merge`), for the names of the entry itself are among them.
APART = {OtherName}


@dataclass
class Moving:
    """The rows of one kind: those that move, and those that say what a row of the one that stays says too.

    `reference` is the field by which they refer to the organisation. `doubled` has each row with the one that
    stays in its place.
    """

    reference: models.ForeignKey
    rows: list[models.Model] = field(default_factory=list)
    doubled: list[tuple[models.Model, models.Model]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Give what the rows are called; those that only link to a list are called like the list."""
        model = self.reference.model
        if model._meta.auto_created:
            model = next(one.related_model for one in foreign_keys(model) if one != self.reference)
        return capfirst(str(model._meta.verbose_name_plural))

    @property
    def is_owned(self) -> bool:
        """Tell whether the rows are part of the organisation's own entry."""
        return self.reference.remote_field.on_delete is models.CASCADE

    @property
    def touched(self) -> list[Publishable]:
        """Give the entries that are changed: the rows themselves, or those that they are part of."""
        rows = [*self.rows, *(row for pair in self.doubled for row in pair)]
        return [entry for row in rows if not self.is_owned for entry in entries_of(row, self.reference)]


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]


def entries_of(row: models.Model, reference: models.ForeignKey) -> Iterator[Publishable]:
    """Give the entry that a row is, or is part of, beside the one that it refers to."""
    if isinstance(row, Publishable):
        yield row
        return
    for one in foreign_keys(type(row)):
        is_part_of = one.remote_field.on_delete is models.CASCADE and one != reference
        if is_part_of and issubclass(one.related_model, Publishable):
            yield getattr(row, one.name)


def references() -> list[models.ForeignKey]:
    """Give every field of the portal that refers to an organisation."""
    relations = Organisation._meta.get_fields(include_hidden=True)
    fields = [
        one.field
        for one in relations
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
    ]
    found = [one for one in fields if one.model not in APART]
    return sorted(found, key=lambda one: (one.model._meta.auto_created is not False, one.model._meta.label))


def movings(kept: Organisation, gone: Organisation) -> list[Moving]:
    """Give, for each kind of row of the one that goes, which of them move and which are there already."""
    return [one for one in (moving(field, kept, gone) for field in references()) if one.rows or one.doubled]


def moving(reference: models.ForeignKey, kept: Organisation, gone: Organisation) -> Moving:
    found = Moving(reference)
    there = {key: block for block in blocks(rows_of(reference, kept)) for key in keys(block, found)}
    for block in blocks(rows_of(reference, gone)):
        twin = next((there[key] for key in keys(block, found) if key in there), None)
        if twin:
            found.doubled += zip(block, twin, strict=False)
        else:
            found.rows += block
    return found


def rows_of(reference: models.ForeignKey, organisation: Organisation) -> list[models.Model]:
    """Give the rows in their order, with the entries that they are part of."""
    related = [one.name for one in foreign_keys(reference.model)]
    rows = reference.model._base_manager.filter(**{reference.name: organisation})
    order = reference.model._meta.ordering or ("pk",)
    return list(rows.select_related(*related).order_by(*order))


def blocks(rows: Sequence[models.Model]) -> list[list[models.Model]]:
    """Give each row by itself, but a row of level 1 with those of level 2 that are part of it."""
    parted: list[list[models.Model]] = []
    for row in rows:
        if parted and isinstance(row, LevelledRow) and row.level != LevelledRow.Level.MAIN:
            parted[-1].append(row)
        else:
            parted.append([row])
    return parted


def keys(block: list[models.Model], moving: Moving) -> list[tuple]:
    """Give what makes a block one that is there already: a rule of the database, or the same words."""
    found = [key for row in block[:1] for key in keys_by_rule(row, moving.reference)]
    if moving.is_owned and not block[0]._meta.auto_created:
        found.append(("words", *(said(row, moving.reference) for row in block)))
    return found


def keys_by_rule(row: models.Model, reference: models.ForeignKey) -> Iterator[tuple]:
    """Give, for each rule that lets an organisation have only one such row, what makes it such a one."""
    rules = [rule.fields for rule in row._meta.constraints if is_unconditional(rule)]
    rules += [*row._meta.unique_together, *((one.name,) for one in row._meta.concrete_fields if one.unique)]
    for fields in rules:
        if reference.name in fields:
            others = (name for name in fields if name != reference.name)
            yield (fields, *(row.serializable_value(name) for name in others))


def is_unconditional(rule: models.BaseConstraint) -> bool:
    return isinstance(rule, UniqueConstraint) and rule.condition is None and bool(rule.fields)


def said(row: models.Model, reference: models.ForeignKey) -> tuple:
    """Give what a row says, without its key, its place and its spaces."""
    left_out = {row._meta.pk.name, reference.name, "order" if isinstance(row, OrderedRow) else ""}
    values = (
        row.serializable_value(one.name) for one in row._meta.concrete_fields if one.name not in left_out
    )
    return tuple(" ".join(value.split()) if isinstance(value, str) else value for value in values)


def places_after(rows: Sequence[OrderedRow], group: Sequence[str]) -> dict[tuple, int]:
    """Give the last number of the rows of each group."""
    last: dict[tuple, int] = {}
    for row in rows:
        key = tuple(getattr(row, name) for name in group)
        last[key] = max(last.get(key, 0), row.order)
    return last


def move(moving: Moving, kept: Organisation) -> None:
    """Let the rows refer to the one that stays; those doubled go, and what they say more is taken over."""
    for row, twin in moving.doubled:
        row.delete()
        if hasattr(twin, "absorb"):
            twin.absorb(row)
            twin.save()
    is_numbered = moving.is_owned and issubclass(moving.reference.model, OrderedRow)
    if is_numbered:
        number(moving, kept)
    for row in moving.rows:
        setattr(row, moving.reference.name, kept)
        changed = [moving.reference.name, *(["order"] if is_numbered else [])]
        changed += ["token", "updated_at"] if isinstance(row, Publishable) else []
        row.save(update_fields=changed)


def number(moving: Moving, kept: Organisation) -> None:
    """Put the rows after those that are there, in each group that is numbered by itself."""
    model = moving.reference.model
    group = [name for name in model.natural_key_fields if "__" not in name and name != "order"]
    last = places_after(rows_of(moving.reference, kept), group)
    for row in moving.rows:
        key = tuple(getattr(row, name) for name in group)
        last[key] = row.order = last.get(key, 0) + 1
