"""Loads the programme's entries from fixture files, and leaves alone what is there already.

An entry that is missing is loaded with all its rows. An entry that is there stays as staff made it: its rows
are loaded only together with it, so that a goal somebody deleted is not put back.

A fixture names no dates of publication: an entry becomes public when it is first loaded, at one instant for
all entries of a run, unless its fixture has `"published_at": null`, which makes it a draft, or a date of its
own. The dates of its creation and last change are set in the same way. Django's `loaddata`, which would
overwrite what staff edited, refuses the fixtures because they leave these dates out.
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
from catalogue.seeding.fixtures import FixtureError, Record, is_numbered, parent_field, read

DATES = ("published_at", "created_at", "updated_at")


@dataclass
class Tally:
    """How many of one kind were loaded, and how many were left as they are."""

    model: type[models.Model]
    loaded: int = 0
    left: int = 0

    def __str__(self):
        name = capfirst(str(self.model._meta.verbose_name_plural))
        parent = parent_field(self.model)
        if parent is None:
            return f"{name}: {self.loaded} loaded, {self.left} already exist"
        entries = parent.related_model._meta.verbose_name_plural
        return f"{name} of {entries}: {self.loaded} loaded, {self.left} skipped"


def seed(folders: Iterable[Path] | None = None) -> list[Tally]:
    """Load what is missing from the JSON files of the folders, which are FIXTURE_DIRS unless said otherwise.

    All of it is loaded or nothing. Gives what was done for each kind, in the order it was done; raises
    FixtureError.
    """
    records = read(settings.FIXTURE_DIRS if folders is None else folders)
    try:
        with recorded(None, _("Loaded from fixtures")):
            tallies = Seeding().load(records)
            connection.check_constraints()
    except DatabaseError as error:
        raise FixtureError(f"The database rejected the fixtures: {error}") from error
    return tallies


class Seeding:
    """One run, which remembers the entries that it loaded and those that were there already."""

    def __init__(self):
        self.instant = timezone.now()
        self.loaded: set[tuple] = set()
        self.left: set[tuple] = set()

    def load(self, records: list[Record]) -> list[Tally]:
        kinds: dict[type[models.Model], list[Record]] = {}
        for record in records:
            kinds.setdefault(record.model, []).append(record)
        return [self.load_kind(model, kinds[model]) for model in in_dependency_order(list(kinds))]

    def load_kind(self, model: type[models.Model], records: list[Record]) -> Tally:
        tally = Tally(model)
        is_wanted = self.is_missing if parent_field(model) is None else self.came_with_its_entry
        for record in records:
            if is_wanted(record):
                save(self.dated(record))
                tally.loaded += 1
            else:
                tally.left += 1
        return tally

    def dated(self, record: Record) -> Record:
        """Return the record of an entry with this run's instant for each date that the fixture leaves out."""
        if not issubclass(record.model, Publishable):
            return record
        return replace(record, fields=dict.fromkeys(DATES, self.instant) | record.fields)

    def is_missing(self, record: Record) -> bool:
        """Tell whether an entry is missing, and note which it is."""
        entry = (record.model, record.key)
        if entry in self.loaded or entry in self.left:
            raise record.error("It appears twice in the fixtures.")
        try:
            record.model._default_manager.get_by_natural_key(*record.key)
        except ObjectDoesNotExist:
            self.loaded.add(entry)
            return True
        self.left.add(entry)
        return False

    def came_with_its_entry(self, record: Record) -> bool:
        """Tell whether the entry that a row belongs to is loaded in this same run."""
        entry = (parent_field(record.model).related_model, record.parent_key)
        if entry not in self.loaded and entry not in self.left:
            raise record.error("The entry that it belongs to is not in the fixtures.")
        return entry in self.loaded


def in_dependency_order(kinds: list[type[models.Model]]) -> list[type[models.Model]]:
    """Give the kinds so that each comes after those it refers to."""
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


def save(record: Record) -> None:
    """Write one row with its links, after the checks that a form would make; raises FixtureError."""
    data = {"model": record.model._meta.label, "fields": record.fields}
    try:
        (row,) = serializers.deserialize("python", [data])
        if is_numbered(record.model) and row.object.pk is not None:
            raise record.error("It appears twice in the fixtures.")
        row.object.full_clean()
        row.save()
    except ValidationError as error:
        causes = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        raise record.error("; ".join(causes)) from error
    except (DeserializationError, FieldDoesNotExist, DatabaseError) as error:
        raise record.error(error) from error
