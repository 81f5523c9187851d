"""The forms of "Add from text": the text itself, and for each page its draft."""

from collections import Counter
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.folding import fold
from smartbalkans.page_texts.matching.matched_page import NEW, NONE, SINGLE_FIELDS, Match, MatchedPage
from smartbalkans.page_texts.presentation import describe_with_source
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.base import MAX_NAME
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.vocabulary import Found
from smartbalkans.page_texts.uploads import MOST_CHARACTERS, PageTextError, decoded

_FILE_SIZE = MOST_CHARACTERS * 3
FOUND = ("groups", "themes", "topics")
BOXES = (*FOUND, "places", "proposals")


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


def boxes(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class PageForm(forms.Form):
    """Whether a draft is made of one page, what the text left open, and what it only seems to state."""

    use_required_attribute = False  # an open question must not prevent reading again

    is_wanted = forms.BooleanField(label=_("Create a draft of this page"), required=False)
    is_wanted_again = forms.BooleanField(label=_("Add it anyway, as a second entry"), required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    groups = boxes(_("Beneficiary groups"))
    themes = boxes(_("Themes"))
    topics = boxes(_("Topics"))
    places = boxes(_("Countries of work"))
    proposals = boxes(_("Uncertain: tick what is right"))
    offered = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(
        self,
        matched: MatchedPage,
        countries: dict[str, str],
        sent: QueryDict,
        *,
        may_add: bool,
        may_add_organisations: bool,
    ):
        self.matched = matched
        self.kind = matched.page.kind
        self.may_add = may_add
        is_there_already = bool(matched.existing) or matched.is_repeated
        prefix = f"page-{matched.page.key}-{self.kind or 'open'}"
        initial = {name: [found.name for found in getattr(matched, name)] for name in FOUND} | {
            "is_wanted": bool(self.kind),
            "name": matched.name,
            "country": matched.country,
            "places": matched.places,
        }
        super().__init__(prefix=prefix, initial=initial)
        self.set_choices(countries)
        del self.fields["is_wanted" if is_there_already else "is_wanted_again"]
        self.tick = self["is_wanted_again" if is_there_already else "is_wanted"]
        for match in matched.organisations:
            self.fields[match.key] = organisation_field(match, may_add=may_add_organisations)
            self.initial[match.key] = (
                "" if match.chosen == NEW and not may_add_organisations else match.chosen
            )
        for name, field in self.fields.items():
            if name == "name" or isinstance(field.widget, forms.Select):
                label = _("{label}, page {number}").format(label=field.label, number=matched.page.number)
                field.widget.attrs["aria-label"] = label
        if f"{prefix}-offered" in sent:
            self.is_bound, self.data = True, self.with_what_is_new(sent)

    def set_choices(self, countries: Mapping[str, str]) -> None:
        """Offer what the text names. Anything else can be chosen on the draft's own form."""
        fields, page = self.fields, self.matched.page
        fields["country"].choices = [("", _("not stated")), *countries.items()]
        for name in FOUND:
            fields[name].choices = [(found.name, label_of(found)) for found in getattr(self.matched, name)]
        fields["places"].choices = [(code, countries.get(code, code)) for code in page.places]
        fields["proposals"].choices = [
            (proposal.key, describe_with_source(proposal, page.kind, countries))
            for proposal in page.proposals
        ]
        if self.kind not in (Kind.ORGANISATION, Kind.TRAINING):
            del fields["country"]
        for name in BOXES:
            if not fields[name].choices:
                del fields[name]
        offers = [
            offer(name, value) for name in BOXES if name in fields for value, _label in fields[name].choices
        ]
        self.initial["offered"] = " ".join(offers)

    def with_what_is_new(self, sent: QueryDict) -> QueryDict:
        """Return what was sent, and what this reading offers for the first time, as it was read."""
        data = QueryDict(mutable=True)
        before = set(sent[self.add_prefix("offered")].split())
        for name, field in self.fields.items():
            key, initial = self.add_prefix(name), self.initial.get(name, "")
            if isinstance(field, forms.MultipleChoiceField):
                new = [value for value in initial if offer(name, value) not in before]
                values = dict.fromkeys([*sent.getlist(key), *new])
                data.setlist(key, [value for value in values if field.valid_value(value)])
            elif key in sent or not isinstance(field, forms.BooleanField):
                data[key] = sent.get(key, initial)
        data[self.add_prefix("offered")] = self.initial["offered"]
        return data

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields beside the page, without those of its organisations."""
        return [self[name] for name in ("name", "country", *BOXES) if name in self.fields]

    @property
    def organisations(self) -> list[tuple[Match, forms.BoundField]]:
        return [(match, self[match.key]) for match in self.matched.organisations]

    @property
    def is_ticked(self) -> bool:
        return self.may_add and bool(self.tick.value())

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

    def decided(self) -> MatchedPage:
        """Return the page with what the person chose in the place of what was read."""
        cleaned, matched = self.cleaned_data, self.matched
        matched.name = " ".join(cleaned["name"].split())
        matched.country = cleaned.get("country", "")
        matched.places = cleaned.get("places", [])
        for name in FOUND:
            found = getattr(matched, name)
            setattr(matched, name, [one for one in found if one.name in cleaned.get(name, ())])
        for match in matched.organisations:
            match.chosen = cleaned[match.key]
        matched.confirm(self.confirmed())
        return matched


def offer(name: str, value: str) -> str:
    """Return the key of a box: one that a later reading adds is not an unticked one."""
    return f"{name}:{fold(value).replace(' ', '-')}"


def label_of(found: Found) -> str:
    is_same = fold(found.name) == fold(found.words)
    return found.name if is_same else f"{found.name} (“{found.words}”)"


def organisation_field(match: Match, *, may_add: bool) -> forms.ChoiceField:
    """Return the choice of an organisation: those that may be meant, a new draft, or none."""
    is_open = not match.chosen or (match.chosen == NEW and not may_add)
    message = _("Choose which organisation “{name}” is.").format(name=match.row.name[:80])
    return forms.ChoiceField(
        label=match.row.name,
        choices=[
            *([("", _("— please choose —"))] if is_open else []),
            *match.options,
            *([(NEW, _("a new organisation (draft)"))] if may_add else []),
            (NONE, _("leave it out (goes to staff note)")),
        ],
        error_messages={"required": message},
    )
