"""Shows where in a text the words stand that were asked for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from catalogue.folding import fold
from catalogue.search.documents import SearchIndex
from catalogue.search.questions import Question

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
BEFORE, LENGTH = 60, 240  # characters of an extract: before its first hit, and in all


class Piece(NamedTuple):
    text: str
    is_hit: bool


fold_word = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True)
class Extract:
    pieces: list[Piece]
    is_cut_before: bool = False
    is_cut_after: bool = False


def marked(text: str, question: Question) -> list[Piece]:
    """Take a text and a question, give the text in pieces, of which some are the words asked for."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in hits(text, question):
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return pieces


def extract(entry, index: SearchIndex, question: Question) -> Extract:
    """Take an entry that answers a question, give the place that has most of the words asked for.

    That is the first such of its texts, or its names; where none has any, the beginning of the first text.
    """
    texts = [*index.texts(entry), " · ".join(filter(None, index.names(entry)))]
    texts = [" ".join(text.split()) for text in texts if text and text.strip()]
    if not texts:
        return Extract([])
    best = max(texts, key=lambda text: len({fold(text[start:stop]) for start, stop in hits(text, question)}))
    found = hits(best, question)
    start = max(0, found[0][0] - BEFORE) if found else 0
    start = best.find(" ", start) + 1 if start else 0
    stop = start + LENGTH
    if stop < len(best):
        stop = best.rfind(" ", start, stop) if " " in best[start:stop] else stop
    return Extract(marked(best[start:stop], question), start > 0, stop < len(best))


def hits(text: str, question: Question) -> list[tuple[int, int]]:
    """Give where in the text the words of the question stand, as pairs of first and last position."""
    terms = [(word, term.is_phrase) for term in question.wanted for word in term.words]
    found = []
    for match in _WORD.finditer(text):
        words = fold_word(match.group()).split()
        if any(
            word == asked if whole else word.startswith(asked) for word in words for asked, whole in terms
        ):
            found.append(match.span())
    return found
