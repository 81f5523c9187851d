"""Columns of files: fields of a django-import-export Resource that can be read without instances too."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import Choices, Model, Q, QuerySet, URLField
from django.utils.translation import gettext_lazy
from import_export import fields, resources
from import_export.declarative import ModelDeclarativeMetaclass

from catalogue.batches import batched
from catalogue.collation import sort_key
from catalogue.exports.widgets import (
    AddressWidget,
    CellWidget,
    ComputedWidget,
    DayWidget,
    LabelWidget,
    LinkWidget,
    ManyWidget,
    MoneyWidget,
    NumberWidget,
    TextWidget,
    UrlWidget,
)

ALL = Q()
CHUNK = 2000  # rows that are read at a time
_known_sort_key = lru_cache(maxsize=2000)(sort_key)  # most values are of few countries, themes and groups


class Column(fields.Field):
    """A column with a human heading. Its key is the name that it has in the Resource.

    `paths` lead to the values that it is made from; its widget makes the cell. `description` is its sentence
    in the public data dictionary. `former_headings` are those of older files, which can still be imported.

    `field` names the model's field that an import changes by it. A column without one is made from something
    else, is read-only, and `edited_at` names the place where that is edited.
    """

    def __init__(
        self,
        heading: str,
        *paths: str,
        description: str,
        widget: CellWidget | None = None,
        field: str = "",
        edited_at: str = "",
        former_headings: Sequence[str] = (),
    ):
        super().__init__(
            column_name=str(heading),
            attribute=field or (paths[0] if paths else None),
            readonly=not field,
            widget=widget or CellWidget(),
        )
        self.heading = heading
        self.paths = paths
        self.description = description
        self.field = field
        self.edited_at = edited_at
        self.former_headings = former_headings

    def bind(self, model: type[Model]) -> "Column":
        """Make it a column of the model, whose field its widget and import-export set."""
        self.model = model
        if self.field:
            field = model._meta.get_field(self.field)
            if isinstance(field, URLField):
                self.widget = UrlWidget()
            self.widget.field = field
            self.attribute = self.widget.field.attname
        return self

    def code_column(self) -> "Column | None":
        """Return the column of the codes that the labels of this one stand for; None if it has no labels."""
        return None

    def get_value(self, instance):
        """Return the value at its path, or those at its paths as a tuple."""
        values = tuple(_follow(instance, path) for path in self.paths)
        return values[0] if len(values) == 1 else values


class Plain(Column):
    """A column of one field of the model, which it is changed by, unless it is a field of another entry.

    Its path is its key in the Resource if no other is declared.
    """

    def __init__(self, heading, path: str = "", *, field: str | None = None, **kwargs):
        super().__init__(heading, **kwargs)
        self.declared_field = field
        if path:
            self.set_path(path)

    def set_path(self, path: str) -> None:
        is_own = "__" not in path and path != "slug"
        self.paths = (path,)
        self.field = (path if is_own else "") if self.declared_field is None else self.declared_field
        self.attribute = self.field or path
        self.readonly = not self.field


class Text(Plain):
    def __init__(self, heading, path="", *, widget=None, **kwargs):
        super().__init__(heading, path, widget=widget or TextWidget(), **kwargs)


class Link(Text):
    """What another row is called that this one refers to by `field`: its name, its slug or its code."""

    def __init__(self, heading, path, *, field: str, **kwargs):
        super().__init__(heading, path, widget=LinkWidget(), field=field, **kwargs)


class Number(Plain):
    def __init__(self, heading, path="", **kwargs):
        super().__init__(heading, path, widget=NumberWidget(), **kwargs)


class Money(Plain):
    def __init__(self, heading, path="", **kwargs):
        super().__init__(heading, path, widget=MoneyWidget(), **kwargs)


class Day(Plain):
    def __init__(self, heading, path="", **kwargs):
        super().__init__(heading, path, widget=DayWidget(), **kwargs)


class Label(Plain):
    """The label of a value out of choices, as the pages show it; empty for no value."""

    def __init__(self, heading, path, choices: Iterable[tuple[Any, Any]], **kwargs):
        super().__init__(heading, path, widget=LabelWidget(choices), **kwargs)

    def code_column(self):
        return Column(self.heading, *self.paths, description=self.description)


class Computed(Column):
    """A text made from several values; with `choices`, the label of the value that `compute` returns."""

    def __init__(
        self, heading, *paths, compute: Callable[..., Any], choices: type[Choices] | None = None, **kwargs
    ):
        self.compute = compute
        self.choices = choices
        labelled = (lambda *values: _label(choices, compute(*values))) if choices else compute
        super().__init__(heading, *paths, widget=ComputedWidget(labelled), **kwargs)

    def code_column(self):
        if not self.choices:
            return None
        return Computed(self.heading, *self.paths, compute=self.compute, description=self.description)


def identifier_column() -> Computed:
    """Return the column of the permanent identifiers of entries."""
    return Computed(
        gettext_lazy("Identifier"),
        "uid",
        compute=str,
        description=gettext_lazy(
            "UUID of the entry, which stays the same when its name or address changes; part of its "
            "identifiers in 360Giving, IATI, Atom, iCalendar and JSON-LD."
        ),
    )


def picture_column() -> Text:
    """Return the column of the text alternative of an entry's picture."""
    return Text(
        gettext_lazy("What the picture shows"),
        description=gettext_lazy(
            "Text alternative of the picture on the entry's page; empty if there is no picture or it is "
            "decoration only."
        ),
    )


def decorative_column() -> "Label":
    """Return the column, for staff, of whether an entry's picture is decoration only."""
    return Label(
        gettext_lazy("Picture is decorative"),
        "picture_is_decorative",
        [(True, gettext_lazy("yes")), (False, gettext_lazy("no"))],
        description=gettext_lazy(
            "“yes” if screen readers skip the picture, “no” if it needs a text alternative."
        ),
    )


class Address(Text):
    """The address of the entry's page, made from its slug; the file puts the site's own before it."""

    def __init__(self, heading, path, *, url_name: str, **kwargs):
        super().__init__(heading, path, widget=AddressWidget(url_name), **{"field": "", **kwargs})


class Gathered(Column):
    """A column whose values are not at a path of the entry's own row: they take queries of their own."""

    hides_drafts = False  # whether the public sees less of it than staff
    nothing: Any = None  # the value of an entry that has none

    def gather(self, model: type[Model], keys: list[int], *, for_staff: bool = False) -> dict[int, Any]:
        """Return the value of each of the entries with these keys that has one."""
        raise NotImplementedError

    def get_value(self, instance):
        """Return the value that `ColumnsResource.gather` found, or else what the public sees."""
        gathered = getattr(instance, "gathered", {})
        if self.column_name in gathered:
            return gathered[self.column_name]
        return self.gather(type(instance), [instance.pk]).get(instance.pk, self.nothing)


@dataclass(frozen=True)
class Source:
    """Where values of a many-valued column come from: a path over a relation to many, and its order, if any.

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
        seen = self.only if for_staff else self.only & self.visible()
        found = model._base_manager.filter(seen, pk__in=keys, **{f"{self.path}__isnull": False})
        return iter(found.order_by("pk", *self.order).values_list("pk", self.path))


class Many(Gathered):
    """Several values in one cell, joined, so that no row is repeated; each value once.

    They are in the order of their sources, or without one in alphabetical order.
    """

    nothing = []

    def __init__(self, heading, *sources: Source, labels: dict | None = None, **kwargs):
        super().__init__(heading, widget=ManyWidget(), **kwargs)
        self.sources = sources
        self.is_sorted = not any(source.order for source in sources)
        self.labels = labels or {}
        self.hides_drafts = any(source.visible is not Q for source in sources)

    def code_column(self):
        if not self.labels:
            return None
        return Many(self.heading, *self.sources, description=self.description)

    def gather(self, model, keys, *, for_staff=False) -> dict[int, list[str]]:
        """Return the values of each of the entries with these keys that has any, in one query a source."""
        labels = {value: str(label) for value, label in self.labels.items()}
        found: dict[int, dict[str, None]] = {}
        for source in self.sources:
            for key, value in source.values(model, keys, for_staff=for_staff):
                found.setdefault(key, {})[labels.get(value) or str(value)] = None
        return {key: self._in_order(values) for key, values in found.items()}

    def _in_order(self, values: Collection[str]) -> list[str]:
        is_to_sort = self.is_sorted and len(values) > 1
        return sorted(values, key=_known_sort_key) if is_to_sort else list(values)


class Linked(Gathered):
    """A value of one other entry that this one is linked to, if the public may see that one.

    It is the value at the first path, or what `compute` returns for those at all paths; with `choices`, the
    label of that.
    """

    hides_drafts = True

    def __init__(
        self,
        heading,
        *paths,
        visible: Callable[[], Q],
        compute: Callable[..., Any] | None = None,
        choices: type[Choices] | None = None,
        **kwargs,
    ):
        super().__init__(heading, widget=LinkWidget(), **kwargs)
        self.linked = paths
        self.visible = visible
        self.compute = compute
        self.choices = choices

    def code_column(self):
        if not self.choices:
            return None
        return Linked(
            self.heading,
            *self.linked,
            visible=self.visible,
            compute=self.compute,
            description=self.description,
        )

    def gather(self, model, keys, *, for_staff=False):
        """Return the value of each of the entries with these keys that has the link, in one query."""
        there = Q(**{f"{self.linked[0].partition('__')[0]}__isnull": False})
        found = model._base_manager.filter(there if for_staff else self.visible(), pk__in=keys)
        found = found.values_list("pk", *self.linked)
        cells = {key: self.compute(*values) if self.compute else values[0] for key, *values in found}
        return {key: _label(self.choices, one) for key, one in cells.items()} if self.choices else cells


@dataclass(frozen=True)
class StandardHeadings:
    """The headings of a published standard that an import understands.

    `by_key` has the headings of what is in a column of ours, by the key of that column. Other headings are
    ignored with a warning: those in `left_aside`, and all with a colon, which lead to parts of an entry.
    """

    standard: str
    by_key: dict[str, list[str]]
    left_aside: tuple[str, ...]


VERSION = "version"


class ColumnsMetaclass(ModelDeclarativeMetaclass):
    """Make the declared columns, in their order, the fields of a Resource: they are declared once.

    Without Meta.fields, import-export would add the model's other fields, also those that no file holds.
    """

    def __new__(cls, name, bases, attrs):
        declared = [key for base in reversed(bases) for key in getattr(base, "fields", ())]
        own = {key: value for key, value in attrs.items() if isinstance(value, Column)}
        declared += own
        for key, column in own.items():
            if isinstance(column, Plain) and not column.paths:
                column.set_path(key)
        meta = attrs.setdefault("Meta", type("Meta", (), {}))
        if "fields" not in vars(meta):
            meta.fields = tuple(dict.fromkeys(declared))
        made = super().__new__(cls, name, bases, attrs)
        made.fields = {key: made.fields[key] for key in made._meta.fields}
        if model := made._meta.model:
            for column in made.fields.values():
                column.bind(model)
            if "import_id_fields" not in vars(meta):
                made._meta.import_id_fields = made.natural_key_columns()
        return made


class ColumnsResource(resources.ModelResource, metaclass=ColumnsMetaclass):
    """The columns of one kind of entry, or of rows that belong to entries, in all of their files.

    The declared columns are those of the public files; those with a `field` can be imported too. `parent`, of
    rows, names their field that refers to the entry they belong to. `rows`, of entries, are the Relations to
    such rows. `staff_only` are columns of the back office's exports alone. `standard_headings` can stand for
    the headings of the columns in an import. `name_paths` are the lookup paths to the names by
    which entries are recognised. `recognised_by`, of entries without a name, are groups of fields: entries
    with the same values of a group look the same, unless one of `distinguished_by` is different.

    An instance exports the public columns, and of other entries what the public sees; `for_staff`, all that
    staff edit. `site` comes before the paths of pages, such as https://portal.example.org.
    """

    parent: ClassVar[str] = ""
    rows: ClassVar[tuple] = ()
    name_paths: ClassVar[tuple[str, ...]] = ()
    recognised_by: ClassVar[tuple[tuple[str, ...], ...]] = ()
    distinguished_by: ClassVar[tuple[str, ...]] = ()
    staff_only: ClassVar[dict[str, Column]] = {}
    standard_headings: ClassVar[StandardHeadings | None] = None

    def __init__(self, *, for_staff: bool = False, site: str = "", **kwargs):
        super().__init__(**kwargs)
        self.for_staff = for_staff
        self.fields |= {
            key: deepcopy(column) for key, column in self.staff_columns().items() if key not in self.fields
        }
        for column in self.fields.values():
            if isinstance(column.widget, AddressWidget):
                column.widget.site = site

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the columns of the public files by their keys, in their order."""
        return dict(cls.fields)

    @classmethod
    def staff_columns(cls) -> dict[str, Column]:
        """Return the columns that staff export to import them again: what can be edited, and the slug.

        An entry has its version too, so that an import never overwrites what was edited since the export.
        """
        model, identifying = cls._meta.model, cls.identifying_keys()
        columns = {key: one for key, one in cls.columns().items() if one.field or key in identifying}
        columns |= {key: one.bind(model) for key, one in cls.staff_only.items()}
        return columns if cls.parent else columns | {VERSION: cls.version_column().bind(model)}

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

    @classmethod
    def natural_key_columns(cls) -> tuple[str, ...]:
        """Return the keys of the columns that tell rows apart: those of the model's natural key."""
        keys = {column.paths[0]: key for key, column in reversed(cls.fields.items()) if column.paths}
        return tuple(keys[path] for path in cls._meta.model.natural_key_fields if path in keys)

    def get_export_order(self):
        return tuple(self.staff_columns() if self.for_staff else self.columns())

    def get_import_order(self):
        """A file may have the columns of both."""
        return tuple(self.fields)

    def iter_queryset(self, queryset: QuerySet) -> Iterator[Model]:
        """Yield the entries for import-export's own export, with a fixed number of queries a chunk."""
        if not isinstance(queryset, QuerySet):
            yield from super().iter_queryset(queryset)
            return
        keys = list(queryset.values_list("pk", flat=True))
        for chunk in batched(keys, CHUNK):
            by_key = queryset.order_by().in_bulk(chunk)
            self.gather(by_key, self.get_export_order())
            yield from (by_key[key] for key in chunk)

    def gather(self, instances: dict[int, Model], keys: Iterable[str]) -> None:
        """Find the values of the gathered columns of these keys for instances, by their primary keys."""
        for instance in instances.values():
            instance.gathered = {}
        for column in (self.fields[key] for key in keys):
            if isinstance(column, Gathered):
                found = column.gather(self._meta.model, list(instances), for_staff=self.for_staff)
                for key, instance in instances.items():
                    instance.gathered[column.column_name] = found.get(key, column.nothing)


def _label(choices: type[Choices], value: Any) -> str:
    return str(choices(value).label)


def _follow(instance, path: str):
    for name in path.split("__"):
        instance = getattr(instance, name, None)
        if instance is None:
            return None
    return instance
