"""Forms of the back office: the address made for the editor, and broken rules shown where they belong."""

import json
from typing import ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin
from catalogue.former_addresses import free_slug, refuse_kept_address
from catalogue.letters import LETTERS
from catalogue.slugs import slug_from


class RuledForm(FieldErrorsMixin, forms.ModelForm):
    """A form that shows a broken rule of the model at the field to mend.

    `rule_fields` names that field by the name of the constraint. A rule without one stands above the form.
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
    """A form that makes the address when the editor leaves it empty.

    Made by us, it steps aside if another has it or had it. Resubmission, it is taken at its word, or refused.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
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
        length = self.fields["slug"].max_length
        text = self.text_for_slug()
        made = slug_from(text, length) or (text and self._meta.model._meta.model_name)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        if made and typed in ("", made):
            return free_slug(made, others, length)
        if "slug" in self.changed_data:
            try:
                refuse_kept_address(typed, others)
            except ValidationError as error:
                self.add_error("slug", error)
        return typed

    def text_for_slug(self) -> str:
        return self.cleaned_data.get("name", "")
