"""Rows that are edited on the form of the entry they belong to."""

from django import forms
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalogue.errors import FieldErrorsMixin, explain_errors
from catalogue.rows import RowRule, exchanging_rows, numbers_within, remove_rows, unique_rules


class FormerKeyField(forms.CharField):
    """The key that a new row had before others deleted it; it identifies the row in an edit conflict only."""

    widget = forms.HiddenInput

    def clean(self, value):
        return None

    def has_changed(self, initial, data):
        return False


class RowFormSet(forms.BaseInlineFormSet):
    """The rows of an entry: each field has a name for screen readers, each broken rule shows at its row."""

    default_error_messages = {
        "too_many_forms": ngettext_lazy(
            "An entry can have at most %(num)d of these rows. Delete some of them.",
            "An entry can have at most %(num)d of these rows. Delete some of them.",
            "num",
        )
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        key_name = self.model._meta.pk.name
        if key_name in form.fields and (index is None or index >= self.initial_form_count()):
            form.fields[key_name] = FormerKeyField(required=False)
        text = _("{label}, new row") if index is None else _("{label}, row {row}")
        for name, field in form.fields.items():
            explain_errors(field, field.label or name)
            if not field.widget.is_hidden:
                label = capfirst(field.label or name)
                inner = getattr(field.widget, "widget", field.widget)
                inner.attrs["aria-label"] = text.format(label=label, row=(index or 0) + 1)

    def remaining_forms(self) -> list[forms.ModelForm]:
        """Return the forms whose rows will exist once the formset is saved."""
        return [
            form
            for form in self.forms
            if (form in self.initial_forms or form.has_changed())
            and not (self.can_delete and form.cleaned_data.get(DELETION_FIELD_NAME))
        ]

    def validate_unique(self):
        """Compare the rows as they will be, and show a broken rule at the row that repeats another."""
        for rule in self.unique_rules:
            valid = [form for form in self.remaining_forms() if not form.errors.keys() & set(rule.fields)]
            for position in rule.repeated(form.instance for form in valid):
                valid[position].add_error(rule.field_to_correct, rule.message)

    @cached_property
    def unique_rules(self) -> list[RowRule]:
        return unique_rules(self.model, self.fk.name)

    def save_existing_objects(self, commit=True):
        if commit:
            self.remove_exchanging_rows()
        return super().save_existing_objects(commit)

    def remove_exchanging_rows(self):
        """Make it possible to exchange what only one row may have, such as the lead, in one save.

        Saving puts each of these rows back under its old key, inside the same transaction. Rows that are to
        be deleted go first.
        """
        changes = {form.instance.pk: form.changed_data for form in self.initial_forms if form.has_changed()}
        deleted = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        remove_rows(self.model, [*deleted, *exchanging_rows(self.unique_rules, changes)])


class OrderedRowForm(FieldErrorsMixin, forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].help_text = _("Leave empty to add it at the end.")
        if self.instance._state.adding:
            self.initial["order"] = None

    @cached_property
    def changed_data(self):
        """The names of the changed fields. A number alone does not make a new row."""
        changed = super().changed_data
        return [name for name in changed if name != "order" or not self.instance._state.adding]

    def _get_validation_exclusions(self):
        """Exclude the number: the one typed is not yet the one that will be stored.

        Django has no public method for this. If it changes,
        `test_activity_of_level_2_may_be_typed_with_the_number_of_the_first` fails.
        """
        return super()._get_validation_exclusions() | {"order"}

    def set_number(self, number: int):
        """Set the number of the row. A row that only got a new number has changed as well."""
        self.instance.order = number
        self.changed_data = [name for name in self.changed_data if name != "order"]
        if number != self.initial["order"]:
            self.changed_data.append("order")


class OrderedRowFormSet(RowFormSet):
    """Rows that are numbered from 1 when saved, in the order of the numbers typed.

    A row without a number goes to the end; rows with the same number stay in the order of the form. The
    model's `numbered_within` says which rows are numbered together.
    """

    def clean(self):
        super().clean()
        rows = self.remaining_forms()
        if not any(form.errors for form in rows):
            self.number(rows)

    def number(self, rows: list[OrderedRowForm]):
        rows = sorted(rows, key=self.number_entered)
        numbers = numbers_within(form.instance.numbering_group for form in rows)
        for form, number in zip(rows, numbers, strict=True):
            form.set_number(number)

    @staticmethod
    def number_entered(form: OrderedRowForm) -> tuple[bool, int]:
        number = form.cleaned_data.get("order")
        return number is None, number or 0


class LevelledRowFormSet(OrderedRowFormSet):
    """Rows of level 1 and 2, of which the first is of level 1."""

    def number(self, rows: list[OrderedRowForm]):
        super().number(rows)
        for form in rows:
            if form.instance.order == 1 and form.instance.level != form.instance.Level.MAIN:
                form.add_error("level", self.level_error(form.instance))

    @staticmethod
    def level_error(row: Model) -> str:
        return _(
            "“{text}” would come first, but the first row must be at level 1. "
            "A row at level 2 belongs to the row above it."
        ).format(text=Truncator(row.text).chars(60))
