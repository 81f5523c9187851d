"""Cards of entries in lists. A process keeps their HTML as long as the data does not change."""

from dataclasses import dataclass

from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from catalogue.entries import Publishable
from catalogue.search.facets import DataState
from catalogue.search.selection import FetchedSlice
from catalogue.search.snippets import Snippet

CACHE = "cards"  # in settings.CACHES
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

    Fetches the entries of which no card is kept, unless all were fetched already.
    """
    cache, varying = caches[CACHE], [get_language(), timezone.localdate(), *state]
    kind = entries.queryset.model._meta.label_lower
    names = {key: make_template_fragment_key(kind, [key, *varying]) for key in entries.keys}
    cards = cache.get_many(names.values()) if state.token else {}
    missing = [key for key, name in names.items() if name not in cards]
    made = {names[entry.pk]: _card(entry) for entry in entries.fetch(missing)}
    if state.token:
        cache.set_many(made)
    found = cards | made
    return {key: found[name] for key, name in names.items() if name in found}


def _card(entry: Publishable) -> Card:
    """Return the card of an entry that was fetched `with_public_parts()`."""
    section, context = entry._meta.app_label, {entry._meta.model_name: entry}
    return Card(
        section,
        top=render_to_string(f"{section}/_card_top.html", context),
        summary=Truncator(entry.summary).words(MOST_WORDS),
        foot=render_to_string(f"{section}/_card_foot.html", context),
    )
