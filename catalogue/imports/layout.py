"""What a file of a kind of entry may hold: the entries themselves, and each kind of their rows."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.db.models import Field, Model
from django.utils.text import capfirst

from catalogue.admin.permissions import has_permission
from catalogue.exports.columns import Column, ColumnsResource
from catalogue.exports.lookups import folded
from catalogue.exports.relations import Relation
from catalogue.tables import load_table

PROPOSED_HEADINGS = load_table(Path(__file__).with_name("headings.toml"))
ENTRIES = ""  # the name of the part that holds the entries themselves


@dataclass(frozen=True)
class ImportPart:
    """One table of a file: of entries, or of rows that belong to them."""

    resource: type[ColumnsResource]
    relation: Relation | None = None

    @property
    def name(self) -> str:
        return self.relation.name if self.relation else ENTRIES

    @property
    def model(self) -> type[Model]:
        return self.resource._meta.model

    @cached_property
    def label(self) -> str:
        return str(self.relation.label if self.relation else capfirst(self.model._meta.verbose_name_plural))

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Return all columns that a file may have, also those that it cannot change."""
        return self.resource.columns() | self.resource.staff_columns()

    @cached_property
    def identifying(self) -> list[str]:
        """Return the keys of the columns that identify the entry of a row, the slug's first."""
        return self.resource.identifying_keys()

    @property
    def slug_heading(self) -> str:
        return str(self.columns[self.identifying[0]].heading)

    @cached_property
    def headings(self) -> dict[str, str]:
        """Return the key of each column by its heading, its former headings and itself, in small letters."""
        return self.standard_headings | self.own_headings

    @cached_property
    def own_headings(self) -> dict[str, str]:
        return {
            folded(name): key
            for key, column in self.columns.items()
            for name in (*column.former_headings, str(column.heading), key)
        }

    def missing_columns(self, keys: Container[str | None]) -> dict[str, str]:
        """Return the fields that every new entry needs and no column with these keys sets.

        Each has the key of the column that sets it.
        """
        given = {column.field for key, column in self.columns.items() if key in keys}
        missing: dict[str, str] = {}
        for key, column in self.columns.items():
            if column.field and column.field not in given and is_required(column.widget.field):
                missing.setdefault(column.field, key)
        return missing

    def headings_beside(self, row: Iterable[str]) -> dict[str, str]:
        """Return the same, with those of the standard first if the row has any that is not ours."""
        is_standard = any(
            heading in self.standard_headings and heading not in self.own_headings
            for heading in map(folded, row)
        )
        return self.own_headings | self.standard_headings if is_standard else self.headings

    @cached_property
    def standard_headings(self) -> dict[str, str]:
        """Return the keys of columns by their headings in a published standard, if there is one."""
        standard = self.resource.standard_headings
        return self.keys_by_heading(standard.by_key) if standard else {}

    @cached_property
    def other_headings(self) -> dict[str, str]:
        """Return the key of a column by what other tables call it, in small letters."""
        return self.keys_by_heading(PROPOSED_HEADINGS)

    def keys_by_heading(self, headings: dict[str, list[str]]) -> dict[str, str]:
        return {folded(name): key for key, names in headings.items() if key in self.columns for name in names}

    def is_left_aside(self, heading: str) -> bool:
        """Return whether it is a heading of the standard for which there is no column."""
        standard = self.resource.standard_headings
        if standard is None:
            return False
        return ":" in heading or folded(heading) in map(folded, standard.left_aside)

    def heading(self, key: str) -> str:
        return str(self.columns[key].heading)

    def may_be_imported_by(self, user) -> bool:
        actions = ("add", "change", "delete") if self.relation else ("add", "change")
        return all(has_permission(user, action, self.model) for action in actions)


def is_required(field: Field) -> bool:
    return not (field.many_to_many or field.blank or field.null or field.has_default())


class ImportKind:
    """A kind of entry that can be imported. `has_rows` is false for files of the entries alone."""

    def __init__(self, resource: type[ColumnsResource], *, has_rows: bool = True):
        self.model: type[Model] = resource._meta.model
        self.name_paths = resource.name_paths
        self.entries = ImportPart(resource)
        self.parts = {
            part.name: part
            for part in (
                self.entries,
                *(ImportPart(relation.resource, relation) for relation in resource.rows if has_rows),
            )
        }

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @cached_property
    def headings(self) -> frozenset[str]:
        """Return the headings of all parts, in small letters."""
        return frozenset(heading for part in self.parts.values() for heading in part.headings)

    @cached_property
    def other_headings(self) -> frozenset[str]:
        """Return what other tables call the columns of all parts, in small letters."""
        return frozenset(heading for part in self.parts.values() for heading in part.other_headings)

    def part_called(self, name: str) -> ImportPart | None:
        """Return the part of a sheet by the name of the sheet."""
        asked = folded(name)
        called = (part for part in self.parts.values() if asked and asked in (folded(part.label), part.name))
        return next(called, None)

    def part_with(self, headings: list[str], file_name: str) -> ImportPart:
        """Return the part that the headings belong to: by its column of slugs first, then by most of them.

        Where several have them all, the file may be named after one of them, as our exports are. Only entries
        can do without a column of slugs.
        """
        asked = {folded(heading) for heading in headings}

        def similarity(part: ImportPart) -> tuple:
            known = {part.headings[heading] for heading in asked if heading in part.headings}
            is_named = part.name in file_name.casefold() if part.name else False
            has_slug = part.identifying[0] in known
            return has_slug, len(known), is_named, not has_slug and not part.relation, -len(part.columns)

        if not asked & self.headings:
            return self.entries
        return max(self.parts.values(), key=similarity)
