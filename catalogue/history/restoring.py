"""Restoring an earlier version: its fields, rows and links, all of them or none."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import Field, FileField, ManyToManyField, Model
from django.utils.translation import gettext as _

from catalogue.errors import describe_all
from catalogue.history import registry
from catalogue.history.comparison import label_of_rows, title_of
from catalogue.history.field_values import field_of, label_of, name_of
from catalogue.history.versions import EntryPart, EntryState
from catalogue.rows import remove_rows, save_with_links, set_fields, set_links

# Only a publisher changes the status; others link to the address; the rest identifies the entry.
KEPT = frozenset({"published_at", "stage", "slug", "token", "author", "created_at", "updated_at"})


class RestoreError(Exception):
    """The version cannot be restored; the message is a sentence for people that says why."""


@dataclass
class RestorePlan:
    """What restoring a version will do, what prevents it (`obstacles`) and what will be left out.

    A proposed version leaves out what refers to a deleted entry (`is_lenient`), and may have rows that were
    never stored: their keys are negative, and they get others if `is_final`.
    """

    model: type[Model]
    state: EntryState
    kept: Set[str] = KEPT
    is_lenient: bool = False
    is_final: bool = False
    skipped: set[tuple[str, str]] = field(default_factory=set, repr=False)
    obstacles: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], dict] = field(default_factory=dict, repr=False)

    def parts(self) -> list[EntryPart]:
        return [self.state.entry, *(part for rows in self.known_rows().values() for part in rows)]

    def known_rows(self) -> dict[str, list[EntryPart]]:
        """Return the rows of the relations that still exist."""
        known = registry.history_of(self.model).rows
        return {
            name: [part for part in rows.values() if (part.label, part.key) not in self.skipped]
            for name, rows in self.state.rows.items()
            if name in known
        }


def plan_restore(model: type[Model], state: EntryState, **options) -> RestorePlan:
    """Return what can be restored of a version; `options` are fields of the plan. Nothing is changed."""
    plan = RestorePlan(model, state, **options)
    for name, rows in state.rows.items():
        if rows and name not in plan.known_rows():
            label = label_of_rows(next(iter(rows.values())), name)
            plan.left_out.append(_("{rows}: no longer used.").format(rows=label))
    missing = _targets_missing(plan)
    for part in plan.parts():
        plan.values[part.label, part.key] = _values_of(part, plan, missing)
    return plan


def _restorable(part: EntryPart, all_kept: Set[str]) -> list[tuple[str, Field | None]]:
    """Return the fields that a version holds, except those that stay as they are."""
    owner = registry.owner_field(part.model)
    kept = {owner.name} if owner else all_kept
    return [(name, field_of(part, name)) for name in part.fields if name not in kept]


def _keys(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _targets_missing(plan: RestorePlan) -> set[tuple[type[Model], str]]:
    """Return the models and keys of what the parts refer to and no longer exists. One query for each."""
    wanted = defaultdict(set)
    for part in plan.parts():
        for name, found in _restorable(part, plan.kept):
            if found and found.remote_field:
                wanted[found.related_model].update(map(str, _keys(part.fields[name])))
    missing = set()
    for model, keys in wanted.items():
        there = model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        missing |= {(model, key) for key in keys - set(map(str, there))}
    return missing


def _values_of(part: EntryPart, plan: RestorePlan, missing: set) -> dict[str, object]:
    """Return the values to set, by field; add to the plan what prevents it and what is left out."""
    values = {}
    for name, found in _restorable(part, plan.kept):
        where = (
            label_of(part, name) if part is plan.state.entry else f"{title_of(part)}: {label_of(part, name)}"
        )
        if found is None:
            plan.left_out.append(f"{where}.")
            continue
        value = part.fields[name]
        gone = [
            key for key in _keys(value) if found.remote_field and (found.related_model, str(key)) in missing
        ]
        for key in gone:
            _report_missing(part, found, key, where, plan)
        try:
            values[name] = _value(found, value, gone)
        except ValidationError:
            plan.left_out.append(_("{where}: “{value}” is no longer valid.").format(where=where, value=value))
        except FileNotFoundError:
            plan.left_out.append(
                _("{where}: the file {value} no longer exists.").format(where=where, value=value)
            )
    return values


def _report_missing(part: EntryPart, found: Field, key, where: str, plan: RestorePlan) -> None:
    """Add a missing target to the obstacles if it can be restored or is required; else leave it out."""
    kind, name = found.related_model._meta.verbose_name, name_of(part, found.name, key)
    is_optional = isinstance(found, ManyToManyField) or found.null
    if plan.is_lenient and part is not plan.state.entry and not is_optional:
        plan.skipped.add((part.label, part.key))
        is_optional = True
    if registry.has_history(found.related_model) and not plan.is_lenient:
        plan.obstacles.append(
            _("{where}: the {kind} “{name}” no longer exists. Restore it first.").format(
                where=where, kind=kind, name=name
            )
        )
    elif is_optional:
        plan.left_out.append(
            _("{where}: the {kind} “{name}” no longer exists.").format(where=where, kind=kind, name=name)
        )
    else:
        plan.obstacles.append(
            _("{where}: the {kind} “{name}” no longer exists.").format(where=where, kind=kind, name=name)
        )


def _value(found: Field, value, gone: list):
    """Return the value in Python's type; raise ValidationError, or FileNotFoundError for a lost file."""
    if isinstance(found, ManyToManyField):
        return [key for key in _keys(value) if key not in gone]
    if found.remote_field:
        return None if value is None or gone else found.target_field.to_python(value)
    if isinstance(found, FileField) and value and not found.storage.exists(value):
        raise FileNotFoundError(value)
    return found.to_python(value)


def outcome(plan: RestorePlan, now: EntryState) -> EntryState:
    """Return the state that the entry will have: what the plan sets, and for the rest what it has now."""
    entry = plan.state.entry
    set_now = {name: entry.fields[name] for name in plan.values[entry.label, entry.key]}
    part = replace(entry, fields={**now.entry.fields, **set_now}, names={**now.entry.names, **entry.names})
    return EntryState(part, {**now.rows, **{name: plan.state.rows[name] for name in plan.known_rows()}})


def restore(plan: RestorePlan, entry: Model) -> None:
    """Set the entry, which may be a new one under its old key, to the planned state, with its rows and links.

    Raise RestoreError, and change nothing, if that is not possible. Needs a transaction.
    """
    if plan.obstacles:
        raise RestoreError(" ".join(plan.obstacles))
    try:
        with transaction.atomic():
            _write(plan, entry)
    except ValidationError as error:
        raise RestoreError(
            _("This version cannot be restored: {why}").format(why=describe_all(error, plan.model))
        ) from error
    except (DataError, IntegrityError) as error:
        raise RestoreError(
            _("This version cannot be restored, because it conflicts with other data: {why}").format(
                why=error
            )
        ) from error


def _write(plan: RestorePlan, entry: Model) -> None:
    links = set_fields(entry, plan.values[plan.state.entry.label, plan.state.entry.key])
    entry.validate_unique(exclude=["id"])
    entry.validate_constraints(exclude=["id"])
    save_with_links(entry, links, force_insert=entry._state.adding)
    for relation, parts in plan.known_rows().items():
        _write_rows(plan, entry, relation, parts)


def _write_rows(plan: RestorePlan, entry: Model, relation: str, parts: list[EntryPart]) -> None:
    """Replace the rows that differ by the earlier ones, under their earlier keys.

    They are removed first, because rules such as "one lead" are checked row by row. Equal rows stay.
    """
    owner = registry.history_of(plan.model).rows[relation]
    manager = owner.model._base_manager
    wanted = {part.key: _row(plan, owner, entry, part) for part in parts}
    there = {str(row.pk): row for row in manager.filter(**{owner.name: entry})}
    same = {key for key, (row, _links) in wanted.items() if key in there and _is_same(row, there[key])}
    remove_rows(owner.model, [row.pk for key, row in there.items() if key not in same])
    taken = set(
        manager.filter(pk__in=list(wanted)).exclude(**{owner.name: entry}).values_list("pk", flat=True)
    )
    for key, (row, links) in wanted.items():
        if row.pk in taken or (plan.is_final and row.pk < 0):
            row.pk = None
        if key in same:
            set_links(row, links)
        else:
            save_with_links(row, links, force_insert=True)


def _row(plan: RestorePlan, owner: models.ForeignKey, entry: Model, part: EntryPart) -> tuple[Model, dict]:
    row = owner.model(pk=owner.model._meta.pk.to_python(part.key), **{owner.name: entry})
    return row, set_fields(row, plan.values[part.label, part.key])


def _is_same(row: Model, other: Model) -> bool:
    fields = row._meta.concrete_fields
    return all(getattr(row, found.attname) == getattr(other, found.attname) for found in fields)
