"""The one finder of names by similarity. Each use chooses its measure and its cut-off.

A measure takes two texts and `score_cutoff`. It returns a score from 0 to 100, or 0 below the cut-off;
`edit_distance` and `slip_distance` return a number of edits instead, of which fewer are better.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
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


class KnownWords:
    """Folded words or phrases that are found in spite of one slip, in steps that depend on the word only.

    A slip is two letters in the wrong order or, in a longer word, one too many or too few. Another letter in
    the place of one is none: police is not policy; unless `has_other_letters`, and the word is still longer.
    """

    def __init__(self, words: Iterable[str], *, has_other_letters: bool = False):
        self.words = {word.replace("z", "s"): word for word in words}  # folding knows only "iz" and "yz"
        self.has_other_letters = has_other_letters
        self.by_part: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for part in parts_of(word):
                self.by_part[part].add(word)

    def find(self, word: str) -> str:
        """Return the known word that is meant; empty if there is none or several."""
        word = word.replace("z", "s")
        if word in self.words:
            return self.words[word]
        if not 3 <= len(word) <= 40:
            return ""
        parts = [part for part in parts_of(word) if part in self.by_part]
        near = {known for part in parts for known in self.by_part[part] if self.is_slip(word, known)}
        return self.words[near.pop()] if len(near) == 1 else ""

    def is_slip(self, word: str, known: str) -> bool:
        is_longer = min(len(word), len(known)) >= 6 and word[0] == known[0]
        has_other = len(word) == len(known) and sorted(word) != sorted(known)
        if len(word) != len(known) and not is_longer:
            return False
        if has_other and not (self.has_other_letters and is_longer and len(word) >= 8):
            return False
        return slip_distance(word, known, score_cutoff=1) <= 1


def parts_of(word: str) -> list[str]:
    """Return a word, and it without each of its letters."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]
