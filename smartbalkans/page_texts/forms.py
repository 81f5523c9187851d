"""The forms of "Add from text": the text itself, and for each page its draft."""

from collections import Counter
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.fields import NameField
from catalogue.folding import fold
from smartbalkans.page_texts.decisions import MAX_NAME, SINGLE_FIELDS, Decision, as_read
from smartbalkans.page_texts.matching.matcher import NEW, NONE, Match, MatchedPage
from smartbalkans.page_texts.presentation import describe_proposal, source_of
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.uploads import MOST_CHARACTERS, PageTextError, decoded

_FILE_SIZE = MOST_CHARACTERS * 3
BOXES = ("groups", "themes", "topics", "places", "proposals")


class TextForm(forms.Form):
    """The text, pasted or as a file. After reading it is in the field again, to be corrected there."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=_(
            "The text of one or more pages, with their headings. Copy it from the email or document."
        ),
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
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if file and text.strip():
            self.add_error("file", _("Paste a text or choose a file, not both."))
        elif file:
            cleaned |= self.read_file(file)
        elif not text.strip() and "file" not in self.errors:
            self.add_error("text", _("Paste the text of a page, or choose a file."))
        elif len(text) > MOST_CHARACTERS:
            message = _(
                "The text has {length:,} characters; the limit is {most:,}. Split it into several texts."
            )
            self.add_error("text", message.format(length=len(text), most=MOST_CHARACTERS))
        return cleaned

    def read_file(self, file) -> dict[str, str]:
        try:
            text = decoded(file.read(_FILE_SIZE + 1), file.name, most=_FILE_SIZE)
        except PageTextError as error:
            self.add_error("file", str(error))
            return {}
        return {"text": text, "source": file.name[:200]}


class PageForm(forms.Form):
    """Whether a draft is made of one page, what the text left open, and what it only seems to state."""

    use_required_attribute = False  # an open question must not prevent reading again

    is_wanted = forms.BooleanField(label=_("Create a draft of this page"), required=False)
    is_wanted_again = forms.BooleanField(label=_("Add it anyway, as a second entry"), required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=MAX_NAME,
        required=False,
        validators=NameField.default_validators,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    groups = forms.MultipleChoiceField(
        label=_("Beneficiary groups"), required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    places = forms.MultipleChoiceField(
        label=_("Countries of work"), required=False, widget=forms.CheckboxSelectMultiple
    )
    proposals = forms.MultipleChoiceField(
        label=_("Uncertain: tick what is right"), required=False, widget=forms.CheckboxSelectMultiple
    )
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        matched: MatchedPage,
        countries: dict[str, str],
        sent: Mapping,
        *,
        may_add: bool,
        may_add_organisations: bool,
    ):
        self.matched = matched
        self.kind = matched.page.kind
        self.may_add = may_add
        prefix = f"page-{matched.page.key}-{self.kind or 'open'}"
        super().__init__(prefix=prefix, initial=self.as_read(matched))
        self.set_choices(countries)
        self.add_organisations(may_add_organisations)
        if f"{prefix}-offered" in sent:
            self.is_bound = True
            self.data = self.with_what_is_new(sent)
        self.name_fields()

    @staticmethod
    def as_read(matched: MatchedPage) -> dict:
        decision = as_read(matched)
        return {
            "is_wanted": bool(matched.page.kind) and not matched.existing and not matched.is_repeated,
            "name": decision.name,
            "country": decision.country,
            "groups": decision.groups,
            "themes": decision.themes,
            "topics": decision.topics,
            "places": decision.places,
        }

    def set_choices(self, countries: dict[str, str]) -> None:
        """Offer what the text names. Anything else can be chosen on the draft's own form."""
        fields, matched = self.fields, self.matched
        fields["country"].choices = [("", _("not stated")), *countries.items()]
        for name in ("groups", "themes", "topics"):
            fields[name].choices = [
                (
                    found.name,
                    f"{found.name} (“{found.words}”)"
                    if fold(found.name) != fold(found.words)
                    else found.name,
                )
                for found in getattr(matched, name)
            ]
        fields["places"].choices = [(code, countries.get(code, code)) for code in matched.page.places]
        fields["proposals"].choices = [
            (proposal.key, f"{describe_proposal(proposal, countries)} ({source_of(proposal)})")
            for proposal in matched.page.proposals
        ]
        if self.kind not in (Kind.ORGANISATION, Kind.TRAINING):
            del fields["country"]
        for name in BOXES:
            if not fields[name].choices:
                del fields[name]
        del fields["is_wanted" if self.is_there_already else "is_wanted_again"]
        self.initial["offered"] = " ".join(self.offers())

    @property
    def is_there_already(self) -> bool:
        return bool(self.matched.existing) or self.matched.is_repeated

    def offers(self) -> list[str]:
        """Return the keys of all boxes: one that a later reading adds is not an unticked one."""
        return [
            f"{name}:{fold(str(value)).replace(' ', '-')}"
            for name in BOXES
            if name in self.fields
            for value, _label in self.fields[name].choices
        ]

    def add_organisations(self, may_add: bool) -> None:
        for match in self.matched.organisations:
            self.fields[match.wanted.key] = organisation_field(match, may_add=may_add)
            chosen = match.chosen if may_add or match.chosen != NEW else ""
            self.initial[match.wanted.key] = chosen

    def with_what_is_new(self, sent: Mapping) -> dict:
        """Return what was sent, and what this reading offers for the first time, as it was read."""
        data: dict = {}
        before = set(sent.get(f"{self.prefix}-offered", "").split())
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            if isinstance(field, forms.MultipleChoiceField):
                new = [
                    value
                    for value in self.initial.get(name, [])
                    if f"{name}:{fold(str(value)).replace(' ', '-')}" not in before
                ]
                offered = {value for value, _label in field.choices}
                data[key] = [value for value in dict.fromkeys([*sent.getlist(key), *new]) if value in offered]
            elif key in sent:
                data[key] = sent[key]
            elif not isinstance(field, forms.BooleanField):
                data[key] = self.initial.get(name, "")
        data[self.add_prefix("offered")] = self.initial["offered"]
        return data

    def name_fields(self) -> None:
        """Set a name for each field that differs from those of the other pages."""
        for name, field in self.fields.items():
            if not field.widget.is_hidden and not isinstance(field.widget, forms.CheckboxSelectMultiple):
                label = _("{label}, page {number}").format(label=field.label, number=self.matched.page.number)
                field.widget.attrs["aria-label"] = label
            if name == "offered":
                field.widget.attrs["autocomplete"] = "off"

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields beside the page, without those of its organisations."""
        return [self[name] for name in ("name", "country", *BOXES) if name in self.fields]

    @property
    def organisations(self) -> list[tuple[Match, forms.BoundField]]:
        return [(match, self[match.wanted.key]) for match in self.matched.organisations]

    @property
    def tick(self) -> forms.BoundField:
        return self["is_wanted_again" if self.is_there_already else "is_wanted"]

    @property
    def is_ticked(self) -> bool:
        return self.may_add and self.tick.name in self.fields and bool(self.tick.value())

    def clean(self):
        if self.kind is None:
            raise forms.ValidationError(
                _(
                    "Choose whether this page is an organisation, a project or a training, then read the "
                    "text again."
                )
            )
        cleaned = super().clean()
        confirmed = Counter(proposal.field for proposal in self.confirmed())
        if any(confirmed[name] > 1 for name in SINGLE_FIELDS):
            self.add_error("proposals", _("Tick only one name, one date and one of each other single value."))
        if not cleaned.get("name", "").strip() and not confirmed["name"] and "name" not in self.errors:
            self.add_error("name", _("Enter the name, or tick one that is proposed."))
        return cleaned

    def confirmed(self) -> list[Proposal]:
        keys = set(self.cleaned_data.get("proposals", ()))
        return [proposal for proposal in self.matched.page.proposals if proposal.key in keys]

    def decision(self) -> Decision:
        cleaned = self.cleaned_data
        names = ("country", "groups", "themes", "topics", "places")
        decision = Decision(
            self.matched,
            " ".join(cleaned["name"].split()),
            organisations={
                match.wanted.key: cleaned[match.wanted.key] for match in self.matched.organisations
            },
            **{name: cleaned[name] for name in names if name in cleaned},
        )
        decision.confirm(self.confirmed())
        return decision


def organisation_field(match: Match, *, may_add: bool) -> forms.ChoiceField:
    """Return the choice of an organisation: those that may be meant, a new draft, or none."""
    choices = (
        [("", _("— please choose —"))] if not match.chosen or (match.chosen == NEW and not may_add) else []
    )
    choices += match.options
    if may_add:
        choices.append((NEW, _("a new organisation (draft)")))
    choices.append((NONE, _("leave it out (goes to staff note)")))
    return forms.ChoiceField(
        label=match.wanted.name,
        choices=choices,
        error_messages={
            "required": _("Choose which organisation “{name}” is.").format(name=match.wanted.name[:80])
        },
    )
