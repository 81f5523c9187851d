"""What the columns of a file mean and how complete they are, told from the Resource and the models."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Max, Model, Q
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
from catalogue.search import registry
from catalogue.search.facets import counter_of

# What a column holds: in words, and as the Table Schema of Frictionless Data calls it.
TYPES = {
    Day: (_("date"), "date"),
    Money: (_("amount"), "number"),
    Number: (_("number"), "integer"),
    Many: (_("several texts, joined by “; ”"), "string"),
    Address: (_("address"), "string"),
}
TEXT = (_("text"), "string")


@dataclass(frozen=True)
class Entry:
    """One column, as the data dictionary tells it."""

    key: str
    heading: str
    type: str
    schema_type: str
    meaning: str
    filled: int
    share: int  # filled of all rows, in per cent


@dataclass(frozen=True)
class Dictionary:
    """All columns of a file, with how many rows it has and when one of these last changed."""

    rows: int
    changed_at: object
    entries: list[Entry]


def dictionary_of(resource: type[ColumnsResource]) -> Dictionary:
    """Take the Resource of a searched kind of entry; gives the same until an entry changes."""
    counter = counter_of(registry.index_of(resource._meta.model))
    return counter.remember("dictionary", lambda: _read(resource))


def meaning_of(model: type[Model], column: Column) -> str:
    """Give what a column means: its own help text, or that of the model's field, on one line."""
    return str(column.help_text or _help_text(model, column.paths[0] if column.paths else ""))


def type_of(column: Column) -> tuple[str, str]:
    return TYPES.get(type(column), TEXT)


def _read(resource: type[ColumnsResource]) -> Dictionary:
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
    entries = []
    for key, column in columns.items():
        filled = counts[f"filled_{key}"] if key in plain else _filled(public, column, counts["rows"])
        share = round(100 * filled / counts["rows"]) if counts["rows"] else 0
        kind, schema_type = type_of(column)
        meaning = meaning_of(model, column)
        entries.append(Entry(key, str(column.heading), str(kind), schema_type, meaning, filled, share))
    return Dictionary(counts["rows"], counts["changed_at"], entries)


def _is_filled(model: type[Model], path: str) -> Q:
    filled = Q(**{f"{path}__isnull": False})
    field = _field_at(model, path)
    return filled & ~Q(**{path: ""}) if field is not None and field.empty_strings_allowed else filled


def _filled(public, column: Column, rows: int) -> int:
    if isinstance(column, Many):
        has_any = Q()
        for source in column.sources:
            having = public.filter(source.visible(), source.only, **{f"{source.path}__isnull": False})
            has_any |= Q(pk__in=having.values("pk"))
        return public.filter(has_any).count()
    if isinstance(column, Linked):
        return public.filter(column.visible()).count()
    return rows


def _help_text(model: type[Model], path: str) -> str:
    field = _field_at(model, path)
    return str(field.help_text) if field is not None else ""


def _field_at(model: type[Model], path: str):
    """Give the field at the end of a path, or None; of a key such as country_id, the field that it is of."""
    try:
        *relations, name = path.split("__")
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        return model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
    except FieldDoesNotExist:
        return None
