"""What the portal has of a country or theme: numbers, the newest entries, and links to filtered lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from catalogue.listings.cards import Card, cards_of
from catalogue.listings.filters import EntryFilterSet
from catalogue.search import registry
from catalogue.search.questions import Question
from catalogue.search.selection import FetchedSlice, Selection
from organisations.amounts import totals
from organisations.unpublished import unpublished_everywhere
from smartbalkans.kinds import EntryKind

NEWEST = 4
_LABEL, NEWEST_FIRST = EntryFilterSet.sorts["newest"]


@dataclass(frozen=True)
class PlaceFigure:
    """The entries of a kind that have a value of a facet, such as the organisations of a country."""

    kind: EntryKind
    facet: str
    value: str

    @cached_property
    def selection(self) -> Selection:
        """Return the entries. Costs one query."""
        return Selection(registry.index_of(self.kind.model), Question(""), {self.facet: [self.value]})

    @property
    def count(self) -> int:
        return len(self.selection)

    @property
    def noun(self) -> str:
        return self.kind.noun % {"number": self.count}

    @property
    def address(self) -> str:
        """Return the address of the list of all of them."""
        return self.kind.list_with(**{self.facet: self.value})

    @property
    def link(self) -> str:
        return self.kind.link_to(self.count)

    @cached_property
    def newest(self) -> FetchedSlice:
        """Return the newest few, with what a list shows of them."""
        entries = self.kind.model.objects.for_public().with_public_parts()
        return self.selection.ordered("newest", NEWEST_FIRST, entries)[:NEWEST]

    @property
    def cards(self) -> list[Card]:
        """Return the cards of the newest few."""
        return list(cards_of(self.newest, self.selection.counter.state).values())

    @property
    def totals(self) -> list[dict]:
        """Return the sums of grants, one for each currency."""
        return totals(self.selection.counter, self.selection.entries)

    @property
    def unpublished(self) -> str:
        """Return the sentence on facts that are published of no grant at all."""
        return unpublished_everywhere(self.selection.counter)

    def counts_by(self, facet: str) -> dict[str, int]:
        return self.selection.counts(facet)


def figures_of(kinds: Iterable[EntryKind], facet: str, value: str) -> list[PlaceFigure]:
    return [PlaceFigure(kind, facet, value) for kind in kinds]


def list_addresses(kind: EntryKind, codes: Iterable[str], **chosen: str) -> dict[str, str]:
    """Return the addresses of the lists of a kind for countries, under further filters."""
    return {code: kind.list_with(country=code, **chosen) for code in codes}
