"""The forms of "Add from text": the text itself, and for each page its draft."""

from collections import Counter
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.admin.permissions import has_permission
from catalogue.errors import FieldErrorsMixin
from catalogue.fields import NameFormField
from catalogue.folding import fold
from catalogue.vocabulary import Found
from smartbalkans.page_texts.matching.matcher import MODELS, NEW, NONE
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.presentation import describe_with_source
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.base import MAX_NAME
from smartbalkans.page_texts.readers.partners import PartnerRow
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.page_texts.uploads import MOST_BYTES, MOST_CHARACTERS, decoded

FOUND = ("groups", "themes", "topics")
# Of these fields a person may confirm one proposal only.
SINGLE_FIELDS = ("name", "acronym", "founded_year", "country", "town", "days")
BOXES = {
    "groups": _("Beneficiary groups"),
    "themes": _("Themes"),
    "topics": _("Topics"),
    "places": _("Countries of work"),
    "proposals": _("Uncertain: tick what is right"),
}


def may_add(user, kind: PageKind) -> bool:
    return has_permission(user, "add", MODELS[kind])


class TextForm(FieldErrorsMixin, forms.Form):
    """The text, pasted or as a file. After reading it is in the field again, to be corrected there."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=_("The text of one or more pages with their headings, from an email or document."),
    )
    file = forms.FileField(
        label=_("Or upload a file"),
        required=False,
        help_text=_("A plain text file in UTF-8, such as pages.txt."),
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )
    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        of_file, text = cleaned.get("file"), cleaned.get("text", "")
        if of_file and text.strip():
            self.add_error("file", _("Paste a text or choose a file, not both."))
        elif of_file:
            cleaned |= {"text": of_file, "source": self.files["file"].name[:200]}
        elif not text.strip() and "file" not in self.errors:
            self.add_error("text", _("Paste the text of a page, or choose a file."))
        elif len(text) > MOST_CHARACTERS:
            message = _(
                "The text has {length:,} characters; the limit is {most:,}. Split it into several texts."
            )
            self.add_error("text", message.format(length=len(text), most=MOST_CHARACTERS))
        return cleaned

    def clean_file(self) -> str:
        """Return the text of the file; empty if there is none."""
        file = self.cleaned_data["file"]
        return decoded(file.read(MOST_BYTES + 1), file.name) if file else ""


class PageForm(forms.Form):
    """Whether a draft is made of one page, what the text left open, and what it only seems to state.

    What the text names can be chosen here; anything else, on the draft's own form.
    """

    use_required_attribute = False  # an open question must not prevent reading again

    name = NameFormField(
        label=_("Name"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, page: Page, countries: dict[str, str], sent: QueryDict, user):
        self.page, self.kind = page, page.kind
        self.may_add = self.kind is None or may_add(user, self.kind)
        super().__init__(prefix=f"page-{page.key}-{self.kind or 'open'}")
        self.add("name", self.fields["name"], page.name)
        if self.kind in (PageKind.ORGANISATION, PageKind.TRAINING):
            choices = [("", _("not stated")), *countries.items()]
            field = forms.ChoiceField(label=_("Country"), choices=choices, required=False)
            self.add("country", field, page.texts.get("country", ""))
        self.add_boxes(countries)
        self.facts = [self[name] for name in self.fields]
        self.tick = self.add_tick()
        self.organisations = []
        for number, row in enumerate(page.partners):
            name, may_be_new = f"partner-{number}", may_add(user, PageKind.ORGANISATION)
            initial = "" if row.chosen == NEW and not may_be_new else row.chosen
            self.add(name, organisation_field(row, may_be_new=may_be_new), initial)
            self.organisations.append((row, self[name]))
        if self.add_prefix("name") in sent:
            self.is_bound, self.data = True, self.with_what_is_new(sent)

    def add(self, name: str, field: forms.Field, initial) -> None:
        """Add a field, with a label that differs from those of the other pages."""
        number = self.page.number
        label = _("{label}, page {number}").format(label=field.label, number=number)
        field.widget.attrs["aria-label"] = label
        self.fields[name], self.initial[name] = field, initial

    def add_boxes(self, countries: Mapping[str, str]) -> None:
        """Add the boxes, ticked but for proposals. A hidden field has those that were offered ticked."""
        page, kind = self.page, self.kind
        choices = {name: [(one.name, label_of(one)) for one in getattr(page, name)] for name in FOUND}
        choices["places"] = [(code, countries.get(code, code)) for code in page.places]
        proposals = page.proposals
        choices["proposals"] = [(one.key, describe_with_source(one, kind, countries)) for one in proposals]
        for name in filter(choices.get, BOXES):
            self.fields[name] = forms.MultipleChoiceField(
                label=BOXES[name],
                choices=choices[name],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                show_hidden_initial=True,
            )
            values = [value for value, _label in choices[name]]
            self.initial[name] = [] if name == "proposals" else values

    def add_tick(self) -> forms.BoundField:
        """Add the box that decides whether there is a draft, under another name for a second entry."""
        is_again = bool(self.page.existing) or self.page.is_repeated
        name = "is_wanted_again" if is_again else "is_wanted"
        label = _("Add it anyway, as a second entry") if is_again else _("Create a draft of this page")
        self.fields[name] = forms.BooleanField(label=label, required=False)
        self.initial[name] = bool(self.kind) and not is_again
        return self[name]

    def with_what_is_new(self, sent: QueryDict) -> QueryDict:
        """Return what was sent, and what this reading offers for the first time, as it was read."""
        data = QueryDict(mutable=True)
        for name, field in self.fields.items():
            key, initial = self.add_prefix(name), self.initial.get(name, "")
            if isinstance(field, forms.MultipleChoiceField):
                before = sent.getlist(self.add_initial_prefix(name))
                values = dict.fromkeys([*sent.getlist(key), *(one for one in initial if one not in before)])
                data.setlist(key, [value for value in values if field.valid_value(value)])
                data.setlist(self.add_initial_prefix(name), initial)
            elif key in sent or not isinstance(field, forms.BooleanField):
                data[key] = sent.get(key, initial)
        return data

    @property
    def is_ticked(self) -> bool:
        return self.may_add and bool(self.tick.value())

    def clean(self):
        if self.kind is None:
            raise forms.ValidationError(_("Choose what this page is, then read the text again."))
        cleaned = super().clean()
        confirmed = Counter(proposal.field for proposal in self.confirmed())
        if any(confirmed[name] > 1 for name in SINGLE_FIELDS):
            self.add_error("proposals", _("Tick only one name, one date and one of each other single value."))
        if not cleaned.get("name", "").strip() and not confirmed["name"] and "name" not in self.errors:
            self.add_error("name", _("Enter the name, or tick one that is proposed."))
        return cleaned

    def confirmed(self) -> list[Proposal]:
        keys = set(self.cleaned_data.get("proposals", ()))
        return [proposal for proposal in self.page.proposals if proposal.key in keys]

    def decided(self) -> Page:
        """Return the page with what the person chose in the place of what was read."""
        cleaned, page = self.cleaned_data, self.page
        page.name = " ".join(cleaned["name"].split())
        page.places = cleaned.get("places", [])
        if "country" in cleaned:
            page.texts["country"] = cleaned["country"]
        for name in FOUND:
            chosen = [one for one in getattr(page, name) if one.name in cleaned.get(name, ())]
            setattr(page, name, chosen)
        for row, field in self.organisations:
            row.chosen = cleaned[field.name]
        page.confirm(self.confirmed())
        return page


def label_of(found: Found) -> str:
    is_same = fold(found.name) == fold(found.words)
    return found.name if is_same else f"{found.name} (“{found.words}”)"


def organisation_field(row: PartnerRow, *, may_be_new: bool) -> forms.ChoiceField:
    """Return the choice of an organisation: those that may be meant, a new draft, or none."""
    is_open = not row.chosen or (row.chosen == NEW and not may_be_new)
    message = _("Choose which organisation “{name}” is.").format(name=row.name[:80])
    choices = [
        *([("", _("— please choose —"))] if is_open else []),
        *row.options,
        *([(NEW, _("a new organisation (draft)"))] if may_be_new else []),
        (NONE, _("leave it out (goes to staff note)")),
    ]
    return forms.ChoiceField(label=row.name, choices=choices, error_messages={"required": message})
