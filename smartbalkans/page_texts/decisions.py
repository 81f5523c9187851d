"""What becomes of the pages of a text: as they were read, or as a person decided on the form."""

from dataclasses import dataclass, field

from smartbalkans.page_texts.matching.matcher import NONE, MatchedPage
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.text.headings import Kind

# Of these fields a person may confirm one proposal only.
SINGLE_FIELDS = ("name", "acronym", "founded_year", "country", "town", "days", "audience", "audience_country")
MAX_NAME = 250


@dataclass
class Decision:
    """One page to make a draft of. Groups, themes and topics are given by name, countries by code.

    `organisations` has for each organisation that the page names, by its key, an entry, a page of this text,
    a new one or none. `confirmed` are the proposals that a person accepted.
    """

    matched: MatchedPage
    name: str
    country: str = ""
    groups: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    organisations: dict[str, str] = field(default_factory=dict)
    confirmed: list[Proposal] = field(default_factory=list)

    def confirm(self, proposals: list[Proposal]) -> None:
        """Enter proposals: a country or name of their own, and the rest when the draft is made."""
        self.confirmed = proposals
        self.country = self.country or self.value_of("country")
        self.places += [
            proposal.value for proposal in self.all_of("place") if proposal.value not in self.places
        ]
        if name := self.value_of("name"):
            self.name = name[:MAX_NAME]

    def all_of(self, field_name: str) -> list[Proposal]:
        return [proposal for proposal in self.confirmed if proposal.field == field_name]

    def value_of(self, field_name: str) -> str:
        return next((proposal.value for proposal in self.all_of(field_name)), "")

    @property
    def not_confirmed(self) -> list[Proposal]:
        return [proposal for proposal in self.matched.page.proposals if proposal not in self.confirmed]

    def texts(self) -> dict[str, str]:
        """Return the fields of the draft that are texts or numbers, with the confirmed proposals.

        A quotation that becomes a testimonial leaves the summary, and a title that gave way to a name is the
        headline.
        """
        page = self.matched.page
        texts = dict(page.texts)
        texts |= {name: self.value_of(name) for name in SINGLE_FIELDS if self.value_of(name)}
        quoted = {proposal.paragraph for proposal in self.all_of("testimonial")}
        if quoted and "summary" in texts:
            texts["summary"] = "\n\n".join(
                part for part in texts["summary"].split("\n\n") if part not in quoted
            )
        if page.kind == Kind.TRAINING and self.value_of("name") and page.name:
            texts["headline"] = page.name
        return texts


def as_read(matched: MatchedPage) -> Decision:
    """Return the decision without a person: open questions and proposals are left out."""
    page = matched.page
    return Decision(
        matched,
        matched.name,
        country=page.texts.get("country", ""),
        groups=[found.name for found in matched.groups],
        themes=[found.name for found in matched.themes],
        topics=[found.name for found in matched.topics],
        places=list(page.places),
        organisations={match.wanted.key: match.chosen or NONE for match in matched.organisations},
    )


def obstacle(matched: MatchedPage) -> str:
    """Return why a page cannot become a draft as it was read, as a key of `OBSTACLES`; empty if it can."""
    if matched.page.kind is None:
        return "kind"
    if matched.existing:
        return "existing"
    if matched.is_repeated:
        return "repeated"
    if not matched.name:
        return "name"
    return "long" if len(matched.name) > MAX_NAME else ""
