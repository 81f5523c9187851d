"""The data dictionary: what the columns of a file mean and how complete they are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.exports.columns import (
    Address,
    Column,
    ColumnsResource,
    Computed,
    Day,
    Linked,
    Many,
    Money,
    Number,
)
from catalogue.field_paths import field_at
from catalogue.search import registry
from catalogue.search.facets import counter_of

# What a column holds: in words, and as the Table Schema of Frictionless Data calls it.
TYPES = {
    Day: (_("date"), "date"),
    Money: (_("amount"), "number"),
    Number: (_("whole number"), "integer"),
    Many: (_("several texts, separated by “; ”"), "string"),
    Address: (_("web address"), "string"),
}
TEXT = (_("text"), "string")


@dataclass(frozen=True)
class Meaning:
    """One column, as the data dictionary describes it, in the language that was active."""

    key: str
    heading: str
    type: str
    description: str


@dataclass(frozen=True)
class DictionaryEntry(Meaning):
    """One column, with how complete it is."""

    filled: int
    share: int  # filled of all rows, in per cent


@dataclass(frozen=True)
class Dictionary:
    """All columns of a file, with how many rows it has and when one of these last changed."""

    rows: int
    changed_at: datetime | None
    entries: list[DictionaryEntry]


@dataclass(frozen=True)
class Completeness:
    """How many rows a file has, and how many of them have a value in the column of each key."""

    rows: int
    changed_at: datetime | None
    filled: dict[str, int]

    def share(self, key: str) -> int:
        return round(100 * self.filled[key] / self.rows) if self.rows else 0


def dictionary_of(resource: type[ColumnsResource]) -> Dictionary:
    """Return the dictionary of a searched kind of entry in the active language.

    What is counted is kept until the data changes; texts are not, so that no language is kept with it.
    """
    counter = counter_of(registry.index_of(resource._meta.model))
    found = counter.remember(("completeness", resource), lambda: _completeness(resource))
    entries = [
        DictionaryEntry(**vars(meaning), filled=found.filled[meaning.key], share=found.share(meaning.key))
        for meaning in meanings_of(resource)
    ]
    return Dictionary(found.rows, found.changed_at, entries)


def meanings_of(resource: type[ColumnsResource]) -> list[Meaning]:
    """Return what the columns of a file mean, in the active language."""
    return [
        Meaning(key, str(column.heading), str(type_of(column)[0]), str(column.description))
        for key, column in resource.columns().items()
    ]


def type_of(column: Column) -> tuple[str, str]:
    return TYPES.get(type(column), TEXT)


def _completeness(resource: type[ColumnsResource]) -> Completeness:
    model = resource._meta.model
    public = model.objects.for_public()
    columns = resource.columns()
    plain = {
        key: column
        for key, column in columns.items()
        if type(column) not in (Many, Linked, Computed, Address)
    }
    counts = public.aggregate(
        rows=Count("pk", distinct=True),
        changed_at=Max("updated_at"),
        **{
            f"filled_{key}": Count("pk", filter=_is_filled(model, column.paths[0]))
            for key, column in plain.items()
        },
    )
    filled = {
        key: counts[f"filled_{key}"] if key in plain else _filled(public, column, counts["rows"])
        for key, column in columns.items()
    }
    return Completeness(counts["rows"], counts["changed_at"], filled)


def _is_filled(model: type[Model], path: str) -> Q:
    filled = Q(**{f"{path}__isnull": False})
    field = field_at(model, path)
    return filled & ~Q(**{path: ""}) if field.empty_strings_allowed else filled


def _filled(public: QuerySet, column: Column, rows: int) -> int:
    if isinstance(column, Many):
        has_any = Q()
        for source in column.sources:
            having = public.filter(source.visible(), source.only, **{f"{source.path}__isnull": False})
            has_any |= Q(pk__in=having.values("pk"))
        return public.filter(has_any).count()
    if isinstance(column, Linked):
        return public.filter(column.visible()).count()
    return rows
