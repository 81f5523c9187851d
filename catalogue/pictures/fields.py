"""The picture fields of models and forms."""

from django import forms
from django.core import checks
from django.core.validators import MaxValueValidator, StepValueValidator
from django.db import models
from django.utils.translation import gettext as _
from PIL import features

from catalogue.pictures.reading import MOST_BYTES, megabytes, read_picture
from catalogue.pictures.stored import PictureFile, ReadPicture
from catalogue.pictures.writing import write


class PictureFormField(forms.FileField):
    """Accepts JPEG, PNG and WebP, recognised by content, and re-encodes them."""

    def __init__(self, *, largest: int, **kwargs):
        self.largest = largest
        super().__init__(**kwargs)
        self.help_text = self.help_text or _(
            "JPEG, PNG or WebP, up to %(most)s. Location and date are removed from photos."
        ) % {"most": megabytes(MOST_BYTES)}

    def to_python(self, data):
        file = super().to_python(data)
        return ReadPicture(write(read_picture(file, self.largest))) if file else None

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": "image/jpeg,image/png,image/webp"}


class FocusField(models.PositiveSmallIntegerField):
    """Where the main part of a picture is, in per cent of its width or height: 0, 10 … 100."""

    STEP, MAX, MIDDLE = 10, 100, 50

    def __init__(self, verbose_name=None, **kwargs):
        kwargs.setdefault("default", self.MIDDLE)
        super().__init__(verbose_name, **kwargs)

    @property
    def validators(self):
        return [*super().validators, MaxValueValidator(self.MAX), StepValueValidator(self.STEP)]

    def formfield(self, **kwargs):
        limits = {"min_value": 0, "max_value": self.MAX, "step_size": self.STEP}
        return super().formfield(**{**kwargs, **limits, "widget": forms.NumberInput})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


class PictureField(models.ImageField):
    """A picture, stored in several widths. `largest` is its longest side, `widths` are the smaller widths."""

    attr_class = PictureFile

    def __init__(self, *args, largest: int = 1600, widths: tuple[int, ...] = (480, 960), **kwargs):
        self.largest = largest
        self.widths = widths
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Return Django's field for migrations: the sizes change no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if not features.check("avif"):
            message = "Pillow cannot write AVIF here."
            errors.append(checks.Error(message, hint="Install Pillow from its wheel.", obj=self))
        return errors

    def formfield(self, **kwargs):
        return models.FileField.formfield(
            self, **{"form_class": PictureFormField, "largest": self.largest, "max_length": None, **kwargs}
        )
