"""The unsaved changes in the form of an entry that others have changed in the meantime."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from django import forms
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import TO_FIELD_VAR
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.history import registry
from catalogue.history.comparison import NUMBER
from catalogue.history.conflicts import NEW, Place
from catalogue.history.field_values import are_equal, names_of, shown
from catalogue.history.versions import EntryPart, EntryState


class Resubmission:
    """The form of an entry with its rows, filled with sent data. `entry` is None if it was deleted."""

    def __init__(self, model_admin, request, entry: Model | None, data: QueryDict):
        self.model_admin, self.request, self.entry, self.data = model_admin, request, entry, data
        self.fieldsets = model_admin.get_fieldsets(request, entry)
        fields = flatten_fieldsets(self.fieldsets)
        self.form_class = model_admin.get_form(request, entry, change=entry is not None, fields=fields)
        self.form = self.form_class(data, request.FILES, instance=entry or model_admin.model())
        self.formsets, self.inlines = [], []
        for formset, inline in formsets_of(model_admin, request, entry, self.form.instance, data):
            self.formsets.append(formset)
            self.inlines.append(inline)
        self.rows = [
            ResubmittedRows(formset, formset.fk.remote_field.name)
            for formset in self.formsets
            if formset.is_bound
        ]

    def refused(self, message: str) -> dict:
        """Return the context of the form's page, as Django's own, where the form is refused for a reason."""
        self.form.is_valid()
        self.form.add_error(None, message)
        model_admin, request, entry = self.model_admin, self.request, self.entry
        admin_form = AdminForm(
            self.form,
            list(self.fieldsets),
            model_admin.get_prepopulated_fields(request, entry),
            model_admin.get_readonly_fields(request, entry),
            model_admin=model_admin,
        )
        inlines = model_admin.get_inline_formsets(request, self.formsets, self.inlines, entry)
        return {
            **model_admin.admin_site.each_context(request),
            "title": _("Change %s") % model_admin.opts.verbose_name,
            "subtitle": str(entry),
            "adminform": admin_form,
            "object_id": str(entry.pk),
            "original": entry,
            "is_popup": IS_POPUP_VAR in request.POST,
            "to_field": request.POST.get(TO_FIELD_VAR),
            "media": sum((inline.media for inline in inlines), model_admin.media + admin_form.media),
            "inline_admin_formsets": inlines,
            "errors": AdminErrorList(self.form, self.formsets),
            "preserved_filters": model_admin.get_preserved_filters(request),
        }

    def state(self, opened: EntryState | None, theirs: EntryState | None) -> EntryState:
        """Return the submitted form as a state. What is not on the form is as others have saved it."""
        entry = submitted_part(self.form, theirs.entry if theirs else None)
        rows = dict(theirs.rows) if theirs else {}
        for submitted in self.rows:
            rows[submitted.relation] = submitted.parts(
                opened.rows.get(submitted.relation, {}) if opened else {}, rows
            )
        return EntryState(entry, rows)

    def chosen(self, theirs: list[Place], both: set[tuple[str, str]]) -> QueryDict:
        """Return the data of a form with the stored values at the places of `theirs`; `both` are rows."""
        data = self.data.copy()
        now = self.form_class(instance=self.entry)
        rows: dict[tuple[str, str], set[str]] = defaultdict(set)
        for place in theirs:
            if place.row is None:
                write_data(data, browser_data(now[place.name]))
            else:
                rows[place.row] |= {place.name} - {""}
        for submitted in self.rows:
            names = {key: found for (relation, key), found in rows.items() if relation == submitted.relation}
            submitted.choose(data, names, {key for relation, key in both if relation == submitted.relation})
        return data

    def merged(self, opened: EntryState | None, yours: EntryState) -> QueryDict:
        """Return the data of a form with all changes: the submitted ones and, elsewhere, those of others.

        It includes rows that others added. Changed rows that others deleted become new rows, which keep their
        old keys until they are saved.
        """
        data = self.data.copy()
        now = self.form_class(instance=self.entry)
        for name in unchanged_fields(self.form, opened.entry if opened else None, yours.entry):
            write_data(data, browser_data(now[name]))
        for submitted in self.rows:
            submitted.merge(
                data,
                *(state.rows.get(submitted.relation, {}) if state else None for state in (opened, yours)),
            )
        return data


def formsets_of(
    model_admin, request, entry: Model | None, instance: Model, data: QueryDict
) -> Iterator[tuple]:
    """Yield the formsets of a form, named as Django's admin names them, and their inlines.

    They hold `data` where the person may change the rows.
    """
    used = Counter()
    for formset_class, inline in model_admin.get_formsets_with_inlines(request, *([entry] if entry else [])):
        prefix = formset_class.get_default_prefix()
        used[prefix] += 1
        if used[prefix] > 1:
            prefix = f"{prefix}-{used[prefix]}"
        kwargs = model_admin.get_formset_kwargs(request, instance, inline, prefix)
        may_change = inline.has_change_permission(request, entry)
        kwargs |= {"data": data, "files": request.FILES} if may_change else {"data": None, "files": None}
        yield formset_class(**kwargs), inline


class ResubmittedRows:
    """The submitted rows of one kind."""

    def __init__(self, formset: forms.BaseInlineFormSet, relation: str):
        self.formset = formset
        self.relation = relation
        self.key_name = formset.model._meta.pk.name

    def forms_by_key(self) -> dict[str, forms.ModelForm]:
        """Return the forms of the rows by key; the key of a new row is `NEW` and a number."""
        data = self.formset.data
        return {
            data.get(form.add_prefix(self.key_name)) or f"{NEW}{number}": form
            for number, form in enumerate(self.formset.forms)
        }

    def parts(
        self, opened: dict[str, EntryPart], rows: dict[str, dict[str, EntryPart]]
    ) -> dict[str, EntryPart]:
        theirs = rows.get(self.relation, {})
        return {
            key: submitted_part(form, theirs.get(key) or opened.get(key))
            for key, form in self.forms_by_key().items()
            if not self.is_deleted(form) and not self.is_empty(form)
        }

    def is_empty(self, form) -> bool:
        return form in self.formset.extra_forms and not form.has_changed()

    def is_deleted(self, form) -> bool:
        return bool(self.formset.data.get(form.add_prefix("DELETE")))

    def merge(
        self, data: QueryDict, opened: dict[str, EntryPart] | None, yours: dict[str, EntryPart]
    ) -> None:
        """Write the rows into the data: first those stored now, then the submitted ones that are not."""
        forms_by_key = self.forms_by_key()
        there, new = [], []
        for row in self.formset.get_queryset():
            key = str(row.pk)
            there.append(
                self.stored_row(row) | self.submitted_row(forms_by_key.pop(key, None), key, opened, yours)
            )
        for key, form in forms_by_key.items():
            known = (opened or {}).get(key)
            if not self.is_deleted(form) and not (known and is_same(known, yours[key])):
                new.append(self.submitted(form) | {self.key_name: ["" if key.startswith(NEW) else key]})
        self.write(data, there, new)

    def choose(self, data: QueryDict, theirs: dict[str, set[str]], both: set[str]) -> None:
        """Write the rows as chosen: `theirs` has the fields, or none for the whole row, by the row's key.

        Of the rows of `both`, the submitted one is added as a new one.
        """
        forms_by_key = self.forms_by_key()
        there, new = [], []
        for row in self.formset.get_queryset():
            key = str(row.pk)
            stored, form = self.stored_row(row), forms_by_key.pop(key, None)
            sent = self.submitted(form) if form else stored
            there.append(self.with_stored(sent, stored, form, theirs[key]) if key in theirs else sent)
            if key in both:
                new.append(sent | {self.key_name: [""]})
        new += [
            self.submitted(form) | {self.key_name: [""]}
            for key, form in forms_by_key.items()
            if key not in theirs
        ]
        self.write(data, there, new)

    def with_stored(self, sent: dict, stored: dict, form, names: set[str]) -> dict[str, list[str]]:
        """Return a submitted row with the stored values of some of its fields; the stored row without any."""
        if not names:
            return stored
        inputs = [found for name in names for found in self.inputs_of(form, name)]
        return sent | {found: stored.get(found, []) for found in inputs}

    def inputs_of(self, form, name: str) -> list[str]:
        return [found.removeprefix(f"{form.prefix}-") for found in browser_data(form[name])]

    def stored_row(self, row: Model) -> dict[str, list[str]]:
        form = self.formset.form(instance=row, prefix="row", **self.formset.get_form_kwargs(0))
        values = {}
        for name in form.fields:
            values |= browser_data(form[name])
        values = {name.removeprefix("row-"): value for name, value in values.items()}
        owner = self.formset.fk
        return values | {self.key_name: [str(row.pk)], owner.name: [str(getattr(row, owner.attname))]}

    def submitted_row(self, form, key: str, opened, yours) -> dict[str, list[str]]:
        """Return the submitted values of a row, without the fields that were not changed."""
        if form is None:
            return {}
        sent = self.submitted(form)
        if known := (opened or {}).get(key):
            submitted = yours.get(key) or submitted_part(form, known)
            same = unchanged_fields(form, known, submitted)
            left_out = {found for name in same for found in self.inputs_of(form, name)}
            changed = [name for name in model_fields(form) if name not in same]
            emptied = {found: [] for name in changed for found in self.inputs_of(form, name)}
            return {found: value for found, value in (emptied | sent).items() if found not in left_out}
        return sent

    def submitted(self, form) -> dict[str, list[str]]:
        start = f"{form.prefix}-"
        return {
            name.removeprefix(start): values
            for name, values in self.formset.data.lists()
            if name.startswith(start)
        }

    def write(self, data: QueryDict, there: list[dict], new: list[dict]) -> None:
        prefix = self.formset.prefix
        counts = {f"{prefix}-TOTAL_FORMS", f"{prefix}-INITIAL_FORMS"}
        for name in [
            name for name in data if name.startswith(f"{prefix}-") and name[len(prefix) + 1].isdecimal()
        ]:
            del data[name]
        for number, values in enumerate([*there, *new]):
            write_data(data, {f"{prefix}-{number}-{name}": value for name, value in values.items()})
        for name, count in zip(sorted(counts), (len(there), len(there) + len(new)), strict=True):
            data[name] = str(count)


def model_fields(form: forms.ModelForm) -> list[str]:
    """Return the model's fields on the form, without the keys of the row and of its entry."""
    meta, owner = form._meta.model._meta, registry.owner_field(form._meta.model)
    own = {field.name for field in (*meta.fields, *meta.many_to_many)} - {meta.pk.name, owner and owner.name}
    return [name for name in form.fields if name in own]


def is_omitted(form: forms.ModelForm, name: str) -> bool:
    """Return whether the submitted form did not contain the field."""
    widget = form.fields[name].widget
    return widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name))


def unchanged_fields(form: forms.ModelForm, opened: EntryPart | None, yours: EntryPart) -> list[str]:
    """Return the fields that were not on the submitted form or were left as they were when it was opened."""
    return [
        name
        for name in model_fields(form)
        if is_omitted(form, name)
        or (opened and name in opened.fields and name in yours.fields and are_equal(name, opened, yours))
    ]


def is_same(one: EntryPart, other: EntryPart) -> bool:
    return all(are_equal(name, one, other) for name in names_of(one, other) if name not in NUMBER)


def submitted_part(form: forms.ModelForm, known: EntryPart | None) -> EntryPart:
    """Return the submitted values of one form, in addition to what is known of the entry or row."""
    label, key = form._meta.model._meta.label_lower, known.key if known else "0"
    part = EntryPart(
        label,
        key,
        known.text if known else "",
        dict(known.fields) if known else {},
        dict(known.names) if known else {},
    )
    for name in model_fields(form):
        field = form.fields[name]
        if isinstance(field, forms.FileField):
            if upload := form.files.get(form.add_prefix(name)):
                part.fields[name] = upload.name
        elif not is_omitted(form, name):
            part.fields[name], part.names[name] = stored_value(field, form[name].data)
    if known is None:
        texts = (shown(part, name) for name in names_of(part) if name not in NUMBER)
        part = replace(part, text=" · ".join(text for text in texts if isinstance(text, str) and text))
    return part


def stored_value(field: forms.Field, raw) -> tuple[object, dict[str, str]]:
    """Return a value as versions store it, with the names of what it refers to; an invalid one as entered."""
    try:
        value = field.clean(raw)
    except ValidationError:
        return (" ".join(filter(None, map(str, raw))) if isinstance(raw, list | tuple) else raw or ""), {}
    if isinstance(field, ModelMultipleChoiceField):
        return [found.pk for found in value], {str(found.pk): str(found) for found in value}
    if isinstance(field, ModelChoiceField):
        return (value.pk, {str(value.pk): str(value)}) if value else (None, {})
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder)), {}


def browser_data(bound: forms.BoundField) -> dict[str, list[str]]:
    """Return what a browser would submit for a field, by the names of its inputs."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    return _widget_data(widget, bound.html_name, bound.value())


def _widget_data(widget: forms.Widget, name: str, value) -> dict[str, list[str]]:
    match widget:
        case forms.MultiWidget():
            values = value if isinstance(value, list) else widget.decompress(value)
            found = {}
            for suffix, inner, part in zip(widget.widgets_names, widget.widgets, values, strict=True):
                found |= _widget_data(inner, name + suffix, part)
            return found
        case forms.FileInput():
            return {}
        case forms.CheckboxInput():
            return {name: ["on"] if value else []}
        case forms.SelectMultiple():
            return {name: [str(key) for key in value or []]}
        case forms.Select():
            return {name: ["" if value is None else str(value)]}
    text = widget.format_value(value)
    return {name: ["" if text is None else str(text)]}


def write_data(data: QueryDict, values: dict[str, list[str]]) -> None:
    for name, found in values.items():
        if found:
            data.setlist(name, found)
        else:
            data.pop(name, None)
