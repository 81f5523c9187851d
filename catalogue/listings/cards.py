"""Cards of entries in lists."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from catalogue.entries import Publishable
from catalogue.search.clock import DataState
from catalogue.search.kept import kept_by_key
from catalogue.search.selection import FetchedSlice
from catalogue.search.snippets import Snippet

MOST_WORDS = 32  # of a summary


@dataclass(frozen=True)
class Card:
    """An entry in a list. A search shows a snippet instead of the summary."""

    section: str
    top: SafeString
    summary: str
    foot: SafeString
    snippet: Snippet | None = None


def cards_of(entries: FetchedSlice, state: DataState) -> dict[int, Card]:
    """Return the cards of entries of a kind in a state of the data, by key, in their order.

    The queryset of the entries fetches them `with_public_parts()`.
    """
    return kept_by_key("card", entries, state, _card)


def _card(entry: Publishable) -> Card:
    section, context = entry._meta.app_label, {entry._meta.model_name: entry}
    return Card(
        section,
        top=render_to_string(f"{section}/_card_top.html", context),
        summary=Truncator(entry.summary).words(MOST_WORDS),
        foot=render_to_string(f"{section}/_card_foot.html", context),
    )
