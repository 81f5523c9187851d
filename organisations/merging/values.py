"""The differences between two entries for one organisation, field by field, and the choice of values."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin
from organisations.models import Organisation

KEPT, GONE, BOTH = "kept", "gone", "both"
PUBLICATION = "publication"  # date and stage, which belong together
NAMES = ("name", "acronym", "local_name")


@dataclass(frozen=True)
class FieldDifference:
    """A field with different values, as text; `is_text` if both can be kept."""

    name: str
    label: str
    kept: str
    gone: str
    is_text: bool = False

    @property
    def default(self) -> str:
        """Return the initial choice: the value of the kept entry unless it is empty."""
        return KEPT if self.kept else GONE

    @property
    def choices(self) -> list[tuple[str, str]]:
        empty = _("(empty)")
        choices = [(KEPT, self.kept or empty), (GONE, self.gone or empty)]
        return [*choices, (BOTH, _("both texts, one after the other"))] if self.can_be_both else choices

    @property
    def can_be_both(self) -> bool:
        return bool(self.is_text and self.kept and self.gone)


def differences(kept: Organisation, gone: Organisation) -> list[FieldDifference]:
    found = [
        FieldDifference(
            one.name,
            capfirst(str(one.verbose_name)),
            display(kept, one),
            display(gone, one),
            is_text=isinstance(one, models.TextField),
        )
        for one in compared_fields()
        if kept.serializable_value(one.name) != gone.serializable_value(one.name)
    ]
    if (kept.published_at, kept.stage) != (gone.published_at, gone.stage):
        label = str(_("Status"))
        found.append(FieldDifference(PUBLICATION, label, publication(kept), publication(gone)))
    return found


def compared_fields() -> list[models.Field]:
    """Return the fields that staff fill in, without the address, which stays, and the publication date."""
    left_out = {"slug", "published_at"}
    return [
        one
        for one in Organisation._meta.concrete_fields
        if one.editable and not one.primary_key and one.name not in left_out
    ]


def display(organisation: Organisation, one: models.Field) -> str:
    if one.choices:
        return str(getattr(organisation, f"get_{one.name}_display")())
    value = getattr(organisation, one.name)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


def publication(organisation: Organisation) -> str:
    """Return the status as text; empty for a draft, so that the default keeps what is public public."""
    if organisation.published_at is None:
        is_draft = organisation.stage == organisation.Stage.DRAFT
        return "" if is_draft else str(organisation.status.label)
    day = date_format(localtime(organisation.published_at), "DATE_FORMAT")
    return f"{organisation.status.label}, {day}"


def apply_choices(kept: Organisation, gone: Organisation, chosen: dict[str, str]) -> None:
    """Write the chosen values, or else the default ones, into the kept entry."""
    for one in differences(kept, gone):
        choice = chosen.get(one.name, one.default)
        if choice == KEPT:
            continue
        if one.name == PUBLICATION:
            kept.published_at, kept.stage = gone.published_at, gone.stage
        elif choice == BOTH and one.can_be_both:
            setattr(kept, one.name, f"{getattr(kept, one.name)}\n\n{getattr(gone, one.name)}")
        else:
            setattr(kept, one.name, getattr(gone, one.name))
    if kept.local_name == kept.name:
        kept.local_name = ""


def names_of(organisation: Organisation) -> list[str]:
    """Return the names in the fields of the organisation."""
    return [name for field in NAMES if (name := getattr(organisation, field))]


class MergeForm(FieldErrorsMixin, forms.Form):
    """The choice of a value for each field, with the tokens of both entries."""

    kept_token = forms.CharField(widget=forms.HiddenInput)
    gone_token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, kept: Organisation, gone: Organisation, data=None, chosen: dict | None = None):
        tokens = {"kept_token": kept.token, "gone_token": gone.token}
        super().__init__(data, initial={**(chosen or {}), **tokens})
        self.differences = differences(kept, gone)
        for one in self.differences:
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                choices=one.choices,
                initial=one.default,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def choices(self):
        """Return the bound fields of the choices."""
        return [self[one.name] for one in self.differences]

    @property
    def chosen(self) -> dict[str, str]:
        values = {one.name: self.cleaned_data.get(one.name) for one in self.differences}
        return {name: choice for name, choice in values.items() if choice}

    @property
    def tokens(self) -> tuple[str, str]:
        return self.cleaned_data.get("kept_token", ""), self.cleaned_data.get("gone_token", "")
