"""The stored keys by which rows are sorted by names. Each follows its name, however Django writes the row."""

from collections.abc import Iterable, Iterator

from django.apps import apps as installed_apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.query_utils import DeferredAttribute

from catalogue.batches import batched
from catalogue.collation import sort_key
from catalogue.naturalkeys import NaturalKeyModel, NaturalKeyQuerySet

BATCH = 500  # rows that are compared, and corrected, together


class ComputedKey(DeferredAttribute):
    """The key of the name that the row has now, so that `bulk_create` and fixtures store it as well.

    It is empty for a name that the database will compute. What was stored is only remembered as loaded.
    """

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        name = getattr(instance, self.field.source)
        return sort_key(name) if isinstance(name, str) else b""

    def __set__(self, instance, value):
        vars(instance)[self.field.attname] = value


class SortKeyField(models.BinaryField):
    """The `sort_key` of the row's name, or of another text: the field `source`.

    Both databases compare bytes in the same way, and index them.
    """

    descriptor_class = ComputedKey

    def __init__(self, *args, source: str = "name", **kwargs):
        self.source = source
        super().__init__(*args, **{**kwargs, "blank": True, "serialize": False})

    def deconstruct(self):
        """Return Django's field: the attribute changes no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


def key_fields(model: type[models.Model]) -> dict[str, str]:
    """Return the names of the fields with keys, by those of the texts that they follow."""
    return {field.source: field.name for field in model._meta.fields if isinstance(field, SortKeyField)}


class SortedQuerySet(NaturalKeyQuerySet):
    """Rows whose keys are written with their names."""

    def update(self, **values):
        keys = key_fields(self.model)
        changed = {source: key for source, key in keys.items() if source in values and key not in values}
        values |= {
            key: sort_key(values[source])
            for source, key in changed.items()
            if isinstance(values[source], str)
        }
        if values.keys() >= set(changed.values()):
            return super().update(**values)
        with transaction.atomic():
            updated = super().update(**values)
            correct_keys(self.model._base_manager.all())
        return updated

    update.alters_data = True

    def bulk_update(self, objs, fields, **options):
        return super().bulk_update(objs, with_sort_keys(self.model, fields), **options)

    bulk_update.alters_data = True


class SortedByName(NaturalKeyModel):
    """A row with a name by which its lists, files and choices are sorted."""

    sort_key = SortKeyField()

    objects = SortedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("sort_key", "pk")

    def save(self, *args, update_fields=None, **options):
        loaded = {source: key for source, key in key_fields(type(self)).items() if source in vars(self)}
        for key in loaded.values():
            setattr(self, key, b"")  # so that it is saved with its text even if it was not loaded
        super().save(
            *args, update_fields=update_fields and with_sort_keys(type(self), update_fields), **options
        )
        if not all(isinstance(getattr(self, source), str) for source in loaded):
            correct_keys(type(self)._base_manager.filter(pk=self.pk))


def with_sort_keys(model: type[models.Model], fields: Iterable[str]) -> list[str]:
    """Return the names of fields that are to be written, with the keys of the texts among them."""
    names = dict.fromkeys(fields)
    return [*dict.fromkeys([*names, *(key for source, key in key_fields(model).items() if source in names)])]


def sorted_models() -> list[type[SortedByName]]:
    return [model for model in installed_apps.get_models() if issubclass(model, SortedByName)]


def wrong_keys(rows: QuerySet) -> Iterator[list[SortedByName]]:
    """Yield the rows, in batches, of which a stored key is not that of its text."""
    fields = key_fields(rows.model)
    for keys in batched(list(rows.order_by("pk").values_list("pk", flat=True)), BATCH):
        stored = rows.filter(pk__in=keys).values("pk", *fields, *fields.values())
        yield [
            rows.model(pk=row["pk"], **{source: row[source] for source in fields})
            for row in stored
            if any(bytes(row[key]) != sort_key(row[source]) for source, key in fields.items())
        ]


def count_wrong_keys(rows: QuerySet) -> int:
    return sum(map(len, wrong_keys(rows)))


def correct_keys(rows: QuerySet) -> int:
    """Store the right key of those of the rows that have a wrong one, and return their number."""
    corrected = 0
    for batch in wrong_keys(rows):
        rows.model._base_manager.bulk_update(batch, list(key_fields(rows.model).values()))
        corrected += len(batch)
    return corrected


def correct_all_keys(apps=installed_apps, **kwargs) -> None:
    """Store the right keys after a migration (`post_migrate`): this release may sort in another way.

    `apps` are the models as migrated, which may be those of an earlier release.
    """
    for model in sorted_models():
        if _has_keys(apps, model):
            correct_keys(model._base_manager.all())


def _has_keys(apps, model: type[SortedByName]) -> bool:
    try:
        migrated = apps.get_model(model._meta.label)._meta
        return all(migrated.get_field(key) for key in key_fields(model).values())
    except (LookupError, FieldDoesNotExist):
        return False
