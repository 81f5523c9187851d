"""What of a page is in the portal: organisations by any of their names, groups and themes by words.

An entry is matched only if exactly one has the name. If several have it, or only one with a similar name
exists, a person chooses.
"""

from functools import cached_property

from django.db.models import Model
from django.utils.translation import gettext as _

from catalogue.duplicates.known_names import KnownNames, name_key
from catalogue.vocabulary import NameVocabulary
from organisations.models import BeneficiaryGroup, Country, Theme
from smartbalkans.kinds import KINDS
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.partners import ASSOCIATE, PartnerRow
from smartbalkans.page_texts.tables import load_table
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.places.countries import codes_in
from trainings.models import Topic

KIND_OF_ENTRY = {kind.model._meta.model_name: kind for kind in KINDS}
MODELS: dict[PageKind, type[Model]] = {kind: KIND_OF_ENTRY[kind].model for kind in PageKind}
NEW, NONE, ENTRY, PAGE = "new", "none", "entry:", "page:"
VOCABULARIES = {"groups": BeneficiaryGroup, "themes": Theme, "topics": Topic}


class Matcher:
    """Matches the pages of one text together: one may name an organisation that another is about."""

    def __init__(self, pages: list[Page]):
        self.pages = pages
        self.organisations_by_key: dict[str, list[Page]] = {}
        for page in pages:
            for key in (
                {name_key(name) for name in own_names(page)} if page.kind == PageKind.ORGANISATION else ()
            ):
                self.organisations_by_key.setdefault(key, []).append(page)

    def match(self) -> list[Page]:
        """Return the pages, each with what is known of it."""
        seen: set[tuple[PageKind | None, str]] = set()
        for page in self.pages:
            if page.kind is not None:
                self.match_page(page)
            identity = (page.kind, name_key(page.name))
            page.is_repeated = all(identity) and identity in seen
            seen.add(identity)
        return self.pages

    @cached_property
    def known(self) -> dict[PageKind, KnownNames]:
        names: dict[PageKind, set[str]] = {kind: set() for kind in PageKind}
        for page in self.pages:
            for kind in {page.kind, PageKind.ORGANISATION} - {None}:
                names[kind] |= {*own_names(page), page.name}
            for row in page.partners:
                names[PageKind.ORGANISATION] |= {*row.names, row.acronym}
        paths = {kind: KIND_OF_ENTRY[kind].resource.name_paths or ("name",) for kind in PageKind}
        return {kind: KnownNames(MODELS[kind], paths[kind], wanted) for kind, wanted in names.items()}

    @cached_property
    def vocabularies(self) -> dict[str, NameVocabulary]:
        others = load_table("vocabulary")
        return {
            table: NameVocabulary(model.objects.values_list("name", flat=True), others[table])
            for table, model in VOCABULARIES.items()
        }

    @cached_property
    def countries(self) -> dict[str, str]:
        return dict(Country.objects.values_list("code", "name"))

    def match_page(self, page: Page) -> None:
        if page.kind == PageKind.PROJECT:
            self.check_name(page)
        names = own_names(page)
        page.existing = self.known[page.kind].having(names)
        if not page.existing:
            text = _("An entry with a similar name already exists: “{name}”.")
            for entry in self.known[page.kind].like(names):
                page.doubt(text.format(name=entry.name))
        for row in page.partners:
            self.match_organisation(row)
        match page.kind:
            case PageKind.ORGANISATION:
                page.groups = self.vocabularies["groups"].find(page.texts.get("beneficiaries", ""))
            case PageKind.PROJECT:
                page.themes = self.vocabularies["themes"].find(page.text_in_use())
                self.match_target_groups(page)
            case PageKind.TRAINING:
                self.match_topics(page)

    def check_name(self, page: Page) -> None:
        """Refuse the name of an organisation as that of a project."""
        if not page.is_name_doubtful and not self.known[PageKind.ORGANISATION].having([page.name]):
            return
        remark = _("“{name}” is the name of an organisation. The project needs its own name.")
        page.doubt(remark.format(name=page.name))
        page.name = ""

    def match_organisation(self, row: PartnerRow) -> None:
        known = self.known[PageKind.ORGANISATION]
        row.chosen = row.remark = ""
        exact = known.having([row.name, row.local_name]) or known.having(row.names)
        near = [*known.having([row.acronym]), *known.like(row.names)]
        pages = {
            page.key: page for name in row.names for page in self.organisations_by_key.get(name_key(name), ())
        }
        row.options = [
            *((f"{ENTRY}{entry.pk}", label_of(entry)) for entry in dict.fromkeys([*exact, *near])),
            *(
                (f"{PAGE}{key}", _("the page “{name}” in this text").format(name=page.name))
                for key, page in pages.items()
            ),
        ]
        if len(exact) == 1:
            row.chosen, row.remark = row.options[0][0], self.remark_on_country(row, exact[0])
        elif exact:
            row.remark = _("Several organisations in the portal have this name. Choose one.")
        elif pages:
            row.chosen = row.options[-len(pages)][0]
        elif near:
            row.remark = _("No organisation has exactly this name. Choose a similar one, or a new one.")
        elif ";" in row.name or ("," in row.name and codes_in(row.name)):
            row.remark = _("This may be several organisations. Put each on its own line, or choose one.")
        else:
            row.chosen, row.remark = NEW, _("Not in the portal yet. A draft will be created.")
        if row.role == ASSOCIATE:
            row.chosen = ""
            row.remark = _("The text calls it an associate. Leave it out, or add it as a partner.")

    def remark_on_country(self, row: PartnerRow, entry: Model) -> str:
        if not row.country or not entry.country_id or row.country == entry.country_id:
            return ""
        return _("Country in the text: {stated}. Country in the portal: {known}.").format(
            stated=self.countries.get(row.country, row.country), known=self.countries[entry.country_id]
        )

    def match_target_groups(self, page: Page) -> None:
        for row in page.targets:
            found, row.group = self.vocabularies["groups"].find(row.words), ""
            before = row.words.partition(found[0].words)[0] if found else ""
            if len(found) == 1 and "," not in before and " and " not in before:
                row.group = found[0].name
                continue
            if len(found) > 1:
                text = _("“{words}” matches several beneficiary groups ({names}). Choose one in the draft.")
            elif found:
                text = _("“{words}” includes more than “{names}”. Choose the beneficiary group in the draft.")
            else:
                text = _("“{words}” does not match any beneficiary group.")
            names = ", ".join(one.name for one in found)
            page.doubt(text.format(words=row.words[:80], names=names))

    def match_topics(self, page: Page) -> None:
        vocabulary = self.vocabularies["topics"]
        page.topics = vocabulary.find("\n".join([page.name, *page.named_topics, page.text_in_use()]))
        text = _("The topic “{words}” is not in the list of topics.")
        for words in page.named_topics:
            if not vocabulary.find(words):
                page.doubt(text.format(words=words[:80]))


def own_names(page: Page) -> list[str]:
    """Return the names by which the entry of a page may be in the portal already."""
    proposed = [proposal.value for proposal in page.proposals if proposal.field == "name"]
    return list(filter(None, [page.name, page.texts.get("local_name"), *proposed]))


def label_of(organisation: Model) -> str:
    return f"{organisation.name} ({organisation.acronym})" if organisation.acronym else organisation.name
