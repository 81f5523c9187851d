"""Asks the search as a list does."""

from catalogue.search import registry
from catalogue.search.questions import read_question
from catalogue.search.selection import Selection


def found(model, typed: str, **chosen) -> list:
    """Give the entries of a model that a search and chosen values find, the best first."""
    selection = Selection(registry.index_of(model), read_question(typed), chosen)
    return list(selection.ranked(model.objects.all())[:100])
