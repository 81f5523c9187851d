"""When two words or names count as the same, however they are spelt."""

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA, DamerauLevenshtein

from catalogue.folding import fold

_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][”\"]))(?<!\b[A-Z]\.)(?<!\b[DdMm][rs]\.)(?<!Prof\.)(?<!prof\.)(?<!M\.Sc\.)(?<!i\.e\.)(?<!e\.g\.)(?<!etc\.)"
    r"\s+(?=[^\W\da-z]|[“\"„])"
)


def stem(word: str) -> str:
    """Return the singular of a folded English word, roughly: the same for both sides of a comparison."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in fold(text).split()]


def name_key(name: str) -> str:
    """Return what stays the same of a name however its words are spelt and separated."""
    return fold(name).replace(" ", "")


def sentences(text: str) -> list[str]:
    """Split a paragraph into its sentences. The point of a title (Ph.D., Dr., Prof.) ends none."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def without_one_letter(word: str) -> Iterable[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


class KnownWords:
    """Folded words that are found in spite of one slip, in steps that depend on the word only.

    A slip is two letters in the wrong order or, in a longer word, one too many or too few. Another letter in
    the place of one is none: police is not policy.
    """

    def __init__(self, words: Iterable[str]):
        self.words = {word.replace("z", "s"): word for word in words}  # folding knows only "iz" and "yz"
        self.by_letters: dict[str, list[str]] = defaultdict(list)
        self.shortened: dict[str, str] = {}
        for word in sorted(self.words):
            self.by_letters["".join(sorted(word))].append(word)
            if len(word) > 7:
                self.shortened |= dict.fromkeys(without_one_letter(word), word)

    def find(self, word: str) -> str:
        """Return the known word that is meant; empty if there is none."""
        word = word.replace("z", "s")
        if word in self.words:
            return self.words[word]
        if not 4 <= len(word) <= 30:
            return ""
        for known in self.by_letters.get("".join(sorted(word)), ()):
            if OSA.distance(word, known, score_cutoff=1) <= 1:
                return self.words[known]
        if len(word) >= 7 and word in self.shortened:
            return self.words[self.shortened[word]]
        longer = without_one_letter(word) if len(word) >= 8 else ()
        return next((self.words[known] for known in longer if known in self.words), "")


def is_nearly(one: str, other: str) -> bool:
    """Return whether two folded phrases are the same but for a slip: one in six letters, two in twelve.

    In shorter ones only two letters may be in the wrong order.
    """
    if 4 <= len(other) < 6 and len(one) == len(other) and sorted(one) == sorted(other):
        return OSA.distance(one, other, score_cutoff=1) <= 1
    if one[:1] != other[:1] and sorted(one[:2]) != sorted(other[:2]):
        return False  # emissions are no mission
    allowed = 0 if len(other) < 6 else 1 if len(other) < 12 else 2
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed
