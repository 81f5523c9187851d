"""What becomes of the pages of a text: as it was understood, or as a person decided on the form."""

from dataclasses import dataclass, field

from smartbalkans.page_texts.matching.matcher import NONE, MatchedPage


@dataclass
class Decision:
    """One page to make a draft of. Groups, themes and topics are given by name, countries by code."""

    matched: MatchedPage
    name: str
    country: str = ""
    groups: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    organisations: dict[str, str] = field(default_factory=dict)
    """For each organisation that the page names, by its key: an entry, a page of this text, a new one, or
    none."""


def as_understood(matched: MatchedPage) -> Decision:
    """Decide as the page was read: what would have to be chosen is left out, and told in the staff note."""
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
    """Say why a page cannot become a draft as it was understood: a key of `OBSTACLES`; empty if it can."""
    if matched.page.kind is None:
        return "kind"
    if matched.existing:
        return "existing"
    if matched.is_repeated:
        return "repeated"
    if not matched.name:
        return "name"
    return "long" if len(matched.name) > 250 else ""
