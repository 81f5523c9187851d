"""Rows that name an entry, or a kind of entry, without a foreign key.

They may name one of any kind, and those about an entry stay when it is deleted, for when it is restored.
"""

from collections.abc import Iterable

from django.db import models


def kind_of(model: type[models.Model] | models.Model) -> str:
    return model._meta.label_lower


def reference_to(entry: models.Model) -> dict[str, object]:
    """Return the fields of a row that names an entry."""
    return {"kind": kind_of(entry), "entry_id": entry.pk}


class KindReferenceQuerySet(models.QuerySet):
    def of_kind(self, model: type[models.Model]):
        return self.filter(kind=kind_of(model))


class KindReference(models.Model):
    """A row that names a kind of entry."""

    kind = models.CharField(max_length=60, help_text="The label of the model, such as projects.project.")

    objects = KindReferenceQuerySet.as_manager()

    class Meta:
        abstract = True


class EntryReferenceQuerySet(KindReferenceQuerySet):
    def of_entry(self, entry: models.Model):
        return self.filter(**reference_to(entry))

    def of_keys(self, model: type[models.Model], keys: Iterable):
        """Return those of the entries of a kind with these keys."""
        return self.of_kind(model).filter(entry_id__in=keys)


class EntryReference(KindReference):
    """A row that names an entry."""

    entry_id = models.BigIntegerField()

    objects = EntryReferenceQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.kind} {self.entry_id}"
