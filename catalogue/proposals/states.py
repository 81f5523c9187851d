"""The content of a proposed version: stored as JSON, and merged with what others have changed meanwhile."""

from dataclasses import asdict, replace
from itertools import count

from django.db.models import Model

from catalogue.history.comparison import NUMBER
from catalogue.history.field_values import are_equal, names_of
from catalogue.history.restoring import KEPT
from catalogue.history.versions import EntryPart, EntryState, in_order
from catalogue.rows import numbers_within

NOT_PROPOSED = KEPT - {"slug"}  # the status is changed by the buttons of the entry itself
KEYS_OF_AN_ENTRY = 10_000  # more than an entry can have rows

Rows = dict[str, EntryPart]


def as_json(state: EntryState) -> dict:
    rows = {name: [asdict(part) for part in parts.values()] for name, parts in state.rows.items()}
    return {"entry": asdict(state.entry), "rows": rows}


def from_json(data: dict) -> EntryState:
    rows = {name: {part["key"]: EntryPart(**part) for part in parts} for name, parts in data["rows"].items()}
    return EntryState(EntryPart(**data["entry"]), rows)


def merged(base: EntryState, proposed: EntryState, now: EntryState) -> EntryState:
    """Return the entry as it is now with what was proposed: where both have changed, what was proposed."""
    relations = dict.fromkeys((*now.rows, *proposed.rows))
    rows = {
        name: numbered(_merged_rows(*(state.rows.get(name, {}) for state in (base, proposed, now))))
        for name in relations
    }
    return EntryState(_merged_part(base.entry, proposed.entry, now.entry), rows)


def _merged_part(base: EntryPart, proposed: EntryPart, now: EntryPart) -> EntryPart:
    fields, names = dict(now.fields), dict(now.names)
    for name in proposed_fields(base, proposed):
        fields[name] = proposed.fields.get(name)
        names[name] = proposed.names.get(name, {})
    text = now.text if proposed.text == base.text else proposed.text
    return replace(now, text=text, fields=fields, names=names)


def proposed_fields(base: EntryPart, proposed: EntryPart) -> list[str]:
    """Return the fields that differ, without those that no proposed version changes."""
    return [
        name
        for name in names_of(base, proposed)
        if name not in NOT_PROPOSED and not are_equal(name, base, proposed)
    ]


def _merged_rows(base: Rows, proposed: Rows, now: Rows) -> Rows:
    """Return the rows. One that others deleted is kept if it was changed; theirs that are new are added."""
    rows = {}
    for key, part in proposed.items():
        if key not in base:
            rows[key] = part
        elif key in now:
            rows[key] = _merged_part(base[key], part, now[key])
        elif set(proposed_fields(base[key], part)) - NUMBER:
            rows[key] = part
    return rows | {key: part for key, part in now.items() if key not in proposed and key not in base}


def numbered(rows: Rows) -> Rows:
    """Return rows numbered from 1 in the order of their numbers, if rows of their model have numbers."""
    model = next((part.model for part in rows.values()), None)
    if model is None or not any(field.name == "order" for field in model._meta.fields):
        return rows
    parts = sorted(rows.values(), key=lambda part: part.fields.get("order") or 0)
    within = model.numbered_within
    numbers = numbers_within(part.fields.get(within) if within else None for part in parts)
    parts = [
        replace(part, fields={**part.fields, "order": number})
        for part, number in zip(parts, numbers, strict=True)
    ]
    return {part.key: part for part in in_order(parts)}


def with_own_keys(entry: Model, state: EntryState, now: EntryState) -> EntryState:
    """Return the state with negative keys for the rows that are not stored now.

    They were saved in a transaction that was rolled back, so rows of other entries may get their keys.
    """
    return EntryState(
        state.entry,
        {name: _own_keys(entry, rows, now.rows.get(name, {})) for name, rows in state.rows.items()},
    )


def _own_keys(entry: Model, rows: Rows, stored: Rows) -> Rows:
    free = (str(-number) for number in count(entry.pk * KEYS_OF_AN_ENTRY + 1) if str(-number) not in rows)
    parts = [
        part if part.key in stored or int(part.key) < 0 else replace(part, key=next(free))
        for part in rows.values()
    ]
    return {part.key: part for part in parts}
