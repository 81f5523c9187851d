"""Suggests the most similar word for one without results: "did you mean"."""

from collections.abc import Callable

from catalogue.folding import fold
from catalogue.search import registry
from catalogue.search.backends import found_in_names
from catalogue.search.facets import counter_of
from catalogue.search.questions import Question, Term, ask
from catalogue.search.variants import FILLERS, number_forms
from catalogue.similarity import find_similar

NEAR_ENOUGH = 70  # of 100: one letter wrong in a word of four
SHORTEST = 3
MOST_TRIED = 3  # similar words of each


def proposal_for(question: Question, finds: Callable[[Question], bool]) -> str | None:
    """Return a search that is similar to one that no entry has all words of; None if there is none.

    `finds` returns whether a question has results with all of its words.
    """
    proposal = propose(question) if question.wanted else None
    return proposal if proposal and finds(ask(proposal)) else None


def propose(question: Question) -> str | None:
    """Return a question with the most similar words of names for its unknown ones; None if there are none.

    Words that names contain or begin with stay, in singular and plural, as do quotes and minus signs.
    """
    typed = question.typed.split()
    words = {word for word in map(fold, typed) if is_corrected(word)}
    unknown = words - _in_names({word: (Term((word,)), *map(_whole, number_forms(word))) for word in words})
    similar = {word: _similar(word) for word in unknown}
    proposed = _in_names({name: (_whole(name),) for names in similar.values() for name in names})
    nearest = {word: next(filter(proposed.__contains__, names), None) for word, names in similar.items()}
    if not any(nearest.values()):
        return None
    return " ".join(nearest.get(fold(word)) or word for word in typed)


def is_corrected(word: str) -> bool:
    return " " not in word and len(word) >= SHORTEST and word not in FILLERS


def _in_names(words: dict[str, tuple[Term, ...]]) -> set[str]:
    return found_in_names(words, [index.document for index in registry.all_indexes()])


def _whole(word: str) -> Term:
    return Term((word,), is_phrase=True)


def _similar(word: str) -> list[str]:
    """Return the most similar words, of which some may be of names that are not public any more."""
    maybe = {
        name
        for index in registry.all_indexes()
        for name in counter_of(index).names.maybe_similar(word, NEAR_ENOUGH)
    }
    return [one.name for one in find_similar(word, sorted(maybe), cutoff=NEAR_ENOUGH, limit=MOST_TRIED)]
