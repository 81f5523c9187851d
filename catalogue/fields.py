"""Fields that models of every app use."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.letters import DIRECTION_CHARACTERS, describe_character, is_invisible

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


def validate_visible(text: str) -> None:
    """Raise ValidationError if nothing of a text can be seen."""
    if text and all(map(is_invisible, text)):
        raise ValidationError(
            _("This contains only invisible characters. Delete them and type the text."), code="invisible"
        )


def validate_direction(text: str) -> None:
    """Raise ValidationError, with the character, if a text contains one that changes its direction."""
    if found := next((character for character in text if character in DIRECTION_CHARACTERS), None):
        raise ValidationError(
            _(
                "This contains the invisible character %(character)s, which changes the direction of the "
                "text. Delete it, or type the text again."
            ),
            code="direction",
            params={"character": describe_character(found)},
        )


class NameField(models.CharField):
    """A name, title or other text of one line, which people can see and which reads as it is stored.

    Forms, imports and `manage.py seed` validate it.
    """

    default_validators = [validate_visible, validate_direction]

    def deconstruct(self):
        """Return Django's field: the validators change no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
