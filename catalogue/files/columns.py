"""Columns of files: fields of a django-import-export Resource that can be read without instances too."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from import_export import fields, resources, widgets

SEPARATOR = "; "
CHUNK = 2000  # rows that are read at a time


class Column(fields.Field):
    """A column with a human heading. Its key is the name that it has in the Resource.

    `paths` are the values that it is made from; `value_of` makes it. `help_text` goes into the data
    dictionary; where it is empty, that of the model's field is told.
    """

    def __init__(self, heading: str, *paths: str, widget=None, help_text: str = ""):
        super().__init__(
            column_name=str(heading), attribute=paths[0] if paths else None, readonly=True, widget=widget
        )
        self.heading = heading
        self.paths = paths
        self.help_text = help_text

    def value_of(self, *values) -> Any:
        (value,) = values
        return value

    def get_value(self, instance):
        return self.value_of(*(_follow(instance, path) for path in self.paths))


class Text(Column):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.CharWidget(), **kwargs)


class Number(Column):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.IntegerWidget(), **kwargs)


class Money(Column):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.DecimalWidget(), **kwargs)


class Day(Column):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.DateWidget(format="%Y-%m-%d"), **kwargs)


class Label(Column):
    """The label of a value out of choices, as the pages show it; empty for no value."""

    def __init__(self, heading, path, choices: Iterable[tuple[str, Any]], **kwargs):
        super().__init__(heading, path, widget=widgets.CharWidget(), **kwargs)
        self.labels = {value: str(label) for value, label in choices}

    def value_of(self, value):
        return self.labels.get(value, "")


class Computed(Column):
    """A text made from several values."""

    def __init__(self, heading, *paths, compute: Callable[..., Any], **kwargs):
        super().__init__(heading, *paths, widget=widgets.CharWidget(), **kwargs)
        self.compute = compute

    def value_of(self, *values):
        return self.compute(*values)


@dataclass(frozen=True)
class Source:
    """Where values of a many-valued column come from: a path over a relation to many, and its order.

    `visible`, if the path leads over other entries, gives the condition that the public may see them.
    """

    path: str
    order: tuple[str, ...] = ()
    visible: Callable[[], Q] = Q

    def values(self, model: type[Model], keys: list[int]) -> Iterator[tuple[int, Any]]:
        """Give the key of an entry with a value of it, for all of the entries with these keys, in order."""
        order = self.order or (self.path,)
        found = model._base_manager.filter(self.visible(), pk__in=keys, **{f"{self.path}__isnull": False})
        return iter(found.order_by("pk", *order).values_list("pk", self.path))


class Many(Column):
    """Several values in one cell, joined, so that no row ever stands twice; each value once, in its order."""

    def __init__(self, heading, *sources: Source, sort: bool = False, labels: dict | None = None, **kwargs):
        super().__init__(heading, widget=widgets.CharWidget(), **kwargs)
        self.sources = sources
        self.sort = sort
        self.labels = labels or {}

    def lists(self, model: type[Model], keys: list[int]) -> dict[int, list[str]]:
        """Give the values for each of the entries with these keys that has any, in one query a source."""
        found: dict[int, dict[str, None]] = {}
        for source in self.sources:
            for key, value in source.values(model, keys):
                found.setdefault(key, {})[str(self.labels.get(value, value))] = None
        return {key: sorted(values) if self.sort else list(values) for key, values in found.items()}

    def get_value(self, instance):
        lists = getattr(instance, "many_values", None) or self.lists_by_name(type(instance), [instance.pk])
        return SEPARATOR.join(lists[self.column_name].get(instance.pk, []))

    def lists_by_name(self, model, keys):
        return {self.column_name: self.lists(model, keys)}


class Linked(Column):
    """A value of one other entry that this one is linked to, if the public may see that one."""

    def __init__(self, heading, *paths, visible: Callable[[], Q], compute=None, widget=None, **kwargs):
        super().__init__(heading, widget=widget or widgets.CharWidget(), **kwargs)
        self.linked = paths
        self.visible = visible
        self.compute = compute

    def by_key(self, model: type[Model], keys: list[int]) -> dict[int, Any]:
        """Give the value for each of the entries with these keys that has the link, in one query."""
        found = model._base_manager.filter(self.visible(), pk__in=keys).values_list("pk", *self.linked)
        return {key: self.compute(*values) if self.compute else values[0] for key, *values in found}

    def get_value(self, instance):
        return self.by_key(type(instance), [instance.pk]).get(instance.pk)


class Address(Text):
    """The address of the entry's page, made from its slug; the file puts the site's own before it."""

    def __init__(self, heading, path, *, url_name: str, **kwargs):
        super().__init__(heading, path, **kwargs)
        self.url_name = url_name

    @cached_property
    def around_slug(self) -> list[str]:
        """Give what stands before and behind the slug. Asked of Django, each takes longer than its row."""
        return reverse(self.url_name, args=["0"]).rsplit("0", 1)

    def value_of(self, value):
        before, behind = self.around_slug
        return f"{before}{value}{behind}"


class EntryResource(resources.ModelResource):
    """The columns of one kind of entry, of whatever file of it."""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Give the columns by their keys, in their order."""
        return {name: cls.fields[name] for name in cls._meta.fields}

    def get_export_order(self):
        return self._meta.fields

    def iter_queryset(self, queryset: QuerySet) -> Iterator[Model]:
        """Give the entries for import-export's own export, with a fixed number of queries a chunk."""
        keys = list(queryset.values_list("pk", flat=True))
        many = [column for column in self.columns().values() if isinstance(column, Many)]
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            lists = {column.column_name: column.lists(queryset.model, chunk) for column in many}
            by_key = queryset.order_by().in_bulk(chunk)
            for key in chunk:
                by_key[key].many_values = lists
                yield by_key[key]


def _follow(instance, path: str):
    for name in path.split("__"):
        instance = getattr(instance, name, None)
        if instance is None:
            return None
    return instance
