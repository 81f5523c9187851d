"""The table of contents of a long form: its sections, with their numbers of rows and errors."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.contrib.admin.utils import flatten
from django.utils.text import capfirst


@dataclass(frozen=True)
class FormSection:
    """A fieldset, or rows of one kind, of which `group` is the id. Without rows, `rows` is None."""

    label: str
    anchor: str
    errors: int
    rows: int | None = None
    group: str = ""


def sections_of(admin_form: AdminForm, inlines: Iterable[InlineAdminFormSet], name: str) -> list[FormSection]:
    """Return the sections in the order of the page. `name` is that of a fieldset without one."""
    form = admin_form.form
    found = []
    for number, (heading, options) in enumerate(admin_form.fieldsets):
        fields = flatten(options["fields"])
        anchor = f"fieldset-0-{number}-heading" if heading else form.auto_id % fields[0]
        errors = sum(len(form.errors.get(field, ())) for field in fields)
        found.append(FormSection(capfirst(str(heading or name)), anchor, errors))
    return found + [_rows_section(inline) for inline in inlines]


def _rows_section(inline: InlineAdminFormSet) -> FormSection:
    formset = inline.formset
    errors = len(formset.non_form_errors()) + sum(len(form.errors) for form in formset.forms)
    label = capfirst(str(inline.opts.verbose_name_plural))
    anchor, group = f"{formset.prefix}-heading", f"{formset.prefix}-group"
    return FormSection(label, anchor, errors, formset.initial_form_count(), group)
