"""An older state brought back: its fields, rows and links, all of it or nothing."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Field, FileField, ManyToManyField, Model
from django.utils.translation import gettext as _

from catalogue.errors import describe_all
from catalogue.history import registry
from catalogue.history.comparison import label_of_rows, title_of
from catalogue.history.field_values import field_of, label_of, name_of
from catalogue.history.versions import Part, State

# The status is a publisher's deed, the address is what others link to, and the rest tells the entry itself.
KEPT = {"published_at", "stage", "slug", "token", "author", "created_at", "updated_at"}


class RestoreError(Exception):
    """The state cannot be brought back; the message says why, in a sentence for the person who asked."""


@dataclass
class Plan:
    """What bringing a state back will do: what stands in its way, and what must be left out."""

    model: type[Model]
    state: State
    obstacles: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    values: dict[tuple[str, str], dict] = field(default_factory=dict, repr=False)

    def parts(self) -> list[Part]:
        return [self.state.entry, *(part for rows in self.known_rows().values() for part in rows)]

    def known_rows(self) -> dict[str, list[Part]]:
        """Give the rows of the relations that are still there."""
        known = registry.history_of(self.model).rows
        return {name: list(rows.values()) for name, rows in self.state.rows.items() if name in known}


def plan(model: type[Model], state: State) -> Plan:
    """Find out what can be brought back of a state, without changing anything."""
    made = Plan(model, state)
    for name, rows in state.rows.items():
        if rows and name not in made.known_rows():
            label = label_of_rows(next(iter(rows.values())), name)
            made.left_out.append(_("{rows}: no longer used.").format(rows=label))
    missing = _targets_missing(made.parts())
    for part in made.parts():
        made.values[part.label, part.key] = _values_of(part, made, missing)
    return made


def _restorable(part: Part) -> list[tuple[str, Field | None]]:
    """Give the fields that a version holds, less those that stay as they are."""
    owner = registry.owner_field(part.model)
    kept = {owner.name} if owner else KEPT
    return [(name, field_of(part, name)) for name in part.fields if name not in kept]


def _keys(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _targets_missing(parts: list[Part]) -> set[tuple[type[Model], str]]:
    """Give what the parts refer to and what is there no more, by model and key; a query for each model."""
    wanted = defaultdict(set)
    for part in parts:
        for name, found in _restorable(part):
            if found and found.remote_field:
                wanted[found.related_model].update(map(str, _keys(part.fields[name])))
    missing = set()
    for model, keys in wanted.items():
        there = model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        missing |= {(model, key) for key in keys - set(map(str, there))}
    return missing


def _values_of(part: Part, made: Plan, missing: set) -> dict[str, object]:
    """Give the values to set, by field; note in the plan what hinders and what is left out."""
    values = {}
    for name, found in _restorable(part):
        where = (
            label_of(part, name) if part is made.state.entry else f"{title_of(part)}: {label_of(part, name)}"
        )
        if found is None:
            made.left_out.append(f"{where}.")
            continue
        value = part.fields[name]
        gone = [
            key for key in _keys(value) if found.remote_field and (found.related_model, str(key)) in missing
        ]
        for key in gone:
            _note_gone(part, found, key, where, made)
        try:
            values[name] = _value(found, value, gone)
        except ValidationError:
            made.left_out.append(_("{where}: “{value}” is no longer valid.").format(where=where, value=value))
        except FileNotFoundError:
            made.left_out.append(
                _("{where}: the file {value} no longer exists.").format(where=where, value=value)
            )
    return values


def _note_gone(part: Part, found: Field, key, where: str, made: Plan) -> None:
    """What can be brought back itself, or must be there, hinders; a lesser link is left out."""
    kind, name = found.related_model._meta.verbose_name, name_of(part, found.name, key)
    if registry.has_history(found.related_model):
        made.obstacles.append(
            _("{where}: the {kind} “{name}” no longer exists. Restore it first.").format(
                where=where, kind=kind, name=name
            )
        )
    elif isinstance(found, ManyToManyField) or found.null:
        made.left_out.append(
            _("{where}: the {kind} “{name}” no longer exists.").format(where=where, kind=kind, name=name)
        )
    else:
        made.obstacles.append(
            _("{where}: the {kind} “{name}” no longer exists.").format(where=where, kind=kind, name=name)
        )


def _value(found: Field, value, gone: list):
    """Give a field's value as Python has it. Raises ValidationError, or FileNotFoundError for a lost file."""
    if isinstance(found, ManyToManyField):
        return [key for key in _keys(value) if key not in gone]
    if found.remote_field:
        return None if value is None or gone else found.target_field.to_python(value)
    if isinstance(found, FileField) and value and not found.storage.exists(value):
        raise FileNotFoundError(value)
    return found.to_python(value)


def outcome(made: Plan, now: State) -> State:
    """Give the state that the entry will have: what the plan sets, and for the rest what it has now."""
    entry = made.state.entry
    set_now = {name: entry.fields[name] for name in made.values[entry.label, entry.key]}
    part = replace(entry, fields={**now.entry.fields, **set_now}, names={**now.entry.names, **entry.names})
    return State(part, {**now.rows, **{name: made.state.rows[name] for name in made.known_rows()}})


def restore(made: Plan, entry: Model) -> None:
    """Set the entry, which may be a new one under its old key, to the planned state, with rows and links.

    Within a transaction. Raises RestoreError, and then has changed nothing.
    """
    if made.obstacles:
        raise RestoreError(" ".join(made.obstacles))
    try:
        with transaction.atomic():
            _write(made, entry)
    except ValidationError as error:
        raise RestoreError(
            _("This version cannot be restored: {why}").format(why=describe_all(error, made.model))
        ) from error
    except DatabaseError as error:
        raise RestoreError(
            _("This version cannot be restored, because it conflicts with other data: {why}").format(
                why=error
            )
        ) from error


def _write(made: Plan, entry: Model) -> None:
    links = _set_values(entry, made.values[made.state.entry.label, made.state.entry.key])
    entry.validate_unique(exclude=["id"])
    entry.validate_constraints(exclude=["id"])
    entry.save(force_insert=entry._state.adding)
    _set_links(entry, links)
    for relation, parts in made.known_rows().items():
        _write_rows(made, entry, relation, parts)


def _set_values(instance: Model, values: dict) -> dict:
    """Set the fields, give the links to many that can be set once it is saved."""
    links = {}
    for name, value in values.items():
        found = instance._meta.get_field(name)
        if isinstance(found, ManyToManyField):
            links[name] = value
        else:
            setattr(instance, found.attname, value)
    return links


def _set_links(instance: Model, links: dict) -> None:
    for name, keys in links.items():
        getattr(instance, name).set(keys)


def _write_rows(made: Plan, entry: Model, relation: str, parts: list[Part]) -> None:
    """Take the rows out that differ, and put the old ones in under their old keys.

    Out first and then in, because rules such as "one lead" are checked row by row. What is as it was stays.
    """
    owner = registry.history_of(made.model).rows[relation]
    manager = owner.model._base_manager
    wanted = {part.key: _row(made, owner, entry, part) for part in parts}
    there = {str(row.pk): row for row in manager.filter(**{owner.name: entry})}
    same = {key for key, (row, _links) in wanted.items() if key in there and _is_same(row, there[key])}
    manager.filter(pk__in=[row.pk for key, row in there.items() if key not in same]).delete()
    taken = set(
        manager.filter(pk__in=list(wanted)).exclude(**{owner.name: entry}).values_list("pk", flat=True)
    )
    for key, (row, links) in wanted.items():
        if row.pk in taken:
            row.pk = None
        if key not in same:
            row.save(force_insert=True)
        _set_links(row, links)


def _row(made: Plan, owner: models.ForeignKey, entry: Model, part: Part) -> tuple[Model, dict]:
    row = owner.model(pk=owner.model._meta.pk.to_python(part.key), **{owner.name: entry})
    return row, _set_values(row, made.values[part.label, part.key])


def _is_same(row: Model, other: Model) -> bool:
    fields = row._meta.concrete_fields
    return all(getattr(row, found.attname) == getattr(other, found.attname) for found in fields)
