"""Loads missing entries of the programme from fixture files and leaves existing ones unchanged.

A missing entry is loaded with all its rows. An existing entry stays as staff edited it; its rows are only
loaded together with it, so that a deleted goal does not return.

Fixtures have no dates of publication: an entry becomes public when it is first loaded, at the same time for
all entries of a run, unless its fixture has a date of its own, or `"published_at": null`, which makes it a
draft. The dates of creation and last change are set in the same way. Django's `loaddata` would overwrite what
staff edited; it rejects the fixtures because these dates are missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.entries import Publishable
from catalogue.history.recording import recorded
from catalogue.seeding.fixtures import FixtureError, FixtureRow, is_numbered, parent_field, read

DATES = ("published_at", "created_at", "updated_at")


@dataclass
class Tally:
    """The numbers of loaded and skipped rows of a model."""

    model: type[models.Model]
    loaded: int = 0
    skipped: int = 0

    def __str__(self):
        name = capfirst(str(self.model._meta.verbose_name_plural))
        parent = parent_field(self.model)
        if parent is None:
            return f"{name}: {self.loaded} loaded, {self.skipped} already exist"
        entries = parent.related_model._meta.verbose_name_plural
        return f"{name} of {entries}: {self.loaded} loaded, {self.skipped} skipped"


def seed(folders: Iterable[Path] | None = None) -> list[Tally]:
    """Load the missing entries from the JSON files in the folders, by default FIXTURE_DIRS.

    Either all of them are loaded or none. Return a tally for each model, in the order of loading. Raise
    FixtureError if a fixture is invalid.
    """
    rows = read(settings.FIXTURE_DIRS if folders is None else folders)
    try:
        with recorded(None, _("Loaded with the programme's entries")):
            tallies = Seeding().load(rows)
            connection.check_constraints()
    except DatabaseError as error:
        raise FixtureError(f"The database rejected the fixtures: {error}") from error
    return tallies


class Seeding:
    """One run, with the entries that it loaded and those that already existed."""

    def __init__(self):
        self.instant = timezone.now()
        self.loaded: set[tuple] = set()
        self.existing: set[tuple] = set()
        self.present_keys: dict[tuple, list] = {}  # of entries whose address was corrected

    def load(self, rows: list[FixtureRow]) -> list[Tally]:
        kinds: dict[type[models.Model], list[FixtureRow]] = {}
        for row in rows:
            kinds.setdefault(row.model, []).append(row)
        return [self.load_kind(model, kinds[model]) for model in in_dependency_order(list(kinds))]

    def load_kind(self, model: type[models.Model], rows: list[FixtureRow]) -> Tally:
        tally = Tally(model)
        is_wanted = self.is_missing if parent_field(model) is None else self.is_row_of_loaded_entry
        for row in rows:
            if is_wanted(row):
                save(self.with_present_keys(self.with_dates(row)))
                tally.loaded += 1
            else:
                tally.skipped += 1
        return tally

    def with_dates(self, row: FixtureRow) -> FixtureRow:
        """Return the row of an entry with the time of this run for each date that the fixture leaves out."""
        if not issubclass(row.model, Publishable):
            return row
        return replace(row, fields=dict.fromkeys(DATES, self.instant) | row.fields)

    def with_present_keys(self, row: FixtureRow) -> FixtureRow:
        """Return the row with references to the present addresses of entries that were corrected."""
        fields = dict(row.fields)
        for field in (*row.model._meta.concrete_fields, *row.model._meta.many_to_many):
            value = fields.get(field.name)
            if field.remote_field and isinstance(value, list):
                keys = value if field.many_to_many else [value]
                present = [self.present_key(field.related_model, key) for key in keys]
                fields[field.name] = present if field.many_to_many else present[0]
        return replace(row, fields=fields)

    def present_key(self, model: type[models.Model], key: list) -> list:
        return self.present_keys.get((model, tuple(key)), key) if isinstance(key, list) else key

    def is_missing(self, row: FixtureRow) -> bool:
        """Return whether an entry is missing, and remember it."""
        entry = (row.model, row.key)
        if entry in self.loaded or entry in self.existing:
            raise row.error("It appears twice in the fixtures.")
        if self.exists(row):
            self.existing.add(entry)
            return False
        self.loaded.add(entry)
        return True

    def exists(self, row: FixtureRow) -> bool:
        """Return whether there is an entry with the identifier of the row, under any address, or its key."""
        uid = row.fields.get("uid")
        if uid and (entry := row.model._default_manager.filter(uid=uid).first()):
            self.present_keys[row.model, row.key] = list(entry.natural_key())
            return True
        try:
            row.model._default_manager.get_by_natural_key(*row.key)
        except ObjectDoesNotExist:
            return False
        return True

    def is_row_of_loaded_entry(self, row: FixtureRow) -> bool:
        """Return whether the entry that a row belongs to was loaded in this run."""
        entry = (parent_field(row.model).related_model, row.parent_key)
        if entry not in self.loaded and entry not in self.existing:
            raise row.error("The entry that it belongs to is not in the fixtures.")
        return entry in self.loaded


def in_dependency_order(kinds: list[type[models.Model]]) -> list[type[models.Model]]:
    """Return the models so that each follows those that it refers to. Raise FixtureError for a circle."""
    graph = {}
    for model in kinds:
        fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
        targets = [field.related_model for field in fields if field.remote_field]
        graph[model] = [target for target in targets if target in kinds and target is not model]
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        names = " → ".join(str(model._meta.verbose_name_plural) for model in error.args[1])
        raise FixtureError(f"These models refer to each other in a circle: {names}.") from error


def save(row: FixtureRow) -> None:
    """Validate and save one row with its links. Raise FixtureError if it is invalid."""
    data = {"model": row.model._meta.label, "fields": row.fields}
    try:
        (deserialized,) = serializers.deserialize("python", [data])
        if is_numbered(row.model) and deserialized.object.pk is not None:
            raise row.error("It appears twice in the fixtures.")
        deserialized.object.full_clean()
        deserialized.save()
    except ValidationError as error:
        causes = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        raise row.error("; ".join(causes)) from error
    except (DeserializationError, FieldDoesNotExist, DatabaseError) as error:
        raise row.error(error) from error
