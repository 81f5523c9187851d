"""Columns of files: fields of a django-import-export Resource that can be read without instances too."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, widgets

from catalogue.batches import batched
from catalogue.exports.cells import (
    SEPARATOR,
    CellError,
    as_amount,
    as_day,
    as_text,
    as_whole_number,
    plain_text,
    shown,
)

ALL = Q()
CHUNK = 2000  # rows that are read at a time


class Column(fields.Field):
    """A column with a human heading. Its key is the name that it has in the Resource.

    `paths` are the values that it is made from; `value_of` makes it. `description` is its sentence in the
    public data dictionary. `former_headings` are those of older files, which can still be imported.

    `field` names the model's field that an import changes by it. A column without one is made from something
    else, and `edited_at` names the place where that is edited.
    """

    def __init__(
        self,
        heading: str,
        *paths: str,
        description: str,
        widget=None,
        field: str = "",
        edited_at: str = "",
        former_headings: Sequence[str] = (),
    ):
        super().__init__(
            column_name=str(heading), attribute=paths[0] if paths else None, readonly=True, widget=widget
        )
        self.heading = heading
        self.paths = paths
        self.description = description
        self.field = field
        self.edited_at = edited_at
        self.former_headings = former_headings

    def value_of(self, *values) -> Any:
        (value,) = values
        return value

    def get_value(self, instance):
        return self.value_of(*(_follow(instance, path) for path in self.paths))

    def read(self, cell: Any) -> Any:
        """Return the value of an imported cell, as it is exported; raise CellError if it cannot be read."""
        return as_text(cell)

    def key_of(self, value: Any) -> Any:
        """Return what a value, exported or read, is compared by."""
        return plain_text(value) if isinstance(value, str) else value

    def stored(self, value: Any, names: "Names") -> Any:
        """Return what the field holds for a value that was read; raise CellError if there is none."""
        return value


class Names(Protocol):
    """Find the rows that cells refer to."""

    def key(self, model: type[Model], text: str) -> Any:
        """Return the key of the row of this name; raise CellError, with similar names, if there is none."""

    def keys(self, model: type[Model], text: str) -> list:
        """Return the primary keys of several rows, whose names are joined."""


class Plain(Column):
    """A column of one field of the model, which it is changed by, unless it is a field of another entry."""

    def __init__(self, heading, path, **kwargs):
        is_own = "__" not in path and path != "slug"
        super().__init__(heading, path, **{"field": path if is_own else "", **kwargs})


class Text(Plain):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.CharWidget(), **kwargs)

    def key_of(self, value):
        return plain_text(value) if value else ""


class Link(Text):
    """What another row is called that this one refers to by `field`: its name, its slug or its code."""

    def __init__(self, heading, path, *, field: str, **kwargs):
        super().__init__(heading, path, field=field, **kwargs)

    def stored(self, value, names):
        return names.key(self.target, value) if value else None

    @cached_property
    def target(self) -> type[Model]:
        return self.model._meta.get_field(self.field).related_model


class Number(Plain):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.IntegerWidget(), **kwargs)

    def read(self, cell):
        return as_whole_number(cell)

    def stored(self, value, names):
        field = self.model._meta.get_field(self.field)
        return field.get_default() if value is None and not field.null else value


class Money(Plain):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.DecimalWidget(), **kwargs)

    def read(self, cell):
        return as_amount(cell)


class Day(Plain):
    def __init__(self, heading, path, **kwargs):
        super().__init__(heading, path, widget=widgets.DateWidget(format="%Y-%m-%d"), **kwargs)

    def read(self, cell):
        return as_day(cell)


class Label(Plain):
    """The label of a value out of choices, as the pages show it; empty for no value."""

    def __init__(self, heading, path, choices: Iterable[tuple[Any, Any]], **kwargs):
        super().__init__(heading, path, widget=widgets.CharWidget(), **kwargs)
        self.labels = dict(choices)  # in the language that is active when they are read

    def value_of(self, value):
        return str(self.labels.get(value, ""))

    def read(self, cell):
        """Return the label for a label or the value itself, in capitals or not."""
        text = as_text(cell)
        if not text:
            return ""
        asked = text.casefold()
        for value, label in self.labels.items():
            if asked in (str(label).casefold(), str(value).casefold()):
                return str(label)
        choices = SEPARATOR.join(str(label) for value, label in self.labels.items() if value != "")
        raise CellError(_("Not a valid choice. Use one of: {choices}.").format(choices=choices))

    def stored(self, value, names):
        for stored, label in self.labels.items():
            if value and label == value:
                return stored
        return self.nothing

    @cached_property
    def nothing(self) -> Any:
        """Return what the field holds for an empty cell: an empty text, or else its default."""
        field = self.model._meta.get_field(self.field)
        return "" if field.blank and field.empty_strings_allowed else field.get_default()


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

    `only` narrows them. `visible`, if the path leads over other entries, returns the condition under which
    the public may see them; staff see all.
    """

    path: str
    order: tuple[str, ...] = ()
    only: Q = ALL
    visible: Callable[[], Q] = Q

    def values(
        self, model: type[Model], keys: list[int], *, for_staff: bool = False
    ) -> Iterator[tuple[int, Any]]:
        """Yield the key of an entry with a value of it, for all of the entries with these keys, in order."""
        order = self.order or (self.path,)
        seen = self.only if for_staff else self.only & self.visible()
        found = model._base_manager.filter(seen, pk__in=keys, **{f"{self.path}__isnull": False})
        return iter(found.order_by("pk", *order).values_list("pk", self.path))


class Many(Column):
    """Several values in one cell, joined, so that no row is repeated; each value once, in its order."""

    def __init__(self, heading, *sources: Source, sort: bool = False, labels: dict | None = None, **kwargs):
        super().__init__(heading, widget=widgets.CharWidget(), **kwargs)
        self.sources = sources
        self.sort = sort
        self.labels = labels or {}

    def lists(self, model: type[Model], keys: list[int], *, for_staff: bool = False) -> dict[int, list[str]]:
        """Return the values of each of the entries with these keys that has any, in one query a source."""
        found: dict[int, dict[str, None]] = {}
        for source in self.sources:
            for key, value in source.values(model, keys, for_staff=for_staff):
                found.setdefault(key, {})[str(self.labels.get(value, value))] = None
        return {key: sorted(values) if self.sort else list(values) for key, values in found.items()}

    def get_value(self, instance):
        lists = getattr(instance, "many_values", None) or self.lists_by_name(type(instance), [instance.pk])
        return SEPARATOR.join(lists[self.column_name].get(instance.pk, []))

    def lists_by_name(self, model, keys):
        return {self.column_name: self.lists(model, keys)}

    def key_of(self, value):
        """Links have no order. A name that contains the separator itself is compared in its parts."""
        parts = shown(value).split(SEPARATOR.strip()) if value else ()
        return sorted(text for part in parts if (text := plain_text(part).casefold()))

    def stored(self, value, names):
        return sorted(names.keys(self.model._meta.get_field(self.field).related_model, value), key=str)


class Linked(Column):
    """A value of one other entry that this one is linked to, if the public may see that one."""

    def __init__(self, heading, *paths, visible: Callable[[], Q], compute=None, widget=None, **kwargs):
        super().__init__(heading, widget=widget or widgets.CharWidget(), **kwargs)
        self.linked = paths
        self.visible = visible
        self.compute = compute

    def by_key(self, model: type[Model], keys: list[int], *, for_staff: bool = False) -> dict[int, Any]:
        """Return the value of each of the entries with these keys that has the link, in one query."""
        there = Q(**{f"{self.linked[0].partition('__')[0]}__isnull": False})
        found = model._base_manager.filter(there if for_staff else self.visible(), pk__in=keys)
        found = found.values_list("pk", *self.linked)
        return {key: self.compute(*values) if self.compute else values[0] for key, *values in found}

    def get_value(self, instance):
        return self.by_key(type(instance), [instance.pk]).get(instance.pk)

    def key_of(self, value):
        return plain_text(value) if value else ""

    def stored(self, value, names):
        return names.key(self.model._meta.get_field(self.field).related_model, value) if value else None


class Address(Text):
    """The address of the entry's page, made from its slug; the file puts the site's own before it."""

    def __init__(self, heading, path, *, url_name: str, **kwargs):
        super().__init__(heading, path, **{"field": "", **kwargs})
        self.url_name = url_name

    @cached_property
    def around_slug(self) -> list[str]:
        """Return what comes before and after the slug; `reverse` for each row takes longer than the row."""
        return reverse(self.url_name, args=["0"]).rsplit("0", 1)

    def value_of(self, value):
        before, behind = self.around_slug
        return f"{before}{value}{behind}"

    def key_of(self, value):
        """The site may have another host name where the file was exported."""
        return urlsplit(value).path if value else ""


VERSION = "version"


class EntryResource(resources.ModelResource):
    """The columns of one kind of entry, or of rows that belong to entries, in all of their files.

    The columns of Meta.fields are those of the public files; those with a `field` can be imported too.
    `parent`, of rows, names their field that refers to the entry they belong to. `rows`, of entries, are the
    Relations to such rows. `staff_only` are columns of the back office's exports alone.
    """

    parent: ClassVar[str] = ""
    rows: ClassVar[tuple] = ()
    staff_only: ClassVar[dict[str, Column]] = {}

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the columns of the public files by their keys, in their order."""
        return {name: _of_model(cls.fields[name], cls._meta.model) for name in cls._meta.fields}

    @classmethod
    def staff_columns(cls) -> dict[str, Column]:
        """Return the columns that staff export to import them again: what can be edited, and the slug.

        An entry has its version too, so that an import never overwrites what was edited since the export.
        """
        telling = cls.identifying_keys()
        columns = {key: one for key, one in cls.columns().items() if one.field or key in telling}
        columns |= {key: _of_model(one, cls._meta.model) for key, one in cls.staff_only.items()}
        return columns if cls.parent else columns | {VERSION: cls.version_column()}

    @classmethod
    def identifying_keys(cls) -> list[str]:
        """Return the keys of the columns that identify the entry of a line, the slug's first."""
        if not cls.parent:
            return ["slug"]
        paths = {column.paths[0]: key for key, column in cls.columns().items() if column.paths}
        names = (f"{cls.parent}__slug", f"{cls.parent}__name")
        return [paths[path] for path in names if path in paths]

    @staticmethod
    def version_column() -> Column:
        return Text(
            gettext_lazy("Version"),
            "token",
            field="",
            description=gettext_lazy(
                "Version of the entry at the time of the export, by which an import notices later edits; "
                "empty for a new entry."
            ),
        )

    @staticmethod
    def text_for_slug(entry: Model) -> str:
        """Return the text that the address of a new entry is made from."""
        return entry.name

    def get_export_order(self):
        return self._meta.fields

    def iter_queryset(self, queryset: QuerySet) -> Iterator[Model]:
        """Yield the entries for import-export's own export, with a fixed number of queries a chunk."""
        keys = list(queryset.values_list("pk", flat=True))
        many = [column for column in self.columns().values() if isinstance(column, Many)]
        for chunk in batched(keys, CHUNK):
            lists = {column.column_name: column.lists(queryset.model, chunk) for column in many}
            by_key = queryset.order_by().in_bulk(chunk)
            for key in chunk:
                by_key[key].many_values = lists
                yield by_key[key]


def _of_model(column: Column, model: type[Model]) -> Column:
    column.model = model
    return column


def _follow(instance, path: str):
    for name in path.split("__"):
        instance = getattr(instance, name, None)
        if instance is None:
            return None
    return instance
