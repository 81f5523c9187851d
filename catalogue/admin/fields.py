"""The form fields and widgets of the back office for dates, texts, pictures and choices."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminFileWidget,
    AdminSplitDateTime,
    AdminTextareaWidget,
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.fields import EmailFormField, URLFormField
from catalogue.keys import key_of

DATE_FORMAT_HINT = _("DD/MM/YYYY")  # the first of the accepted formats


class PublicationWidget(AdminSplitDateTime):
    """Date and time of publication, each with a name for screen readers."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        date, time = self.widgets
        date.attrs |= {"aria-label": _("Publication date"), "placeholder": DATE_FORMAT_HINT}
        time.attrs |= {"aria-label": _("Publication time"), "placeholder": _("HH:MM")}


class PictureWidget(AdminFileWidget):
    """The current picture, a box that removes it, and the choice of another, which can also be dropped."""

    template_name = "admin/catalogue/_picture_widget.html"
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


class KnownKeysMixin(AutocompleteMixin):
    """Shows what is chosen; what cannot be a key is an error of the form, and no choice."""

    def optgroups(self, name, value, attr=None):
        model = self.field.remote_field.model
        values = [one for one in value if one in EMPTY_VALUES or key_of(model, one) is not None]
        return super().optgroups(name, values, attr)


class KeySelect(KnownKeysMixin, AutocompleteSelect):
    pass


class KeySelectMultiple(KnownKeysMixin, AutocompleteSelectMultiple):
    pass


class KeyField(forms.ModelChoiceField):
    """A choice whose value may be anything: what cannot be a key does not reach the database."""

    def to_python(self, value):
        if value in self.empty_values or key_of(self.queryset.model, value) is not None:
            return super().to_python(value)
        raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})


class KeysField(forms.ModelMultipleChoiceField):
    """Choices whose values may be anything: what cannot be a key does not reach the database."""

    def clean(self, value):
        for key in value or ():
            if key_of(self.queryset.model, key) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key}
                )
        return super().clean(value)


class KeyChoiceMixin(admin.options.BaseModelAdmin):
    """Choices of other entries, in forms that may have been sent with anything as a choice."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs = {"form_class": KeyField, **self.widget_for(db_field, request, KeySelect), **kwargs}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs = {"form_class": KeysField, **self.widget_for(db_field, request, KeySelectMultiple), **kwargs}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def widget_for(self, db_field, request, widget: type[KnownKeysMixin]) -> dict:
        is_autocomplete = db_field.name in self.get_autocomplete_fields(request)
        return {"widget": widget(db_field, self.admin_site)} if is_autocomplete else {}


class ChoiceMixin(KeyChoiceMixin):
    """Choices with only the links that an editor needs beside them, and none that deletes what is chosen."""

    related_links: ClassVar[dict[str, bool]] = {"can_delete_related": False, "can_view_related": False}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            vars(field.widget).update(self.related_links)
        return field
