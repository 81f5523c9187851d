"""Forms filled in with unsaved changes, without any check: they are validated when they are saved."""

from collections.abc import Collection

from django import forms
from django.http import QueryDict

from catalogue.clean_text import without_null_characters

CSRF_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
HIDDEN = "_"  # the names of hidden fields and buttons begin with it
EMPTY_ROW = "__prefix__"  # in the names of the row that Django's script copies
MAX_DIGITS = 6


def fields_to_keep(data: QueryDict, *hidden: str) -> dict[str, list[str]]:
    """Return the fields of a submitted form by name, and of the hidden ones only those named here."""
    return {
        without_null_characters(name): [without_null_characters(value) for value in values]
        for name, values in data.lists()
        if name in hidden or not (name.startswith(HIDDEN) or EMPTY_ROW in name or name == CSRF_TOKEN)
    }


def fill_form(form: forms.ModelForm, data: QueryDict, prefix: str = "", omit: Collection[str] = ()) -> None:
    """Show in an unbound form what was entered under `prefix`, even where it is not valid."""
    for name, field in form.fields.items():
        html_name = f"{prefix}-{name}" if prefix else name
        if name in omit or isinstance(field, forms.FileField):
            continue
        if not field.widget.value_omitted_from_data(data, {}, html_name):
            form.initial[name] = field.widget.value_from_datadict(data, {}, html_name)


def fill_rows(formset: forms.BaseInlineFormSet, data: QueryDict) -> None:
    """Show in an unbound formset the rows that were entered: stored ones by their keys, then new ones.

    Rows that others have deleted since are shown as new ones; rows that others have added stay.
    """
    key_name = formset.model._meta.pk.name
    omit = (key_name, formset.fk.name)
    keys = {prefix: data.get(f"{prefix}-{key_name}", "") for prefix in row_prefixes(formset, data)}
    stored = {str(row.pk) for row in formset.get_queryset()}
    new = [
        prefix for prefix, key in keys.items() if key not in stored and is_filled_in(formset, prefix, data)
    ]
    prefixes = {key: prefix for prefix, key in keys.items() if key in stored}
    formset.extra += len(new)
    for form in formset.initial_forms:
        if prefix := prefixes.get(str(form.instance.pk)):
            fill_form(form, data, prefix, omit)
    for form, prefix in zip(formset.extra_forms, new, strict=False):
        fill_form(form, data, prefix, omit)


def row_prefixes(formset: forms.BaseInlineFormSet, data: QueryDict) -> list[str]:
    """Return the prefixes of the submitted rows, at most as many as a formset may have."""
    sent = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    count = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < MAX_DIGITS else 0
    return [f"{formset.prefix}-{number}" for number in range(min(count, formset.absolute_max))]


def is_filled_in(formset: forms.BaseInlineFormSet, prefix: str, data: QueryDict) -> bool:
    """Return whether a new row differs from the empty row that each formset ends with."""
    return formset.form(data, prefix=prefix, **formset.get_form_kwargs(None)).has_changed()
