"""What of a page is in the portal already: organisations by any of their names, groups and themes by words.

A match is made where exactly one entry has the name. Where several have it, or only one with a similar
name is
there, that is told and a person chooses.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from catalogue.batches import batched
from catalogue.folding import fold
from organisations.models import BeneficiaryGroup, Country, Organisation, Theme
from smartbalkans.page_texts.matching.known_names import MODELS, KnownNames
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.partners import variants
from smartbalkans.page_texts.text.countries import codes_in
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.vocabulary import GROUP_WORDS, THEME_WORDS, TOPIC_WORDS, Found, Vocabulary
from smartbalkans.page_texts.text.words import name_key
from trainings.models import Topic

NEW, NONE, ENTRY, PAGE = "new", "none", "entry:", "page:"
MOST_KEYS = 500  # as many as SQLite allows in one query


@dataclass(frozen=True)
class Wanted:
    """An organisation that a page names: a partner, or where a speaker or a participant comes from."""

    key: str
    name: str
    names: tuple[str, ...]
    acronym: str = ""
    country: str = ""
    local_name: str = ""
    town: str = ""


@dataclass
class Match:
    """What is known of an organisation that a page names. `chosen` is empty where a person has to choose."""

    wanted: Wanted
    chosen: str
    options: list[tuple[str, str]]
    remark: str = ""


@dataclass
class MatchedPage:
    page: Page
    name: str = ""
    is_repeated: bool = False
    existing: list[tuple[int, str]] = field(default_factory=list)
    organisations: list[Match] = field(default_factory=list)
    groups: list[Found] = field(default_factory=list)
    themes: list[Found] = field(default_factory=list)
    topics: list[Found] = field(default_factory=list)
    missing_topics: list[str] = field(default_factory=list)
    target_groups: list[str] = field(default_factory=list)
    """For each row of the page's target groups the name of its beneficiary group; empty where unknown."""
    remarks: list[str] = field(default_factory=list)


def names_another(words: str, found: Found) -> bool:
    """Tell whether a row names somebody else before the group that was found: "mayors and journalists"."""
    before = words.partition(found.words)[0]
    return "," in before or " and " in before


def may_be_several(name: str) -> bool:
    """Tell whether what was read as one name has signs of a list: then nothing is made of it unasked."""
    return ";" in name or ("," in name and bool(codes_in(name)))


def wanted_of(page: Page) -> list[Wanted]:
    """Give the organisations that a page names, each with a key for the form. The order is that of the
    rows."""
    wanted = [
        Wanted(
            f"partner-{number}",
            row.name,
            tuple(row.names),
            row.acronym,
            row.country,
            row.local_name,
            row.town,
        )
        for number, row in enumerate(page.partners)
    ]
    for sort, rows in (("speaker", page.speakers), ("testimonial", page.testimonials)):
        wanted += [
            Wanted(f"{sort}-{number}", row.organisation, tuple(variants(row.organisation)))
            for number, row in enumerate(rows)
            if row.organisation
        ]
    return wanted


class Matcher:
    """Matches the pages of one text. Takes them all, since a page may name an organisation that another is
    of."""

    def __init__(self, pages: list[Page]):
        self.pages = pages
        self.wanted = {page.number: wanted_of(page) for page in pages}

    def match(self) -> list[MatchedPage]:
        return [self.match_page(page) for page in self.pages]

    @cached_property
    def known(self) -> dict[Kind, KnownNames]:
        names: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        for page in self.pages:
            for kind in {page.kind, Kind.ORGANISATION} - {None}:
                names[kind] |= {page.name, *page.other_names, *page.name_proposals}
            for wanted in self.wanted[page.number]:
                names[Kind.ORGANISATION] |= {*wanted.names, wanted.name, wanted.acronym}
        return {kind: KnownNames(kind, wanted) for kind, wanted in names.items()}

    @cached_property
    def labels(self) -> dict[int, tuple[str, str]]:
        """Give name and country of every organisation that may be meant."""
        known = self.known[Kind.ORGANISATION]
        keys: set[int] = set()
        for wanted in (one for several in self.wanted.values() for one in several):
            keys |= known.having([wanted.name, wanted.local_name, wanted.acronym, *wanted.names])
            keys |= set(known.like(wanted.names))
        rows = [
            row
            for batch in batched(sorted(keys), MOST_KEYS)
            for row in Organisation.objects.filter(pk__in=batch).values_list(
                "pk", "name", "acronym", "country_id"
            )
        ]
        return {
            key: (f"{name} ({acronym})" if acronym else name, country or "")
            for key, name, acronym, country in rows
        }

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        lists = {
            "groups": (BeneficiaryGroup, GROUP_WORDS),
            "themes": (Theme, THEME_WORDS),
            "topics": (Topic, TOPIC_WORDS),
        }
        return {
            name: Vocabulary(model.objects.values_list("name", flat=True), words)
            for name, (model, words) in lists.items()
        }

    @cached_property
    def countries(self) -> dict[str, str]:
        return dict(Country.objects.values_list("code", "name"))

    def match_page(self, page: Page) -> MatchedPage:
        matched = MatchedPage(page, page.name)
        if page.kind is None:
            return matched
        if page.kind == Kind.PROJECT:
            self.doubt_the_name(matched)
        names = [matched.name, *page.other_names]
        matched.is_repeated = any(
            other.kind == page.kind
            and other.number < page.number
            and name_key(other.name) == name_key(matched.name)
            for other in self.pages
        )
        found = sorted(self.known[page.kind].having(names))
        if found:
            rows = MODELS[page.kind].objects.filter(pk__in=found).order_by("pk").values_list("pk", "name")
            matched.existing = list(rows)
        else:
            self.tell_similar(matched, names)
        matched.organisations = [self.match_organisation(one, page) for one in self.wanted[page.number]]
        match page.kind:
            case Kind.ORGANISATION:
                matched.groups = self.vocabularies["groups"].find(page.texts.get("beneficiaries", ""))
            case Kind.PROJECT:
                self.match_project(matched)
            case Kind.TRAINING:
                self.match_training(matched)
        return matched

    def doubt_the_name(self, matched: MatchedPage) -> None:
        """Refuse the name of an organisation as that of a project; take what the text itself calls it, if it
        calls it by one name."""
        page = matched.page
        if not page.is_name_doubtful and not self.known[Kind.ORGANISATION].having([page.name]):
            return
        matched.name = page.name_proposals[0] if len(page.name_proposals) == 1 else ""
        remark = _("“{name}” is the name of an organisation. The project needs its own name.").format(
            name=page.name
        )
        if matched.name:
            remark += " " + _("The text uses the name “{name}”. Check it.").format(name=matched.name)
        elif page.name_proposals:
            remark += " " + _("The text uses the names {names}. Enter one of them.").format(
                names=", ".join(f"“{name}”" for name in page.name_proposals)
            )
        else:
            remark += " " + _("The text does not contain it. Enter it.")
        matched.remarks.append(remark)

    def tell_similar(self, matched: MatchedPage, names: list[str]) -> None:
        similar = self.known[matched.page.kind].like(names)
        rows = MODELS[matched.page.kind].objects.filter(pk__in=similar).order_by("name", "pk")
        for name in rows.values_list("name", flat=True):
            matched.remarks.append(
                _("An entry with a similar name already exists: “{name}”.").format(name=name)
            )

    def match_organisation(self, wanted: Wanted, page: Page) -> Match:
        known = self.known[Kind.ORGANISATION]
        own = [name for name in (wanted.name, wanted.local_name) if name]
        exact = known.having(own) or known.having(wanted.names)
        pages = [
            other
            for other in self.pages
            if other.kind == Kind.ORGANISATION and self.is_page_of(other, wanted)
        ]
        near = [
            entry
            for entry in [*sorted(known.having([wanted.acronym])), *known.like(wanted.names)]
            if entry not in exact
        ]
        options = [
            (f"{ENTRY}{entry}", self.labels[entry][0])
            for entry in [*sorted(exact), *dict.fromkeys(near)]
            if entry in self.labels
        ]
        if len(exact) == 1:
            match = Match(wanted, options[0][0], options, self.remark_on(wanted, *exact))
        elif exact:
            match = Match(
                wanted, "", options, _("Several organisations in the portal have this name. Choose one.")
            )
        elif pages:
            match = Match(wanted, f"{PAGE}{pages[0].key}", options)
        elif near:
            match = Match(
                wanted,
                "",
                options,
                _(
                    "No organisation in the portal has exactly this name. Choose one with a similar name, or "
                    "a new one."
                ),
            )
        else:
            chosen = "" if may_be_several(wanted.name) else NEW
            match = Match(wanted, chosen, options, self.remark_on_new(wanted))
        match.options += [
            (f"{PAGE}{other.key}", _("the page “{name}” in this text").format(name=other.name))
            for other in pages
        ]
        return match

    @staticmethod
    def remark_on_new(wanted: Wanted) -> str:
        if may_be_several(wanted.name):
            return _(
                "This may be several organisations. Put each on its own line in the text and read it "
                "again, or choose one."
            )
        remark = _("Not in the portal yet. A draft will be created.")
        if "," in wanted.name:
            remark += " " + _(
                "If this is several organisations, put each on its own line in the text and read it again."
            )
        return remark

    @staticmethod
    def is_page_of(other: Page, wanted: Wanted) -> bool:
        names = {name_key(name) for name in (other.name, *other.other_names) if name}
        return bool(names & {name_key(name) for name in wanted.names})

    def remark_on(self, wanted: Wanted, entry: int) -> str:
        label, country = self.labels[entry]
        if wanted.country and country and wanted.country != country:
            return _("Country in the text: {said}. Country in the portal: {known}.").format(
                said=self.countries.get(wanted.country, wanted.country),
                known=self.countries.get(country, country),
            )
        return "" if fold(wanted.name) in fold(label) else _("Name in the portal: {name}.").format(name=label)

    def match_project(self, matched: MatchedPage) -> None:
        page = matched.page
        matched.themes = self.vocabularies["themes"].find(page.all_text())
        for row in page.targets:
            found = self.vocabularies["groups"].find(row.words)
            names = [one.name for one in found]
            is_sure = len(found) == 1 and not names_another(row.words, found[0])
            matched.target_groups.append(names[0] if is_sure else "")
            if len(names) > 1:
                matched.remarks.append(
                    _(
                        "“{words}” matches several beneficiary groups ({names}). Choose one in the draft."
                    ).format(words=row.words[:80], names=", ".join(names))
                )
            elif names and not is_sure:
                matched.remarks.append(
                    _(
                        "“{words}” includes more than “{group}”. Choose the beneficiary group in the draft."
                    ).format(words=row.words[:80], group=names[0])
                )
            elif not names:
                matched.remarks.append(
                    _("“{words}” does not match any beneficiary group.").format(words=row.words[:80])
                )

    def match_training(self, matched: MatchedPage) -> None:
        vocabulary = self.vocabularies["topics"]
        text = "\n".join([matched.page.name, *matched.page.named_topics, matched.page.all_text()])
        matched.topics = vocabulary.find(text)
        matched.missing_topics = [
            words for words in dict.fromkeys(matched.page.named_topics) if not vocabulary.find(words)
        ]
        for words in matched.missing_topics:
            matched.remarks.append(
                _("The topic “{words}” is not in the list of topics.").format(words=words[:80])
            )
