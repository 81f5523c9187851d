"""The content of versions, read from the stored text and never from the models as they are now.

So a version stays readable when a field or a kind of row is renamed, added or removed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from reversion.models import Version, VersionQuerySet

from catalogue.history import registry
from catalogue.history.snapshots import snapshots


@dataclass(frozen=True)
class EntryPart:
    """An entry or one of its rows as a version holds it, with the names of what it refers to."""

    label: str
    key: str
    text: str
    fields: dict
    names: dict = field(default_factory=dict)
    relations: tuple[str, ...] | None = None

    @property
    def model(self) -> type[Model] | None:
        """The model; None if there is no longer one of that name."""
        try:
            return apps.get_model(self.label)
        except (LookupError, ValueError):
            return None


@dataclass(frozen=True)
class EntryState:
    """An entry with its rows, by relation and key. A former relation has the label of its model as name."""

    entry: EntryPart
    rows: dict[str, dict[str, EntryPart]]

    @property
    def token(self) -> str:
        return self.entry.fields.get("token", "")


def as_part(version: Version) -> EntryPart:
    """Return what a version holds; of one that cannot be read, only its name."""
    try:
        (record,) = json.loads(version.serialized_data)
        more = {"names": record.get("names", {}), "relations": record.get("rows")}
        return EntryPart(record["model"], version.object_id, version.object_repr, record["fields"], **more)
    except (ValueError, TypeError, KeyError, AttributeError):
        kind = ContentType.objects.get_for_id(version.content_type_id)
        return EntryPart(f"{kind.app_label}.{kind.model}", version.object_id, version.object_repr, {})


def token_in(serialized: str) -> str:
    """Return the token that an entry's version holds, as it is stored; empty if it cannot be read."""
    try:
        return json.loads(serialized)[0]["fields"]["token"]
    except (ValueError, TypeError, LookupError):
        return ""


def version_with_token(versions: VersionQuerySet, token: str) -> Version | None:
    """Return the first of the versions that holds this token: the entry as a form showed it."""
    if not token:
        return None
    found = (version for version in versions.iterator() if token_in(version.serialized_data) == token)
    return next(found, None)


def as_state(model: type[Model], entry: Version, others: Iterable[Version]) -> EntryState:
    history = registry.history_of(model)
    first = as_part(entry)
    groups = {relation: [] for relation in (history.rows if first.relations is None else first.relations)}
    for part in map(as_part, others):
        relation = history.relation_of(part.label)
        owner = history.rows[relation].name if relation else None
        if owner is None or str(part.fields.get(owner, entry.object_id)) == entry.object_id:
            groups.setdefault(relation or part.label, []).append(part)
    rows = {name: {part.key: part for part in in_order(parts)} for name, parts in groups.items()}
    return EntryState(first, rows)


def in_order(parts: list[EntryPart]) -> list[EntryPart]:
    """Return rows of one model in the order that it names, the newest last among equals."""
    found = sorted(parts, key=lambda part: int(part.key))
    model = next((part.model for part in found), None)
    names = model._meta.ordering if model else ("order",)
    for name in reversed([name for name in names if name.lstrip("-") != "pk"]):
        found.sort(key=partial(_sort_key, name=name.lstrip("-")), reverse=name.startswith("-"))
    return found


def _sort_key(part: EntryPart, name: str) -> tuple:
    value = part.fields.get(name)
    return value is not None, str(type(value)), value or 0


def states_of(model: type[Model], versions: list[Version]) -> list[EntryState]:
    """Return the states of versions of entries, in a fixed number of queries."""
    entries = [other for other in registry.all_models() if other is not model]
    kinds = ContentType.objects.get_for_models(model, *entries)
    others = defaultdict(list)
    revisions = {version.revision_id for version in versions}
    rows = Version.objects.filter(revision_id__in=revisions).exclude(content_type__in=kinds.values())
    for row in rows.order_by("pk"):
        others[row.revision_id].append(row)
    return [as_state(model, version, others[version.revision_id]) for version in versions]


def states_now(model: type[Model], keys: list) -> dict[object, EntryState]:
    """Return the states of entries as they are in the database now, by their keys."""
    return {entry.pk: as_state(model, first, rows) for entry, (first, *rows) in snapshots(model, keys)}


def versions_of(model: type[Model], key) -> VersionQuerySet:
    """Return the versions of an entry, newest first, with the person and the comment of each.

    They are ordered by revision, which an index by entry serves; ordered by version, SQLite would read the
    versions of all entries.
    """
    versions = Version.objects.get_for_object_reference(model, key)
    return versions.select_related("revision__user").order_by("-revision_id")
