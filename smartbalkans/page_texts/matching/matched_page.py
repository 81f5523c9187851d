"""A page with the entries of the portal that it names, and what a person decided about it."""

from dataclasses import dataclass, field

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.vocabulary import Found
from organisations.models import Organisation
from projects.models import Project
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.base import MAX_NAME
from smartbalkans.page_texts.text.headings import PageKind
from trainings.models import Training

MODELS: dict[PageKind, type[Model]] = {
    PageKind.ORGANISATION: Organisation,
    PageKind.PROJECT: Project,
    PageKind.TRAINING: Training,
}
NEW, NONE, ENTRY, PAGE = "new", "none", "entry:", "page:"
# Of these fields a person may confirm one proposal only.
SINGLE_FIELDS = ("name", "acronym", "founded_year", "country", "town", "days")


class Obstacle(TextChoices):
    """Why a page cannot become a draft as it was read."""

    KIND = "kind", _("not recognised as an organisation, a project or a training")
    EXISTING = "existing", _("already in the portal")
    REPEATED = "repeated", _("the same page appears above in this text")
    NAME = "name", _("the page has no name of its own")
    LONG = "long", _("the name is longer than 250 characters")


@dataclass
class MatchedPage:
    """A page with what is known of it; the form replaces what a person chose, and adds what they confirmed.

    `confirmed` are the proposals that a person accepted.
    """

    page: Page
    is_repeated: bool = False
    existing: list[Model] = field(default_factory=list)
    groups: list[Found] = field(default_factory=list)
    themes: list[Found] = field(default_factory=list)
    topics: list[Found] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    confirmed: list[Proposal] = field(default_factory=list)

    @property
    def obstacle(self) -> Obstacle | None:
        found = {
            Obstacle.KIND: self.page.kind is None,
            Obstacle.EXISTING: self.existing,
            Obstacle.REPEATED: self.is_repeated,
            Obstacle.NAME: not self.page.name,
            Obstacle.LONG: len(self.page.name) > MAX_NAME,
        }
        return next((obstacle for obstacle, is_there in found.items() if is_there), None)

    def confirm(self, proposals: list[Proposal]) -> None:
        """Enter proposals in the page. Persons become rows when the draft is made.

        A paragraph that becomes a testimonial goes from the summary to the staff note, and a title that gives
        way to a name is the headline.
        """
        self.confirmed, page = proposals, self.page
        for proposal in proposals:
            match proposal.field:
                case "name":
                    if page.kind == PageKind.TRAINING and page.name:
                        page.texts["headline"] = page.name
                    page.name = proposal.value[:MAX_NAME]
                case "days":
                    page.days = proposal.days()
                case "places_of_work":
                    page.places = list(dict.fromkeys([*page.places, proposal.value]))
                case "testimonial":
                    parts = page.texts["summary"].split("\n\n")
                    page.texts["summary"] = "\n\n".join(part for part in parts if part != proposal.words)
                    page.account.kept.append(proposal.words)
                case "acronym" | "founded_year" | "country" | "town":
                    page.texts[proposal.field] = page.texts.get(proposal.field) or proposal.value

    def confirmed_rows(self, name: str) -> list[Proposal]:
        return [proposal for proposal in self.confirmed if proposal.field == name]
