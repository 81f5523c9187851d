"""The similarity of two names, in any spelling, script and order of words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from catalogue.folding import fold

SIMILAR = 85  # of 100: one or two wrong letters in a name of three words
SIMILAR_WORD = 72  # mladi and mladih, centar and center
WITHOUT_SPACES = 95  # of names compared without their spaces
OTHER_LEGAL_FORM = 98  # equal, except for a legal form before or after the name
ACRONYM = 90  # the same few letters, perhaps by chance
SHORTEST_EQUAL = 4  # letters of a name that is compared for equality: CRPM
SHORTEST_SIMILAR = 6  # letters of a name that is compared letter by letter
# Words for legal forms, which people add or leave out.
LEGAL_FORMS = frozenset(
    fold(
        "the NGO CSO NVO NVU OCD ULJP OJQ OJF org association asocijacija асоцијација udruženje udruženja "
        "udruga здружение shoqata shoqatë foundation fondacija фондација fondacioni fondi"
    ).split()
)
NONE: frozenset[str] = frozenset()  # one object shared by the many names without numbers or brackets
# Words that do not distinguish names.
SMALL = frozenset(fold("and for dhe për nga ili kod the of").split())
_IN_BRACKETS = re.compile(r"\([^()]*\)")  # most often the acronym
ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"])


class Name(NamedTuple):
    """A name prepared for comparison: its words sorted, its letters without spaces, and its numbers.

    `aside` has the words that are compared last: legal forms and what is in brackets. `written` are the
    letters including these.
    """

    words: str
    letters: str
    written: str
    numbers: frozenset[str]
    aside: frozenset[str]


def read_name(text: str) -> Name | None:
    """Return a name prepared for comparison, None if it is too short."""
    words = fold(text).split()
    brackets = frozenset(fold(" ".join(_IN_BRACKETS.findall(text))).split())
    outside = fold(_IN_BRACKETS.sub(" ", text)).split() or words
    significant = [word for word in outside if word not in LEGAL_FORMS] or outside
    letters = "".join(significant)
    if len(letters) < SHORTEST_EQUAL:
        return None
    return Name(
        words=" ".join(sorted(significant)),
        letters=letters,
        written=letters if len(significant) == len(words) else "".join(words),
        numbers=frozenset(word for word in significant if word in ROMAN or not word.isalpha()) or NONE,
        aside=frozenset(words) & LEGAL_FORMS | brackets or NONE,
    )


cached_name = lru_cache(maxsize=40_000)(read_name)


def similarity(one: Name, other: Name) -> float:
    """Return the similarity of two names: from SIMILAR to 100, or 0 if they are different.

    Names with different numbers are different: a school of 2023 and one of 2024. So are names of which one
    has a word that the other lacks: women of Tuzla and women of Tirana.
    """
    if one.letters == other.letters:
        if len(one.letters) < SHORTEST_SIMILAR:
            return ACRONYM
        return 100 if one.aside == other.aside else OTHER_LEGAL_FORM
    if one.numbers != other.numbers or min(len(one.letters), len(other.letters)) < SHORTEST_SIMILAR:
        return 0
    return min(max(word_similarity(one, other), unspaced_similarity(one, other)), OTHER_LEGAL_FORM)


def word_similarity(one: Name, other: Name) -> float:
    """Return the similarity of the words of two names, in any order; 0 if they are different."""
    words, others = one.words.split(), other.words.split()
    score = max(ratio_of(one.words, other.words), ratio_of(one.letters, other.letters))
    if score and are_similar(words, others):
        return score
    if one.aside != other.aside:  # a misspelt legal form counts as any word
        score = ratio_of(one.written, other.written)
        if score and are_similar([*words, *one.aside], [*others, *other.aside]):
            return score
    return 0


def ratio_of(one: str, other: str) -> float:
    return fuzz.ratio(one, other, score_cutoff=SIMILAR)


def unspaced_similarity(one: Name, other: Name) -> float:
    """Return the similarity of two names without their spaces; 0 if they are different."""
    return fuzz.ratio(one.letters, other.letters, score_cutoff=WITHOUT_SPACES)


def are_similar(words: list[str], others: list[str]) -> bool:
    return all_have_a_match(words, others) and all_have_a_match(others, words)


def all_have_a_match(words: list[str], others: list[str]) -> bool:
    """Return whether each significant word equals one of the others or is similar to one."""
    missing = set(words).difference(others, SMALL)
    return all(
        any(fuzz.ratio(word, other, score_cutoff=SIMILAR_WORD) for other in others)
        for word in missing
        if len(word) > 2
    )


def most_similar(name: Name, others: Sequence[Name]) -> list[tuple[int, float]]:
    """Return the positions and similarities of the names that are similar to a given one.

    A fast comparison of all comes first; only what passes it is compared closely.
    """
    positions: set[int] = set()
    for part in ("words", "letters", "written"):
        texts = [getattr(other, part) for other in others]
        found = process.extract(
            getattr(name, part), texts, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
        )
        positions.update(position for _text, _score, position in found)
    scores = ((position, similarity(name, others[position])) for position in sorted(positions))
    return [(position, score) for position, score in scores if score]
