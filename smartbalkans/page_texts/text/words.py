"""When two words or names count as the same, however they are spelt."""

from collections import defaultdict
from collections.abc import Iterable

from catalogue.folding import fold
from catalogue.similarity import slip_distance
from smartbalkans.page_texts.tables import load_patterns

_PATTERNS = load_patterns("words")


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
    return [part for part in _PATTERNS["sentence_end"].split(text) if part.strip()]


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
