"""The words by which texts name the themes, groups and topics of the portal's lists."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from catalogue.folding import fold
from smartbalkans.page_texts.tables import load_table
from smartbalkans.page_texts.text.words import KnownWords, stem, stems

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
ANY_WORDS = "*"
MAX_ANY_WORDS = 3


@dataclass(frozen=True)
class Found:
    """A name of a list that a text contains, and by which of its words."""

    name: str
    words: str


class Vocabulary:
    """Names of one of the portal's lists, with their other words from the table, to be found in texts."""

    def __init__(self, names: Iterable[str], table: str):
        others = {fold(name): phrases for name, phrases in load_table("vocabulary")[table].items()}
        self.by_first_word: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for name in names:
            for phrase in (name, *others.get(fold(name), ())):
                pattern = pattern_of(phrase)
                self.by_first_word[pattern[0]].append((pattern, name))
        for patterns in self.by_first_word.values():
            patterns.sort(key=lambda entry: (-len(entry[0]), entry))
        words = {
            word
            for patterns in self.by_first_word.values()
            for pattern, _name in patterns
            for word in pattern
        }
        self.words = KnownWords({*words, *(f"{word}s" for word in words)} - {ANY_WORDS, f"{ANY_WORDS}s"})
        self.known = lru_cache(maxsize=4096)(self.find_word)

    def find_word(self, word: str) -> str:
        """Return the word of the vocabulary that is meant, or the word itself."""
        singular = stem(word)
        return (stem(self.words.find(singular)) if len(singular) > 4 else "") or singular

    def find(self, text: str) -> list[Found]:
        """Return the names that a text contains, in its order, each once.

        The longest words that fit count, and no word counts twice: "rural women" contains rural women alone.
        """
        words = [
            (match.span(), self.known(word))
            for match in _WORD.finditer(text)
            for word in fold(match.group()).split()
        ]
        found: dict[str, Found] = {}
        place = 0
        while place < len(words):
            name, end = self.longest_at(words, place)
            if name:
                found.setdefault(name, Found(name, text[words[place][0][0] : words[end - 1][0][1]]))
            place = end
        return list(found.values())

    def longest_at(self, words: Sequence[tuple[tuple[int, int], str]], place: int) -> tuple[str, int]:
        """Return the name whose words begin at a place and where they end; an empty name if there is none."""
        for pattern, name in self.by_first_word.get(words[place][1], ()):
            end = end_of(pattern, words, place)
            if end:
                return name, end
        return "", place + 1


def end_of(pattern: Sequence[str], words: Sequence[tuple[tuple[int, int], str]], place: int) -> int:
    """Return where the words of a pattern end that begin at a place; 0 if other words follow."""
    for number, part in enumerate(pattern):
        if part == ANY_WORDS:
            after = [word for _span, word in words[place + 1 : place + MAX_ANY_WORDS + 1]]
            if pattern[number + 1] not in after:
                return 0
            place += after.index(pattern[number + 1]) + 1
        elif place < len(words) and words[place][1] == part:
            place += 1
        else:
            return 0
    return place


def pattern_of(phrase: str) -> list[str]:
    first, *others = phrase.split(ANY_WORDS)
    return [*stems(first), *(word for part in others for word in (ANY_WORDS, *stems(part)))]


@cache
def _groups() -> frozenset[str]:
    table = load_table("vocabulary")["groups"]
    return frozenset(" ".join(stems(phrase)) for name, others in table.items() for phrase in (name, *others))


def names_a_group(text: str) -> bool:
    """Return whether a text is nothing but the name of a beneficiary group."""
    return " ".join(stems(text)) in _groups()
