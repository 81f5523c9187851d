"""Warns of new entries with the same facts as an existing one, or as another one of the file.

Entries without a name, such as grants, are recognised in this way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.validators import EMPTY_VALUES
from django.db.models import Model
from django.utils.translation import gettext as _

from catalogue.exports.columns import ColumnsResource
from catalogue.exports.reader import chunks
from catalogue.imports.buckets import file_sheets
from catalogue.imports.layout import ENTRIES, ImportKind
from catalogue.imports.models import Finding, Import

MOST_COMPARED = 100  # earlier rows of the file with the same facts
Facts = dict[str, Any]


class Recognition:
    """Recognises new entries, each with the line that it is on, by the facts that the Resource declares."""

    def __init__(self, resource: type[ColumnsResource]):
        self.model: type[Model] = resource._meta.model
        self.groups = resource.recognised_by
        self.distinguished_by = resource.distinguished_by
        names = [name for names in (*self.groups, self.distinguished_by) for name in names]
        self.fields = {name: self.model._meta.get_field(name) for name in names}
        self.new: dict[int, Facts] = {}

    def add(self, line: int, values: Mapping[str, Any]) -> None:
        self.new[line] = self.facts(values)

    def facts(self, values: Mapping[str, Any]) -> Facts:
        return {name: self.fact(name, values.get(name)) for name in self.fields}

    def fact(self, name: str, value: Any) -> Any:
        if value in EMPTY_VALUES:
            return None
        field = self.fields[name]
        return (field.target_field if field.is_relation else field).to_python(value)

    def warnings(self, without: Iterable[int] = ()) -> dict[int, str]:
        """Return a message by the line of each entry like another. `without` are keys of entries."""
        return self.like_earlier() | self.like_existing(set(without))

    def like_existing(self, without: set[int]) -> dict[int, str]:
        message = _(
            "This looks like “{slug}”, which already exists: the same {facts}. To update it, enter its slug "
            "in the column “Slug”. Otherwise this row adds another entry."
        )
        found: dict[int, str] = {}
        for group in self.groups:
            lines = self.lines_by_facts(group)
            for chunk in chunks(list({facts[0] for facts in lines})):
                entries = self.model._base_manager.filter(**{f"{group[0]}__in": chunk}).order_by("pk")
                for pk, slug, *values in entries.values_list("pk", "slug", *self.fields):
                    there = self.facts(dict(zip(self.fields, values, strict=True)))
                    for line in lines.get(tuple(there[name] for name in group), ()):
                        if (
                            line not in found
                            and pk not in without
                            and self.are_similar(self.new[line], there)
                        ):
                            shared = self.describe_shared(self.new[line], there)
                            found[line] = message.format(slug=slug, facts=shared)
        return found

    def like_earlier(self) -> dict[int, str]:
        message = _("This looks like row {line}: the same {facts}. Check that they are not the same entry.")
        found: dict[int, str] = {}
        for group in self.groups:
            for lines in self.lines_by_facts(group).values():
                for place, line in enumerate(lines):
                    for earlier in lines[max(0, place - MOST_COMPARED) : place]:
                        if line not in found and self.are_similar(self.new[line], self.new[earlier]):
                            shared = self.describe_shared(self.new[line], self.new[earlier])
                            found[line] = message.format(line=earlier, facts=shared)
        return found

    def lines_by_facts(self, group: tuple[str, ...]) -> dict[tuple, list[int]]:
        """Return the lines that state all facts of a group, by their values."""
        found = defaultdict(list)
        for line, facts in self.new.items():
            values = tuple(facts[name] for name in group)
            if None not in values:
                found[values].append(line)
        return found

    def are_similar(self, one: Facts, other: Facts) -> bool:
        """Return whether no fact that distinguishes entries is stated of both and different."""
        return all(
            None in (one[name], other[name]) or one[name] == other[name] for name in self.distinguished_by
        )

    def describe_shared(self, one: Facts, other: Facts) -> str:
        """Return the names of the facts that both state."""
        shared = [name for name in self.fields if one[name] is not None and one[name] == other[name]]
        return ", ".join(str(self.fields[name].verbose_name) for name in shared)


def similar_entries(run: Import, kind: ImportKind) -> Iterator[tuple[int, Finding]]:
    """Yield the change of each new entry that looks like another, and a warning."""
    resource = kind.entries.resource
    place = file_sheets(run, kind).get(ENTRIES)
    if not resource.recognised_by or place is None:
        return
    recognition = Recognition(resource)
    changes = {}
    for pk, line, data in run.changes.filter(is_new=True).values_list("pk", "line", "data"):
        recognition.add(line, data["values"])
        changes[line] = pk
    for line, message in sorted(recognition.warnings().items()):
        yield changes[line], place.finding(run, line, message, is_wrong=False)
