"""Fixture files: the programme's entries as JSON, each row identified by its natural key."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import models


class FixtureError(Exception):
    """A fixture cannot be loaded; the message names the file and the cause."""


@dataclass(frozen=True)
class FixtureRow:
    """A row of a fixture file: an entry, or a row that belongs to an entry."""

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
        """Return the natural key; a part that the file leaves out is empty."""
        return tuple(str(self.fields.get(name, "")) for name in self.model.natural_key_fields)

    @property
    def parent_key(self) -> tuple[str, ...]:
        """Return the natural key of the entry that the row belongs to."""
        return self.reference(parent_field(self.model).name)

    def reference(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name, "")
        return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def parent_field(model: type[models.Model]) -> models.ForeignKey | None:
    """Return the foreign key to the entry that a row belongs to; None for the model of an entry."""
    for field in model._meta.concrete_fields:
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            return field
    return None


def is_numbered(model: type[models.Model]) -> bool:
    """Return whether the database generates the primary keys."""
    return isinstance(model._meta.pk, models.AutoField)


def read(folders: Iterable[Path]) -> list[FixtureRow]:
    """Return the rows of the JSON files in the folders. Raise FixtureError for the first invalid row."""
    files = [file for folder in folders for file in sorted(Path(folder).glob("*.json"))]
    if not files:
        raise FixtureError(f"There are no fixtures (*.json) in {', '.join(map(str, folders))}.")
    return [row for file in files for row in read_file(file)]


def read_file(file: Path) -> Iterator[FixtureRow]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FixtureError(f"{file}: {error}") from error
    if not isinstance(rows, list):
        raise FixtureError(f"{file}: A fixture is a list of rows.")
    for number, row in enumerate(rows, start=1):
        try:
            yield as_fixture_row(file, row)
        except (LookupError, TypeError, ValueError) as error:
            raise FixtureError(f"{file}: row {number}: {error}") from error


def as_fixture_row(file: Path, row: object) -> FixtureRow:
    """Return a row of a file. Raise LookupError, TypeError or ValueError if it is invalid."""
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        raise TypeError('A row has a "model" and its "fields".')
    model = apps.get_model(str(row.get("model")))
    if not hasattr(model, "natural_key_fields"):
        raise ValueError(f"{model._meta.label} has no natural key, so existing rows cannot be recognised.")
    if "pk" not in row:
        return FixtureRow(file, model, row["fields"])
    if is_numbered(model):
        raise ValueError('Leave out "pk": the database generates it, and the natural key identifies the row.')
    return FixtureRow(file, model, {model._meta.pk.name: row["pk"], **row["fields"]})
