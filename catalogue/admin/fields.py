"""The form fields and widgets of the back office for dates, texts, pictures and choices."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminFileWidget,
    AdminSplitDateTime,
    AdminTextareaWidget,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.fields import EmailFormField, URLFormField

DATE_FORMAT_HINT = _("DD/MM/YYYY")  # the first of the accepted formats


class PublicationWidget(AdminSplitDateTime):
    """Date and time of publication, each with a name for screen readers."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        date, time = self.widgets
        date.attrs |= {"aria-label": _("Publication date"), "placeholder": DATE_FORMAT_HINT}
        time.attrs |= {"aria-label": _("Publication time"), "placeholder": _("HH:MM")}


class PictureWidget(AdminFileWidget):
    initial_text = _("Current picture")
    input_text = _("Replace")
    clear_checkbox_label = _("Remove")


FIELDS = {
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})},
    models.URLField: {"form_class": URLFormField, "assume_scheme": "https"},
    models.EmailField: {"form_class": EmailFormField},
    models.ImageField: {"widget": PictureWidget},
    models.DateField: {"widget": AdminDateWidget(attrs={"placeholder": DATE_FORMAT_HINT})},
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": PublicationWidget},
}


class ChoiceMixin(admin.options.BaseModelAdmin):
    """Choices with only the links that an editor needs beside them, and none that deletes what is chosen."""

    related_links: ClassVar[dict[str, bool]] = {"can_delete_related": False, "can_view_related": False}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            vars(field.widget).update(self.related_links)
        return field
