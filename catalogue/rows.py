"""Rows of entries: their fields and links, the unique rules among the rows of one entry, their numbering."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model, UniqueConstraint

MAX_ROWS = 200  # of one kind in an entry, so that its form stays within DATA_UPLOAD_MAX_NUMBER_FIELDS


def set_fields(instance: Model, values: Mapping[str, Any]) -> dict[str, list]:
    """Set the fields, and return the values of links to many, which only a saved instance can have.

    A reference is set by its key.
    """
    links = {}
    for name, value in values.items():
        field: Field = instance._meta.get_field(name)
        if field.many_to_many:
            links[name] = value
        else:
            setattr(instance, field.attname, value if field.is_relation else field.to_python(value))
    return links


def save_with_links(instance: Model, links: Mapping[str, list], **options) -> None:
    """Save the instance and set its links. `options` are those of `Model.save`."""
    instance.save(**options)
    set_links(instance, links)


def set_links(instance: Model, links: Mapping[str, list]) -> None:
    for name, keys in links.items():
        getattr(instance, name).set(keys)


@dataclass(frozen=True)
class RowRule:
    """A unique constraint, as it applies to the rows of one entry. `owner` is the field that refers to it."""

    constraint: UniqueConstraint
    owner: str

    @property
    def conditions(self) -> dict[str, Any]:
        """The values that a row must have for the rule to apply. A condition joins them with "and"."""
        condition = self.constraint.condition
        return dict(condition.children) if condition else {}

    @property
    def unique_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.constraint.fields if name != self.owner)

    @property
    def fields(self) -> list[str]:
        """The fields that can break the rule."""
        return [*self.unique_fields, *(name for name in self.conditions if name != self.owner)]

    @property
    def field_to_correct(self) -> str | None:
        """The field at which a broken rule is shown; None if an entry can have only one such row."""
        return self.fields[-1] if self.fields else None

    @property
    def message(self) -> str:
        return self.constraint.get_violation_error_message()

    def key_of(self, row: Model) -> tuple | None:
        """Return what no other row of the entry may have too; None if the rule does not apply to the row."""
        if any(getattr(row, name) != value for name, value in self.conditions.items()):
            return None
        return tuple(row.serializable_value(name) for name in self.unique_fields)

    def repeated(self, rows: Iterable[Model]) -> list[int]:
        """Return the positions of the rows that repeat an earlier one."""
        seen, positions = set(), []
        for position, key in enumerate(map(self.key_of, rows)):
            if key in seen:
                positions.append(position)
            if key is not None:
                seen.add(key)
        return positions


def unique_rules(model: type[Model], owner: str) -> list[RowRule]:
    """Return the unique rules of a model of rows, of which `owner` is the field that refers to the entry.

    What `unique=True` and `unique_together` require counts too; the primary key does not.
    """
    meta = model._meta
    constraints = [one for one in meta.constraints if isinstance(one, UniqueConstraint) and one.fields]
    fields = (field for field in meta.concrete_fields if field.unique and not field.primary_key)
    constraints += [
        UniqueConstraint(fields=names, name="_".join(names))
        for names in (*meta.unique_together, *((field.name,) for field in fields))
    ]
    return [RowRule(constraint, owner) for constraint in constraints]


def exchanging_rows(rules: Iterable[RowRule], changes: Mapping[Any, Iterable[str]]) -> list:
    """Return the keys of rows between which a unique value may move, such as the role of the lead.

    `changes` are the names of the changed fields by the key of each row. The database checks a unique rule
    row by row, so these rows are to be removed (`remove_rows`) before they are saved again.
    """
    unique = {name for rule in rules for name in rule.fields}
    keys = [key for key, names in changes.items() if unique.intersection(names)]
    return keys if len(keys) > 1 else []


def numbers_within(groups: Iterable[Hashable], last: Mapping[Hashable, int] | None = None) -> Iterator[int]:
    """Yield the number of each row, given the group of each, within which it is numbered.

    `last` are the numbers of the last rows that the groups have already.
    """
    numbers = Counter(last)
    for group in groups:
        numbers[group] += 1
        yield numbers[group]


def remove_rows(model: type[Model], keys: Iterable) -> None:
    """Delete rows and their links; some of the rows may be saved again under their keys afterwards."""
    if keys := list(keys):
        model._base_manager.filter(pk__in=keys).delete()
