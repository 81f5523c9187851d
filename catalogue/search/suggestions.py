"""Proposes the nearest word for one that nothing has: "did you mean"."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from rapidfuzz import fuzz, process

from catalogue.folding import fold
from catalogue.search import registry
from catalogue.search.facets import counter_of
from catalogue.search.questions import Question, read_question
from catalogue.search.variants import FILLERS, number_forms

NEAR_ENOUGH = 70  # of 100: one letter wrong in a word of four
SHORTEST = 3


def proposal_for(question: Question, finds: Callable[[Question], bool]) -> str | None:
    """Return what may have been meant by a question that nothing answers; None if that finds nothing either.

    `finds` is asked whether a question finds anything.
    """
    if not question.wanted:
        return None
    typed = propose(
        question, set().union(*(counter_of(index).vocabulary for index in registry.all_indexes()))
    )
    return typed if typed and finds(read_question(typed)) else None


def propose(question: Question, known: AbstractSet[str]) -> str | None:
    """Return what may have been meant by a question without an answer; None if no name has any such word.

    Words that names have, or their beginnings, stay as they are, in singular and plural; for each other word
    the nearest is taken. What was typed between the words (quotes, a minus) stays.
    """
    words = []
    is_changed = False
    for typed in question.typed.split():
        nearest = _nearest(fold(typed), known)
        is_changed |= nearest is not None
        words.append(typed if nearest is None else nearest)
    return " ".join(words) if is_changed else None


def _nearest(word: str, known: AbstractSet[str]) -> str | None:
    if " " in word or len(word) < SHORTEST or word in FILLERS:
        return None
    if not known.isdisjoint(number_forms(word)) or any(one.startswith(word) for one in known):
        return None
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None
