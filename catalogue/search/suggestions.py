"""Proposes the nearest word for one that nothing has: "did you mean"."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from rapidfuzz import fuzz, process

from catalogue.folding import fold
from catalogue.search import registry
from catalogue.search.facets import counter_of
from catalogue.search.questions import Question, read_question

NEAR_ENOUGH = 70  # of 100: one letter wrong in a word of four
SHORTEST = 3


def proposal_for(question: Question, finds: Callable[[Question], bool]) -> str | None:
    """Take a question that nothing answers, and what tells whether a question finds anything.

    Gives what may have been meant, if that finds something; None otherwise.
    """
    if not question.wanted:
        return None
    typed = propose(
        question, set().union(*(counter_of(index).vocabulary for index in registry.all_indexes()))
    )
    return typed if typed and finds(read_question(typed)) else None


def propose(question: Question, known: AbstractSet[str]) -> str | None:
    """Take a question without an answer and the words of all names, give what may have been meant, or None.

    Words that names begin with stay as they are; for each other word the nearest is taken. What was typed
    between the words (quotes, a minus) stays.
    """
    words = []
    is_changed = False
    for typed in question.typed.split():
        nearest = _nearest(fold(typed), known)
        is_changed |= nearest is not None
        words.append(typed if nearest is None else nearest)
    return " ".join(words) if is_changed else None


def _nearest(word: str, known: AbstractSet[str]) -> str | None:
    if " " in word or len(word) < SHORTEST or any(one.startswith(word) for one in known):
        return None
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None
