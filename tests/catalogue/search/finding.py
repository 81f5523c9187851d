"""Searches as a list does."""

from catalogue.search import registry, sync
from catalogue.search.questions import ask
from catalogue.search.selection import Selection


def found(model, typed: str, **chosen) -> list:
    """Return the entries of a model that match a search and the chosen values, the best first.

    What was written before is in the index, as after a commit, which a test does not reach.
    """
    sync.process_waiting()
    selection = Selection(registry.index_of(model), ask(typed), chosen)
    return list(selection.ranked(model.objects.all())[:100])
