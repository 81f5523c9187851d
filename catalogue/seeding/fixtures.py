"""Fixture files: the programme's entries as JSON, each row named by its natural key."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import models


class FixtureError(Exception):
    """A fixture cannot be loaded; the message names the file and the cause."""


@dataclass(frozen=True)
class Record:
    """One row as a fixture file writes it: an entry, or a row that belongs to an entry."""

    file: Path
    model: type[models.Model]
    fields: dict

    def __str__(self):
        names = [path.partition("__")[0] for path in self.model.natural_key_fields]
        return f"{self.model._meta.verbose_name} {' '.join(' '.join(self.reference(name)) for name in names)}"

    def error(self, cause: object) -> FixtureError:
        return FixtureError(f"{self.file}: {self}: {cause}")

    @property
    def key(self) -> tuple[str, ...]:
        """Give an entry's own natural key; a part that the file leaves out is empty."""
        return tuple(str(self.fields.get(name, "")) for name in self.model.natural_key_fields)

    @property
    def parent_key(self) -> tuple[str, ...]:
        """Give the natural key of the entry that the row belongs to."""
        return self.reference(parent_field(self.model).name)

    def reference(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name, "")
        return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def parent_field(model: type[models.Model]) -> models.ForeignKey | None:
    """Give the field that names the entry which a row belongs to and goes with; None for an entry."""
    for field in model._meta.concrete_fields:
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            return field
    return None


def is_numbered(model: type[models.Model]) -> bool:
    """Tell whether the database gives the rows their primary keys."""
    return isinstance(model._meta.pk, models.AutoField)


def read(folders: Iterable[Path]) -> list[Record]:
    """Give what the folders' JSON files hold; raises FixtureError for the first row that is no fixture."""
    files = [file for folder in folders for file in sorted(Path(folder).glob("*.json"))]
    if not files:
        raise FixtureError(f"There are no fixtures (*.json) in {', '.join(map(str, folders))}.")
    return [record for file in files for record in read_file(file)]


def read_file(file: Path) -> Iterator[Record]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FixtureError(f"{file}: {error}") from error
    if not isinstance(rows, list):
        raise FixtureError(f"{file}: A fixture is a list of rows.")
    for number, row in enumerate(rows, start=1):
        try:
            yield as_record(file, row)
        except (LookupError, TypeError, ValueError) as error:
            raise FixtureError(f"{file}: row {number}: {error}") from error


def as_record(file: Path, row: object) -> Record:
    """Take a row as the file writes it; raises a built-in error that says what is wrong with it."""
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        raise TypeError('A row has a "model" and its "fields".')
    model = apps.get_model(str(row.get("model")))
    if not hasattr(model, "natural_key_fields"):
        raise ValueError(f"{model._meta.label} has no natural key to tell whether the row is there already.")
    if "pk" not in row:
        return Record(file, model, row["fields"])
    if is_numbered(model):
        raise ValueError('Leave out "pk": the database gives the numbers, the natural key names the row.')
    return Record(file, model, {model._meta.pk.name: row["pk"], **row["fields"]})
