"""A page with the entries of the portal that it names, and what a person decided about it."""

from dataclasses import dataclass, field

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.base import MAX_NAME
from smartbalkans.page_texts.readers.partners import PartnerRow
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.page_texts.text.vocabulary import Found

NEW, NONE, ENTRY, PAGE = "new", "none", "entry:", "page:"
# Of these fields a person may confirm one proposal only.
SINGLE_FIELDS = ("name", "acronym", "founded_year", "country", "town", "days", "audience", "audience_country")


class Obstacle(TextChoices):
    """Why a page cannot become a draft as it was read."""

    KIND = "kind", _("not recognised as an organisation, a project or a training")
    EXISTING = "existing", _("already in the portal")
    REPEATED = "repeated", _("the same page appears above in this text")
    NAME = "name", _("the page has no name of its own")
    LONG = "long", _("the name is longer than 250 characters")


@dataclass
class Match:
    """An organisation that a page names: a partner, or where somebody who is quoted comes from.

    `chosen` is an entry, a page of this text, a new one or none; empty where a person has to choose.
    """

    key: str
    row: PartnerRow
    chosen: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    remark: str = ""

    @property
    def is_partner(self) -> bool:
        return self.key.startswith("partner-")


@dataclass
class MatchedPage:
    """A page with what is known of it, which the form replaces by what a person chose.

    `target_groups` has the beneficiary group of each row of the page's target groups, empty where it is
    unknown. `places` are codes of countries; `confirmed` are the proposals that a person accepted.
    """

    page: Page
    name: str = ""
    country: str = ""
    is_repeated: bool = False
    existing: list[Model] = field(default_factory=list)
    organisations: list[Match] = field(default_factory=list)
    groups: list[Found] = field(default_factory=list)
    themes: list[Found] = field(default_factory=list)
    topics: list[Found] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    target_groups: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    confirmed: list[Proposal] = field(default_factory=list)

    @property
    def obstacle(self) -> Obstacle | None:
        found = {
            Obstacle.KIND: self.page.kind is None,
            Obstacle.EXISTING: self.existing,
            Obstacle.REPEATED: self.is_repeated,
            Obstacle.NAME: not self.name,
            Obstacle.LONG: len(self.name) > MAX_NAME,
        }
        return next((obstacle for obstacle, is_there in found.items() if is_there), None)

    def confirm(self, proposals: list[Proposal]) -> None:
        """Enter proposals: a country or name of their own, and the rest when the draft is made."""
        self.confirmed = proposals
        self.country = self.country or self.value_of("country")
        self.places = list(
            dict.fromkeys([*self.places, *(one.value for one in self.all_of("places_of_work"))])
        )
        self.name = self.value_of("name")[:MAX_NAME] or self.name

    def all_of(self, field_name: str) -> list[Proposal]:
        return [proposal for proposal in self.confirmed if proposal.field == field_name]

    def value_of(self, field_name: str) -> str:
        return next((proposal.value for proposal in self.all_of(field_name)), "")

    def texts(self) -> dict[str, str]:
        """Return the fields of the draft that are texts or numbers, with the confirmed proposals.

        A quotation that becomes a testimonial leaves the summary, and a title that gave way to a name is the
        headline.
        """
        page = self.page
        texts = page.texts | {name: value for name in SINGLE_FIELDS if (value := self.value_of(name))}
        if quoted := {proposal.words for proposal in self.all_of("testimonial")}:
            parts = texts.get("summary", "").split("\n\n")
            texts["summary"] = "\n\n".join(part for part in parts if part not in quoted)
        if page.kind == PageKind.TRAINING and self.value_of("name") and page.name:
            texts["headline"] = page.name
        return texts
