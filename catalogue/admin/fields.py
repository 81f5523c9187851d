"""How the back office asks for dates, texts and choices."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationWidget(AdminSplitDateTime):
    """Day and time of publication, each named for screen readers."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, label in zip(self.widgets, (_("Publication date"), _("Publication time")), strict=True):
            widget.attrs["aria-label"] = label


DATE_ERROR = _("Write the date as day, month and year, such as 31/12/2026.")
FIELDS = {
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})},
    models.URLField: {"assume_scheme": "https"},
    models.DateField: {"error_messages": {"invalid": DATE_ERROR}},
    models.DateTimeField: {
        "form_class": forms.SplitDateTimeField,
        "widget": PublicationWidget,
        "error_messages": {
            "invalid_date": DATE_ERROR,
            "invalid_time": _("Write the time as hours and minutes, such as 09:30."),
        },
    },
}


class ChoiceMixin(admin.options.BaseModelAdmin):
    """Beside a choice stands what an editor needs there, and nothing that deletes the chosen."""

    related_links: ClassVar[dict[str, bool]] = {"can_delete_related": False, "can_view_related": False}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            vars(field.widget).update(self.related_links)
        return field
