"""Actions that set a field of many entries, such as the country, or change their links, such as themes."""

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.collation import sort_key
from catalogue.errors import FieldErrorsMixin
from catalogue.publishing.admin.bulk import BulkAction, ValueChange
from catalogue.publishing.status import ActionRefused

SAVED = ("updated_at", "token")
ADD, REMOVE, REPLACE = "add", "remove", "replace"


class FieldAction(BulkAction):
    """An action on one field, whose name ends the name of the action. `label` is that of the action."""

    sees_entry = True

    def __init__(self, model: type[models.Model], field: str, label: str):
        self.field = model._meta.get_field(field)
        self.name = f"{self.prefix}_{field}"
        self.label = label
        self.question_class = self.make_question()

    @property
    def field_label(self) -> str:
        return capfirst(str(self.field.verbose_name))


class SetField(FieldAction):
    """Set one value. The field cannot be emptied, so no published entry loses what it requires."""

    prefix = "set"

    def make_question(self) -> type[forms.Form]:
        value = self.field.formfield(required=True)
        value.help_text = ""
        return type("SetFieldForm", (FieldErrorsMixin, forms.Form), {"value": value})

    def prefetched(self, queryset):
        return queryset.select_related(self.field.name) if self.field.is_relation else queryset

    def shown(self, entry) -> str:
        if self.field.choices:
            return str(getattr(entry, f"get_{self.field.name}_display")())
        value = getattr(entry, self.field.name)
        return "" if value is None else str(value)

    def apply(self, entry, missing, answers):
        if getattr(entry, self.field.name) == answers["value"]:
            raise ActionRefused(_("Already has this value."))
        before = self.shown(entry)
        setattr(entry, self.field.name, answers["value"])
        return ValueChange(before, self.shown(entry))

    def save(self, entry, answers):
        entry.save(update_fields=[self.field.name, *SAVED])

    def comment_on(self, answers):
        value = dict(self.field.flatchoices).get(answers["value"], answers["value"])
        return _("{field} set: {value}").format(field=self.field_label, value=value)


class ChangeLinks(FieldAction):
    """Add links to those that the entries have, remove some, or replace all."""

    prefix = "change"
    comments = {
        ADD: gettext_lazy("{field} added: {names}"),
        REMOVE: gettext_lazy("{field} removed: {names}"),
        REPLACE: gettext_lazy("{field} set: {names}"),
    }

    def make_question(self) -> type[forms.Form]:
        how = forms.ChoiceField(
            label=gettext_lazy("What to do"),
            choices=(
                (ADD, gettext_lazy("Add these to what the entries have")),
                (REMOVE, gettext_lazy("Remove these")),
                (REPLACE, gettext_lazy("Replace all with these")),
            ),
            widget=forms.RadioSelect,
            initial=ADD,
        )
        targets = self.field.related_model._default_manager.all()
        values = forms.ModelMultipleChoiceField(
            targets, label=self.field_label, widget=forms.CheckboxSelectMultiple
        )
        return type("ChangeLinksForm", (FieldErrorsMixin, forms.Form), {"how": how, "values": values})

    def prefetched(self, queryset):
        return queryset.prefetch_related(self.field.name)

    def apply(self, entry, missing, answers):
        before, chosen = set(getattr(entry, self.field.name).all()), set(answers["values"])
        after = {ADD: before | chosen, REMOVE: before - chosen, REPLACE: chosen}[answers["how"]]
        if after == before:
            reason = _("Has none of these.") if answers["how"] == REMOVE else _("Already has these.")
            raise ActionRefused(reason)
        entry.links_to_save = after
        return ValueChange(names_of(before - after), names_of(after - before))

    def save(self, entry, answers):
        getattr(entry, self.field.name).set(entry.links_to_save)
        entry.save(update_fields=SAVED)

    def comment_on(self, answers):
        text = str(self.comments[answers["how"]])
        return text.format(field=self.field_label, names=names_of(answers["values"]))


def names_of(targets) -> str:
    return ", ".join(sorted(map(str, targets), key=sort_key))
