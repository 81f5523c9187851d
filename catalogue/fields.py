"""Fields that models of every app use."""

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext

from catalogue.clean_text import clean_line, clean_text

FIRST_YEAR = 1800
MAX_PROSE = 16_000  # characters; a cell of an Excel file takes 32,767 units of UTF-16


def label_of(choices: type[models.TextChoices], value: str) -> str:
    """Return the label of a value, or the value itself if it is no choice.

    It is Django's `get_FOO_display` for lists: Django translates the labels of all choices for each value.
    """
    return str(dict(choices.choices).get(value, value))


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


class CleanTextFormMixin(forms.CharField):
    """A form's field whose value is cleaned before it is compared or validated."""

    clean_text = staticmethod(clean_line)

    def to_python(self, value):
        return super().to_python(self.clean_text(value) if isinstance(value, str) else value)


class NameFormField(CleanTextFormMixin):
    """A text of one line."""


class ProseFormField(CleanTextFormMixin):
    """A text of several lines."""

    clean_text = staticmethod(clean_text)


class EmailFormField(CleanTextFormMixin, forms.EmailField):
    """An email address, which may have been copied with invisible characters."""


class URLFormField(CleanTextFormMixin, forms.URLField):
    """A web address, which may have been copied with invisible characters."""


class CleanTextMixin(models.Field):
    """A model's text, cleaned in forms, imports and fixtures, by `save` and by `update`."""

    form_class: type[forms.CharField]

    def to_python(self, value):
        value = super().to_python(value)
        return self.form_class.clean_text(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        """Return the text as it is stored, and set it on the instance."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.to_python(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class NameField(CleanTextMixin, models.CharField):
    """A name, title or other text of one line."""

    form_class = NameFormField

    def deconstruct(self):
        """Return Django's field: cleaning changes no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class ProseField(CleanTextMixin, models.TextField):
    """A text of paragraphs, with a limit that forms, imports and the database check."""

    form_class = ProseFormField

    def __init__(self, *args, max_length: int = MAX_PROSE, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)
        self.validators.append(MaxLengthValidator(max_length))

    def db_check(self, connection) -> str:
        return f"length({connection.ops.quote_name(self.column)}) <= {self.max_length}"
