"""Suggests the most similar word for one without results: "did you mean"."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from catalogue.folding import fold
from catalogue.search import registry
from catalogue.search.facets import counter_of
from catalogue.search.questions import Question, ask
from catalogue.search.variants import FILLERS, number_forms
from catalogue.similarity import find_most_similar

NEAR_ENOUGH = 70  # of 100: one letter wrong in a word of four
SHORTEST = 3


def proposal_for(question: Question, finds: Callable[[Question], bool]) -> str | None:
    """Return a search that is similar to one that no entry has all words of; None if there is none.

    `finds` returns whether a question has results with all of its words.
    """
    if not question.wanted:
        return None
    known = set().union(*(counter_of(index).vocabulary for index in registry.all_indexes()))
    proposal = propose(question, known)
    return proposal if proposal and finds(ask(proposal)) else None


def propose(question: Question, known: AbstractSet[str]) -> str | None:
    """Return a question with the most similar known words for its unknown ones; None if there are none.

    Words that names contain or begin with stay, in singular and plural, as do quotes and minus signs.
    """
    words = []
    is_changed = False
    for word in question.typed.split():
        nearest = _nearest(fold(word), known)
        is_changed |= nearest is not None
        words.append(word if nearest is None else nearest)
    return " ".join(words) if is_changed else None


def _nearest(word: str, known: AbstractSet[str]) -> str | None:
    if " " in word or len(word) < SHORTEST or word in FILLERS:
        return None
    if not known.isdisjoint(number_forms(word)) or any(one.startswith(word) for one in known):
        return None
    return find_most_similar(word, known, cutoff=NEAR_ENOUGH)
