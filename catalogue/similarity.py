"""The one finder of names by similarity. Each use chooses its measure and its cut-off.

A measure takes two texts and `score_cutoff`. It returns a score from 0 to 100, or 0 below the cut-off;
`edit_distance` and `slip_distance` return a number of edits instead, of which fewer are better.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

Measure = Callable[..., float]

letter_similarity = fuzz.ratio  # the same letters in the same order
word_similarity = fuzz.token_sort_ratio  # the same words in any order
part_similarity = fuzz.partial_ratio  # the shorter text within the longer one
label_similarity = fuzz.WRatio  # the best of these, for labels that people abbreviate or extend
edit_distance = Levenshtein.distance  # letters added, left out or changed
slip_distance = OSA.distance  # the same, and two letters in the wrong order are one


class SimilarName(NamedTuple):
    name: str
    score: float
    place: int  # among the names that were compared


def find_similar(
    text: str,
    names: Collection[str],
    measure: Measure = letter_similarity,
    *,
    cutoff: float,
    processor: Callable[[str], str] | None = None,
    limit: int | None = None,
) -> list[SimilarName]:
    """Return the names within the cut-off, the most similar first; all if there is no `limit`.

    `processor` normalises the text and each name before they are compared.
    """
    found = process.extract(
        text, names, scorer=measure, processor=processor, score_cutoff=cutoff, limit=limit
    )
    return [SimilarName(*one) for one in found]


def find_most_similar(
    text: str,
    names: Collection[str],
    measure: Measure = letter_similarity,
    *,
    cutoff: float,
    processor: Callable[[str], str] | None = None,
) -> str | None:
    """Return the most similar of the names, or None if none is within the cut-off."""
    found = process.extractOne(text, names, scorer=measure, processor=processor, score_cutoff=cutoff)
    return found[0] if found else None
