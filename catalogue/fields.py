"""Fields that models of every app use."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext

FIRST_YEAR = 1800


def this_year() -> int:
    return timezone.localdate().year


def _year_error() -> str:
    return gettext("Enter a year between {first} and {last}.").format(first=FIRST_YEAR, last=this_year())


class YearField(models.PositiveSmallIntegerField):
    """A year from 1800 to the present one."""

    messages = dict.fromkeys(("invalid", "min_value", "max_value"), lazy(_year_error, str)())

    def __init__(self, *args, **kwargs):
        years = [MinValueValidator(FIRST_YEAR), MaxValueValidator(this_year)]
        super().__init__(*args, **{**kwargs, "validators": years, "error_messages": self.messages})

    def deconstruct(self):
        """Return Django's field: the bounds change no column."""
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["validators"], kwargs["error_messages"]
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"error_messages": self.messages, **kwargs})
