"""How the back office asks for dates, texts and choices."""

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

DATE_SHAPE = _("DD/MM/YYYY")  # the first of the shapes that a date is typed in


class PublicationWidget(AdminSplitDateTime):
    """Day and time of publication, each named for screen readers."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        date, time = self.widgets
        date.attrs |= {"aria-label": _("Publication date"), "placeholder": DATE_SHAPE}
        time.attrs |= {"aria-label": _("Publication time"), "placeholder": _("HH:MM")}


class PictureWidget(AdminFileWidget):
    initial_text = _("Current picture")
    input_text = _("Replace")
    clear_checkbox_label = _("Remove")


FIELDS = {
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})},
    models.URLField: {"assume_scheme": "https"},
    models.ImageField: {"widget": PictureWidget},
    models.DateField: {"widget": AdminDateWidget(attrs={"placeholder": DATE_SHAPE})},
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": PublicationWidget},
}


class ChoiceMixin(admin.options.BaseModelAdmin):
    """Beside a choice stands what an editor needs there, and nothing that deletes the chosen."""

    related_links: ClassVar[dict[str, bool]] = {"can_delete_related": False, "can_view_related": False}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            vars(field.widget).update(self.related_links)
        return field
