"""Forms of the back office: addresses made from names, and broken rules shown at their fields."""

import json
from copy import copy
from typing import ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin
from catalogue.former_addresses import free_slug, refuse_kept_address
from catalogue.letters import LETTERS
from catalogue.slugs import slug_from


class RuledForm(FieldErrorsMixin, forms.ModelForm):
    """A form that shows a broken rule of the model at the field to correct.

    `rule_fields` has the field of each constraint by its name. A rule without one is shown above the form.
    """

    rule_fields: ClassVar[dict[str, str]] = {}

    def add_error(self, field, error):
        if field is None and hasattr(error, "error_dict"):
            for broken in error.error_dict.pop(NON_FIELD_ERRORS, ()):
                super().add_error(self.field_to_fix(broken.message), broken)
        super().add_error(field, error)

    def field_to_fix(self, message: str) -> str | None:
        rules = self._meta.model._meta.constraints
        names = (rule.name for rule in rules if rule.get_violation_error_message() == message)
        return self.rule_fields.get(next(names, None))


class SluggedForm(RuledForm):
    """A form that makes the address from the name when the editor leaves it empty.

    An address made here is changed if another entry has or had it. One that was typed is refused then.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = copy(self.instance)  # validation writes what was entered into the instance
        if field := self.fields.get("slug"):
            field.required = False
            field.widget.attrs["data-letters"] = json.dumps(LETTERS, ensure_ascii=False)
            field.error_messages["unique"] = _(
                "Another entry has this address. Leave this empty to get a free one."
            )

    def clean(self):
        cleaned = super().clean()
        if "slug" in cleaned:
            slug = self.slug_for(cleaned["slug"])
            if "slug" not in self.errors:
                cleaned["slug"] = slug
        return cleaned

    def slug_for(self, typed: str) -> str:
        if not self.has_new("slug"):
            return typed
        length = self.fields["slug"].max_length
        text = self.text_for_slug()
        made = slug_from(text, length) or (text and self._meta.model._meta.model_name)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        if made and typed in ("", made):
            return free_slug(made, others, length)
        try:
            refuse_kept_address(typed, others)
        except ValidationError as error:
            self.add_error("slug", error)
        return typed

    def has_new(self, *names: str) -> bool:
        """Return whether one of the fields has a value that is not stored."""
        return self.stored.pk is None or not set(names).isdisjoint(self.changed_data)

    def validate_unique(self):
        """Compare only what has changed with other rows."""
        fields = self._meta.model._meta.fields
        if self.has_new(*(field.name for field in fields if field.unique)):
            super().validate_unique()

    def save(self, commit=True):
        """Save links to many only if some have changed."""
        entry = super().save(commit)
        links = self._meta.model._meta.many_to_many
        if not commit and not self.has_new(*(link.name for link in links)):
            self.save_m2m = do_nothing
        return entry

    def text_for_slug(self) -> str:
        return self.cleaned_data.get("name", "")


def do_nothing() -> None:
    pass
