"""Finds the names of a list in a text, however their words are inflected or spelt."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalogue.folding import fold
from catalogue.similarity import KnownWords

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


def stem(word: str) -> str:
    """Return the singular of a folded English word, roughly: the same for both sides of a comparison."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in fold(text).split()]


@dataclass(frozen=True)
class Found:
    """A name of a list that a text contains, and by which of its words."""

    name: str
    words: str


class NameVocabulary:
    """Names to be found in texts. `others` has further phrases for some of them."""

    def __init__(self, names: Iterable[str], others: Mapping[str, Iterable[str]]):
        others = {fold(name): phrases for name, phrases in others.items()}
        self.names = {
            tuple(stems(phrase)): name for name in names for phrase in (name, *others.get(fold(name), ()))
        }
        self.lengths = sorted({len(phrase) for phrase in self.names}, reverse=True)
        words = {word for phrase in self.names for word in phrase}
        known = KnownWords([*words, *(f"{word}s" for word in words)])
        self.find_word = lru_cache(maxsize=4096)(lambda word: stem(known.find(word) or word))

    def find(self, text: str) -> list[Found]:
        """Return the names that a text contains, in its order, each once.

        The longest words that fit count, and no word counts twice: "rural women" contains rural women alone.
        """
        spans = [
            (match.span(), self.find_word(word))
            for match in _WORD.finditer(text)
            for word in fold(match.group()).split()
        ]
        words = [word for _span, word in spans]
        found: dict[str, Found] = {}
        place = 0
        while place < len(words):
            phrases = (tuple(words[place : place + length]) for length in self.lengths)
            phrase = next((phrase for phrase in phrases if phrase in self.names), ())
            end = place + max(len(phrase), 1)
            if phrase:
                name = self.names[phrase]
                found.setdefault(name, Found(name, text[spans[place][0][0] : spans[end - 1][0][1]]))
            place = end
        return list(found.values())
