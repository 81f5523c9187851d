"""What of a page is in the portal: organisations by any of their names, groups and themes by words.

An entry is matched only if exactly one has the name. If several have it, or only one with a similar name
exists, a person chooses.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from catalogue.folding import fold
from organisations.models import BeneficiaryGroup, Country, Organisation, Theme
from smartbalkans.page_texts.matching.known_names import MODELS, KnownNames
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.partners import ASSOCIATE, variants
from smartbalkans.page_texts.text.countries import codes_in
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.vocabulary import Found, Vocabulary
from smartbalkans.page_texts.text.words import name_key
from trainings.models import Topic

NEW, NONE, ENTRY, PAGE = "new", "none", "entry:", "page:"
VOCABULARIES = {"groups": BeneficiaryGroup, "themes": Theme, "topics": Topic}


@dataclass(frozen=True)
class Wanted:
    """An organisation that a page names: a partner, or where somebody who is quoted comes from."""

    key: str
    name: str
    names: tuple[str, ...]
    acronym: str = ""
    country: str = ""
    local_name: str = ""
    town: str = ""
    is_associate: bool = False

    @property
    def is_partner(self) -> bool:
        return self.key.startswith("partner-")


@dataclass
class Match:
    """What is known of an organisation that a page names. `chosen` is empty where a person has to choose."""

    wanted: Wanted
    chosen: str
    options: list[tuple[str, str]]
    remark: str = ""


@dataclass
class MatchedPage:
    """A page with the entries of the portal that it names.

    `target_groups` has the beneficiary group of each row of the page's target groups, empty where it is
    unknown.
    """

    page: Page
    name: str = ""
    is_repeated: bool = False
    existing: list[tuple[int, str]] = field(default_factory=list)
    organisations: list[Match] = field(default_factory=list)
    groups: list[Found] = field(default_factory=list)
    themes: list[Found] = field(default_factory=list)
    topics: list[Found] = field(default_factory=list)
    target_groups: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def names_another(words: str, found: Found) -> bool:
    """Return whether a row names somebody else before the group that was found: "mayors and journalists"."""
    before = words.partition(found.words)[0]
    return "," in before or " and " in before


def may_be_several(name: str) -> bool:
    """Return whether what was read as one name looks like a list, so that a person has to choose."""
    return ";" in name or ("," in name and bool(codes_in(name)))


def wanted_of(page: Page) -> list[Wanted]:
    """Return the organisations that a page names, in the order of its rows."""
    partners = [
        Wanted(
            *(
                f"partner-{number}",
                row.name,
                tuple(row.names),
                row.acronym,
                row.country,
                row.local_name,
                row.town,
            ),
            is_associate=row.role == ASSOCIATE,
        )
        for number, row in enumerate(page.partners)
    ]
    quoted = {proposal.key: proposal.organisation for proposal in page.proposals if proposal.organisation}
    return [*partners, *(Wanted(key, name, tuple(variants(name))) for key, name in quoted.items())]


class Matcher:
    """Matches the pages of one text together: one may name an organisation that another is about."""

    def __init__(self, pages: list[Page]):
        self.pages = pages
        self.wanted = {page.number: wanted_of(page) for page in pages}
        self.organisations_by_key: dict[str, list[Page]] = {}
        for page in pages:
            for key in {name_key(name) for name in own_names(page)} if page.kind == Kind.ORGANISATION else ():
                self.organisations_by_key.setdefault(key, []).append(page)

    def match(self) -> list[MatchedPage]:
        seen: set[tuple[Kind | None, str]] = set()
        matched = []
        for page in self.pages:
            one = self.match_page(page)
            one.is_repeated = bool(page.kind and one.name) and (page.kind, name_key(one.name)) in seen
            seen.add((page.kind, name_key(page.name)))
            matched.append(one)
        return matched

    @cached_property
    def known(self) -> dict[Kind, KnownNames]:
        names: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        for page in self.pages:
            for kind in {page.kind, Kind.ORGANISATION} - {None}:
                names[kind] |= {*own_names(page), page.name}
            for wanted in self.wanted[page.number]:
                names[Kind.ORGANISATION] |= {*wanted.names, wanted.name, wanted.acronym}
        return {kind: KnownNames(kind, wanted) for kind, wanted in names.items()}

    @cached_property
    def labels(self) -> dict[int, tuple[str, str]]:
        """The name and country of every organisation that may be meant."""
        known = self.known[Kind.ORGANISATION]
        keys: set[int] = set()
        for wanted in (one for several in self.wanted.values() for one in several):
            keys |= known.having([wanted.name, wanted.local_name, wanted.acronym, *wanted.names])
            keys |= set(known.like(wanted.names))
        fields = ("name", "acronym", "country_id")
        found = Organisation.objects.only(*fields).in_bulk(sorted(keys))
        return {
            key: (f"{row.name} ({row.acronym})" if row.acronym else row.name, row.country_id or "")
            for key, row in found.items()
        }

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        return {
            table: Vocabulary(model.objects.values_list("name", flat=True), table)
            for table, model in VOCABULARIES.items()
        }

    @cached_property
    def countries(self) -> dict[str, str]:
        return dict(Country.objects.values_list("code", "name"))

    def match_page(self, page: Page) -> MatchedPage:
        matched = MatchedPage(page, page.name)
        if page.kind is None:
            return matched
        if page.kind == Kind.PROJECT:
            self.check_name(matched)
        names = own_names(page) if matched.name else page.proposed("name")
        model, known = MODELS[page.kind], self.known[page.kind]
        if found := known.having(names):
            rows = model.objects.filter(pk__in=sorted(found)).order_by("pk").values_list("pk", "name")
            matched.existing = list(rows)
        else:
            similar = model.objects.filter(pk__in=known.like(names)).order_by("name", "pk")
            text = _("An entry with a similar name already exists: “{name}”.")
            matched.remarks += [text.format(name=name) for name in similar.values_list("name", flat=True)]
        matched.organisations = [self.match_organisation(one) for one in self.wanted[page.number]]
        match page.kind:
            case Kind.ORGANISATION:
                matched.groups = self.vocabularies["groups"].find(page.texts.get("beneficiaries", ""))
            case Kind.PROJECT:
                matched.themes = self.vocabularies["themes"].find(page.text_in_use())
                self.match_target_groups(matched)
            case Kind.TRAINING:
                self.match_topics(matched)
        return matched

    def check_name(self, matched: MatchedPage) -> None:
        """Refuse the name of an organisation as that of a project."""
        page = matched.page
        if not page.is_name_doubtful and not self.known[Kind.ORGANISATION].having([page.name]):
            return
        matched.name = ""
        remark = _("“{name}” is the name of an organisation. The project needs its own name.").format(
            name=page.name
        )
        proposed = ", ".join(f"“{name}”" for name in page.proposed("name"))
        more = _("The text uses the names {names}. Check them.").format(names=proposed) if proposed else ""
        matched.remarks.append(f"{remark} {more}".strip())

    def match_organisation(self, wanted: Wanted) -> Match:
        known = self.known[Kind.ORGANISATION]
        own = [name for name in (wanted.name, wanted.local_name) if name]
        exact = known.having(own) or known.having(wanted.names)
        near = [*sorted(known.having([wanted.acronym])), *known.like(wanted.names)]
        options = [
            (f"{ENTRY}{entry}", self.labels[entry][0])
            for entry in dict.fromkeys([*sorted(exact), *near])
            if entry in self.labels
        ]
        pages = list(
            {
                page.number: page
                for name in wanted.names
                for page in self.organisations_by_key.get(name_key(name), ())
            }.values()
        )
        match = Match(wanted, "", options)
        if len(exact) == 1:
            match.chosen, match.remark = options[0][0], self.remark_on(wanted, *exact)
        elif exact:
            match.remark = _("Several organisations in the portal have this name. Choose one.")
        elif pages:
            match.chosen = f"{PAGE}{pages[0].key}"
        elif near:
            match.remark = _(
                "No organisation in the portal has exactly this name. Choose one with a similar name, or "
                "a new one."
            )
        else:
            match.chosen = "" if may_be_several(wanted.name) else NEW
            match.remark = remark_on_new(wanted)
        match.options += [
            (f"{PAGE}{page.key}", _("the page “{name}” in this text").format(name=page.name))
            for page in pages
        ]
        if wanted.is_associate:
            match.chosen = ""
            match.remark = _("The text calls it an associate. Leave it out, or add it as a partner.")
        elif not wanted.is_partner and match.chosen in ("", NEW):
            match.chosen = NONE  # where somebody comes from is only proposed
        return match

    def remark_on(self, wanted: Wanted, entry: int) -> str:
        label, country = self.labels[entry]
        if wanted.country and country and wanted.country != country:
            return _("Country in the text: {stated}. Country in the portal: {known}.").format(
                stated=self.countries.get(wanted.country, wanted.country),
                known=self.countries.get(country, country),
            )
        return "" if fold(wanted.name) in fold(label) else _("Name in the portal: {name}.").format(name=label)

    def match_target_groups(self, matched: MatchedPage) -> None:
        for row in matched.page.targets:
            found = self.vocabularies["groups"].find(row.words)
            names = [one.name for one in found]
            is_sure = len(found) == 1 and not names_another(row.words, found[0])
            matched.target_groups.append(names[0] if is_sure else "")
            if is_sure:
                continue
            if len(names) > 1:
                text = _("“{words}” matches several beneficiary groups ({names}). Choose one in the draft.")
            elif names:
                text = _("“{words}” includes more than “{names}”. Choose the beneficiary group in the draft.")
            else:
                text = _("“{words}” does not match any beneficiary group.")
            matched.remarks.append(text.format(words=row.words[:80], names=", ".join(names)))

    def match_topics(self, matched: MatchedPage) -> None:
        page, vocabulary = matched.page, self.vocabularies["topics"]
        matched.topics = vocabulary.find("\n".join([page.name, *page.named_topics, page.text_in_use()]))
        text = _("The topic “{words}” is not in the list of topics.")
        matched.remarks += [
            text.format(words=words[:80])
            for words in dict.fromkeys(page.named_topics)
            if not vocabulary.find(words)
        ]


def own_names(page: Page) -> list[str]:
    """Return the names by which the entry of a page may be in the portal already."""
    others = page.proposed("name") if page.kind == Kind.TRAINING or page.is_name_doubtful else []
    names = [page.name, page.texts.get("local_name", ""), *page.proposed("other_name"), *others]
    return [name for name in names if name]


def remark_on_new(wanted: Wanted) -> str:
    if may_be_several(wanted.name):
        return _(
            "This may be several organisations. Put each on its own line in the text and read it again, or "
            "choose one."
        )
    remark = _("Not in the portal yet. A draft will be created.")
    if "," in wanted.name:
        hint = _("If this is several organisations, put each on its own line in the text and read it again.")
        return f"{remark} {hint}"
    return remark
