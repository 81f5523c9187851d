"""Natural keys: how a fixture names a row without knowing its number in the database."""

from operator import attrgetter
from typing import ClassVar

from django.db import models


class NaturalKeyQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values):
        """Return the row with these values of `natural_key_fields`. Raise DoesNotExist if there is none."""
        return self.get(**dict(zip(self.model.natural_key_fields, values, strict=True)))


class NaturalKeyModel(models.Model):
    natural_key_fields: ClassVar[tuple[str, ...]]

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple:
        return tuple(attrgetter(path.replace("__", "."))(self) for path in self.natural_key_fields)
