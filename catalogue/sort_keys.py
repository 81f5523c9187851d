"""The stored key by which rows are sorted by name. It follows the name, however Django writes the row."""

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
        return sort_key(instance.name) if isinstance(instance.name, str) else b""

    def __set__(self, instance, value):
        vars(instance)[self.field.attname] = value


class SortKeyField(models.BinaryField):
    """The `sort_key` of the row's name. Both databases compare bytes in the same way, and index them."""

    descriptor_class = ComputedKey

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "blank": True, "serialize": False})

    def deconstruct(self):
        """Return Django's field: the attribute changes no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class SortedQuerySet(NaturalKeyQuerySet):
    """Rows whose key is written with their name."""

    def update(self, **values):
        if "name" not in values or "sort_key" in values:
            return super().update(**values)
        if isinstance(values["name"], str):
            return super().update(sort_key=sort_key(values["name"]), **values)
        with transaction.atomic():
            updated = super().update(**values)
            correct_keys(self.model._base_manager.all())
        return updated

    update.alters_data = True

    def bulk_update(self, objs, fields, **options):
        return super().bulk_update(objs, with_sort_key(fields), **options)

    bulk_update.alters_data = True


class SortedByName(NaturalKeyModel):
    """A row with a name by which its lists, files and choices are sorted."""

    sort_key = SortKeyField()

    objects = SortedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("sort_key", "pk")

    def save(self, *args, update_fields=None, **options):
        if "name" in vars(self):
            self.sort_key = b""  # so that it is saved with the name even if it was not loaded
        super().save(*args, update_fields=update_fields and with_sort_key(update_fields), **options)
        if "name" in vars(self) and not isinstance(self.name, str):
            correct_keys(type(self)._base_manager.filter(pk=self.pk))


def with_sort_key(fields: Iterable[str]) -> list[str]:
    """Return the names of fields that are to be written, with the key if the name is among them."""
    names = dict.fromkeys(fields)
    return [*names, "sort_key"] if "name" in names and "sort_key" not in names else [*names]


def sorted_models() -> list[type[SortedByName]]:
    return [model for model in installed_apps.get_models() if issubclass(model, SortedByName)]


def wrong_keys(rows: QuerySet) -> Iterator[list[SortedByName]]:
    """Yield the rows, in batches, whose stored key is not that of their name."""
    for keys in batched(list(rows.order_by("pk").values_list("pk", flat=True)), BATCH):
        stored = rows.filter(pk__in=keys).values_list("pk", "name", "sort_key")
        yield [rows.model(pk=pk, name=name) for pk, name, key in stored if bytes(key) != sort_key(name)]


def count_wrong_keys(rows: QuerySet) -> int:
    return sum(map(len, wrong_keys(rows)))


def correct_keys(rows: QuerySet) -> int:
    """Store the right key of those of the rows that have a wrong one, and return their number."""
    corrected = 0
    for batch in wrong_keys(rows):
        rows.model._base_manager.bulk_update(batch, ["sort_key"])
        corrected += len(batch)
    return corrected


def correct_all_keys(apps=installed_apps, **kwargs) -> None:
    """Store the right keys after a migration (`post_migrate`): this release may sort in another way.

    `apps` are the models as migrated, which may be those of an earlier release.
    """
    for model in sorted_models():
        if _has_key(apps, model):
            correct_keys(model._base_manager.all())


def _has_key(apps, model: type[SortedByName]) -> bool:
    try:
        apps.get_model(model._meta.label)._meta.get_field("sort_key")
    except (LookupError, FieldDoesNotExist):
        return False
    return True
