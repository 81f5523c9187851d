"""Versions of entries as they are now, made in batches and with the names of what the entries refer to."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import router
from django.db.models import Model, Prefetch, QuerySet
from django.utils.encoding import is_protected_type
from reversion.models import Version

from catalogue.batches import batched
from catalogue.history.registry import history_of, links_of, owner_field

BATCH = 500
FETCHED = "fetched_"  # before the name of a relation: the attribute that has what was fetched of it


def snapshots(model: type[Model], keys: list) -> Iterator[tuple[Model, list[Version]]]:
    """Yield each existing entry with its versions, not saved yet: its own first, then those of its rows.

    A batch takes the same number of queries whatever its size. The versions are those that reversion would
    make, with two more keys beside the fields: the names of what they refer to, so that an old version can be
    read when that was deleted; and which relations the entry's own version has rows of, so that a relation
    added to the model later does not look as if it had been empty.
    """
    relations = history_of(model).rows
    for batch in batched(keys, BATCH):
        entries = list(_with_parts(model).filter(pk__in=batch).order_by("pk"))
        parts = [[entry, *_rows(entry, relations)] for entry in entries]
        _fetch_references([instance for instances in parts for instance in instances])
        for entry, instances in zip(entries, parts, strict=True):
            versions = [as_version(instance) for instance in instances[1:]]
            yield entry, [as_version(entry, rows=list(relations)), *versions]


def _with_parts(model: type[Model]) -> QuerySet:
    """Return the entries with their rows and links, each fetched as a list (see `_fetched`)."""
    lookups = [_as_list(link.name) for link in links_of(model)]
    for relation, field in history_of(model).rows.items():
        lookups.append(_as_list(relation))
        lookups += [_as_list(link.name, of=relation) for link in links_of(field.model)]
    return model._base_manager.select_related(*reference_paths(model)).prefetch_related(*lookups)


def _as_list(relation: str, of: str = "") -> Prefetch:
    """Return the lookup for a relation of an entry, or of its rows, that fetches a list, not a queryset."""
    path = f"{FETCHED}{of}__{relation}" if of else relation
    return Prefetch(path, to_attr=f"{FETCHED}{relation}")


def _fetched(instance: Model, relation: str) -> list[Model]:
    return getattr(instance, f"{FETCHED}{relation}")


def reference_paths(model: type[Model]) -> Iterator[str]:
    """Yield the paths to what an entry refers to, and to what the name of that may be made of."""
    for field in references_of(model):
        yield field.name
        for further in references_of(field.related_model):
            if not further.null:
                yield f"{field.name}__{further.name}"


def _rows(entry: Model, relations: Iterable[str]) -> Iterator[Model]:
    for relation in relations:
        yield from _fetched(entry, relation)


def references_of(model: type[Model]) -> list:
    """Return the fields that refer to one other instance, except that of a row to its own entry."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.remote_field and field.serialize and field is not owner_field(model)
    ]


def _fetch_references(instances: list[Model]) -> None:
    """Fetch what the instances refer to, each kind at once."""
    wanted = defaultdict(set)
    for instance in instances:
        for field in references_of(type(instance)):
            if not field.is_cached(instance):
                wanted[field.related_model].add(getattr(instance, field.attname))
    found = {
        model: model._base_manager.select_related().in_bulk(keys - {None}) for model, keys in wanted.items()
    }
    for instance in instances:
        for field in references_of(type(instance)):
            if not field.is_cached(instance):
                field.set_cached_value(
                    instance, found[field.related_model].get(getattr(instance, field.attname))
                )


def as_version(instance: Model, **more) -> Version:
    model = type(instance)
    record = {"model": model._meta.label_lower, "pk": instance.pk, "fields": _fields(instance)}
    record |= {"names": _names(instance), **more}
    return Version(
        content_type=ContentType.objects.get_for_model(model),
        object_id=str(instance.pk),
        db=router.db_for_write(model),
        format="json",
        serialized_data=json.dumps([record], cls=DjangoJSONEncoder, ensure_ascii=False),
        object_repr=str(instance),
    )


def _fields(instance: Model) -> dict[str, object]:
    """Return the fields as Django's JSON serializer does, which would make a queryset for every link."""
    fields = {}
    for field in instance._meta.local_fields:
        if field.serialize:
            value = field.value_from_object(instance)
            fields[field.name] = value if is_protected_type(value) else field.value_to_string(instance)
    links = links_of(type(instance))
    return fields | {link.name: [target.pk for target in _fetched(instance, link.name)] for link in links}


def _names(instance: Model) -> dict[str, dict[str, str]]:
    """Return the names of what the instance refers to, by field and key."""
    names = {}
    for field in references_of(type(instance)):
        if target := field.get_cached_value(instance, default=None):
            names[field.name] = {str(target.pk): str(target)}
    for link in links_of(type(instance)):
        if targets := _fetched(instance, link.name):
            names[link.name] = {str(target.pk): str(target) for target in targets}
    return names
