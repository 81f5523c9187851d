"""Rows that are edited on the form of the entry they belong to."""

from django import forms
from django.db.models import Model, UniqueConstraint
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin, explain_errors


class RowFormSet(forms.BaseInlineFormSet):
    """The rows of an entry, each field named for screen readers, each rule broken shown at its row."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        text = _("{label}, new row") if index is None else _("{label}, row {row}")
        for name, field in form.fields.items():
            explain_errors(field, field.label or name)
            if not field.widget.is_hidden:
                label = capfirst(field.label or name)
                inner = getattr(field.widget, "widget", field.widget)
                inner.attrs["aria-label"] = text.format(label=label, row=(index or 0) + 1)

    def remaining_forms(self) -> list[forms.ModelForm]:
        """Give the forms whose rows will be there once this is saved."""
        return [
            form
            for form in self.forms
            if (form in self.initial_forms or form.has_changed())
            and not (self.can_delete and self._should_delete_form(form))
        ]

    def validate_unique(self):
        """Compare the rows as they will be, and say the rule's own words at the row that repeats another."""
        for rule in self.unique_rules:
            fields = self.fields_of(rule)
            seen = set()
            for form in self.remaining_forms():
                key = None if form.errors.keys() & fields else self.key_under(rule, form.instance)
                if key is None:
                    continue
                if key in seen:
                    form.add_error(fields[-1], rule.get_violation_error_message())
                seen.add(key)

    @property
    def unique_rules(self) -> list[UniqueConstraint]:
        return [rule for rule in self.model._meta.constraints if isinstance(rule, UniqueConstraint)]

    @staticmethod
    def conditions_of(rule: UniqueConstraint) -> dict:
        """Give the values that a row must have for the rule to bind it. A condition joins them with "and"."""
        return dict(rule.condition.children) if rule.condition else {}

    def fields_of(self, rule: UniqueConstraint) -> list[str]:
        return [name for name in (*rule.fields, *self.conditions_of(rule)) if name != self.fk.name]

    def key_under(self, rule: UniqueConstraint, row: Model) -> tuple | None:
        """Give what no other row of the entry may have too; None if the rule does not bind the row."""
        if any(getattr(row, name) != value for name, value in self.conditions_of(rule).items()):
            return None
        return tuple(row.serializable_value(name) for name in rule.fields if name != self.fk.name)

    def save_existing_objects(self, commit=True):
        if commit:
            self.make_way()
        return super().save_existing_objects(commit)

    def make_way(self):
        """Let rows exchange what only one of them may have, such as the lead, in one save.

        The database checks after each row. So the rows that go are deleted first; and where several rows
        change in a field under a unique rule, all of them are taken out too. Saving puts each back under
        its old key, inside the same transaction.
        """
        unique = {name for rule in self.unique_rules for name in self.fields_of(rule)}
        moving = [
            form
            for form in self.initial_forms
            if form.has_changed() and unique.intersection(form.changed_data)
        ]
        leaving = [*self.deleted_forms, *(moving if len(moving) > 1 else ())]
        if leaving:
            keys = [form.instance.pk for form in leaving if form.instance.pk]
            self.model._default_manager.filter(pk__in=keys).delete()


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
        """A number alone does not make a new row."""
        changed = super().changed_data
        return [name for name in changed if name != "order" or not self.instance._state.adding]

    def _get_validation_exclusions(self):
        """The number typed is not yet the number stored, so no rule can be held against it."""
        return super()._get_validation_exclusions() | {"order"}

    def take_number(self, number: int):
        """Take the row's place among the others. A row that only got a new number has changed as well."""
        self.instance.order = number
        self.changed_data = [name for name in self.changed_data if name != "order"]
        if number != self.initial["order"]:
            self.changed_data.append("order")


class OrderedRowFormSet(RowFormSet):
    """Rows that are numbered from 1 when saved, in the order of the numbers typed.

    A row without a number goes to the end; rows with the same number stay as they stand on the form. Where
    the model's natural key numbers the rows of each kind by themselves, `numbered_within` names that field.
    """

    numbered_within: str | None = None

    def clean(self):
        super().clean()
        rows = self.remaining_forms()
        if not any(form.errors for form in rows):
            self.number(rows)

    def number(self, rows: list[OrderedRowForm]):
        last: dict = {}
        for form in sorted(rows, key=self.place_typed):
            group = getattr(form.instance, self.numbered_within) if self.numbered_within else None
            last[group] = last.get(group, 0) + 1
            form.take_number(last[group])

    @staticmethod
    def place_typed(form: OrderedRowForm) -> tuple[bool, int]:
        number = form.cleaned_data.get("order")
        return number is None, number or 0


class KindFormSet(OrderedRowFormSet):
    numbered_within = "kind"


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
