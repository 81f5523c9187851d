"""What two entries of an organisation say of it, field by field, and which of it is taken."""

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
PUBLICATION = "publication"  # the moment and the stage, which only make sense together
NAMES = ("name", "acronym", "local_name")


@dataclass(frozen=True)
class Difference:
    """A field of which the two say different things, in words; `is_text` if both may be kept."""

    name: str
    label: str
    kept: str
    gone: str
    is_text: bool = False

    @property
    def usual(self) -> str:
        """Give which is taken unless somebody chooses: the one that stays, or else what there is."""
        return KEPT if self.kept else GONE

    @property
    def choices(self) -> list[tuple[str, str]]:
        empty = _("(empty)")
        choices = [(KEPT, self.kept or empty), (GONE, self.gone or empty)]
        return [*choices, (BOTH, _("both texts, one after the other"))] if self.can_be_both else choices

    @property
    def can_be_both(self) -> bool:
        return bool(self.is_text and self.kept and self.gone)


def differences(kept: Organisation, gone: Organisation) -> list[Difference]:
    found = [
        Difference(
            one.name,
            capfirst(str(one.verbose_name)),
            in_words(kept, one),
            in_words(gone, one),
            is_text=isinstance(one, models.TextField),
        )
        for one in compared_fields()
        if kept.serializable_value(one.name) != gone.serializable_value(one.name)
    ]
    if (kept.published_at, kept.stage) != (gone.published_at, gone.stage):
        label = str(_("Status"))
        found.append(Difference(PUBLICATION, label, publication(kept), publication(gone)))
    return found


def compared_fields() -> list[models.Field]:
    """Give the fields that staff fill in. The address stays; the publication is told apart."""
    left_out = {"slug", "published_at"}
    return [
        one
        for one in Organisation._meta.concrete_fields
        if one.editable and not one.primary_key and one.name not in left_out
    ]


def in_words(organisation: Organisation, one: models.Field) -> str:
    if one.choices:
        return str(getattr(organisation, f"get_{one.name}_display")())
    value = getattr(organisation, one.name)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


def publication(organisation: Organisation) -> str:
    """Give where it stands; nothing for a draft, so that what is public stays public."""
    if organisation.published_at is None:
        is_draft = organisation.stage == organisation.Stage.DRAFT
        return "" if is_draft else str(organisation.status.label)
    day = date_format(localtime(organisation.published_at), "DATE_FORMAT")
    return f"{organisation.status.label}, {day}"


def take(kept: Organisation, gone: Organisation, taken: dict[str, str]) -> None:
    """Write the values that were chosen into the one that stays; of what nobody chose, the usual ones."""
    for one in differences(kept, gone):
        choice = taken.get(one.name, one.usual)
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
    """Give all that it is called in its own fields."""
    return [name for field in NAMES if (name := getattr(organisation, field))]


class MergeForm(FieldErrorsMixin, forms.Form):
    """Which value is taken of each field, and the two entries as they were when the form was opened."""

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
                initial=one.usual,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def choices(self):
        """Give the fields that the page shows."""
        return [self[one.name] for one in self.differences]

    @property
    def taken(self) -> dict[str, str]:
        values = {one.name: self.cleaned_data.get(one.name) for one in self.differences}
        return {name: choice for name, choice in values.items() if choice}

    @property
    def tokens(self) -> tuple[str, str]:
        return self.cleaned_data.get("kept_token", ""), self.cleaned_data.get("gone_token", "")
