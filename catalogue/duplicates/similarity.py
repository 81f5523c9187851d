"""The similarity of two names, in any spelling, script and order of words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.folding import fold
from catalogue.similarity import find_similar, letter_similarity

SIMILAR = 85  # of 100: one or two wrong letters in a name of three words
SIMILAR_WORD = 72  # two spellings or forms of a word: mladi and mladih, centar and center
SAME_LETTERS = 95  # of names compared without their spaces
OTHER_LEGAL_FORM = 98  # equal, except for a legal form before or after the name
ACRONYM = 90  # the same few letters, perhaps by chance
SHORTEST_EQUAL = 4  # letters of a name that is compared for equality: CRPM
SHORTEST_SIMILAR = 6  # letters of a name that is compared letter by letter
# Words for legal forms, which people add or leave out. Folded like the names.
LEGAL_FORMS = frozenset(
    fold(
        "the NGO CSO NVO NVU OCD ULJP OJQ OJF org association asocijacija асоцијација udruženje udruženja "
        "udruga здружение shoqata shoqatë foundation fondacija фондација fondacioni fondi"
    ).split()
)
NONE: frozenset[str] = frozenset()  # shared, as most of a hundred thousand names have none
# Words that distinguish no names.
SMALL = frozenset(fold("and for dhe për nga ili kod the of").split())
_IN_BRACKETS = re.compile(r"\([^()]*\)")  # most often the acronym
ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"])


class Name(NamedTuple):
    """A name normalised for comparison: its words sorted, its letters in their order, and its numbers.

    `aside` has what is not compared at first: words for a legal form, and words in brackets. `written` are
    the letters including these.
    """

    words: str
    letters: str
    written: str
    numbers: frozenset[str]
    aside: frozenset[str]


def read_name(text: str) -> Name | None:
    """Return a name normalised for comparison; None for one with too few letters."""
    words = fold(text).split()
    brackets, outside = NONE, words
    if "(" in text:
        brackets = frozenset(fold(" ".join(_IN_BRACKETS.findall(text))).split())
        outside = fold(_IN_BRACKETS.sub(" ", text)).split() or words
    significant = significant_words(outside)
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


def significant_words(words: list[str]) -> list[str]:
    """Return folded words without those for a legal form, unless there are no others."""
    return [word for word in words if word not in LEGAL_FORMS] or words


def letters_of(text: str) -> str:
    """Return the letters of a name as `read_name` has them, even if they are too few for it."""
    outside = fold(_IN_BRACKETS.sub(" ", text)) if "(" in text else ""
    return "".join(significant_words((outside or fold(text)).split()))


cached_name = lru_cache(maxsize=40_000)(read_name)


def name_similarity(one: Name, other: Name) -> float:
    """Return the similarity of two names: from SIMILAR to 100, or 0 below that.

    Names with different numbers are different: the school of 2023 is not that of 2024. So are names of which
    one has a word unlike any in the other: the women of Tuzla are not those of Tirana.
    """
    if one.letters == other.letters:
        if len(one.letters) < SHORTEST_SIMILAR:
            return ACRONYM
        return 100 if one.aside == other.aside else OTHER_LEGAL_FORM
    if one.numbers != other.numbers or min(len(one.letters), len(other.letters)) < SHORTEST_SIMILAR:
        return 0
    return min(max(similarity_of_words(one, other), similarity_of_letters(one, other)), OTHER_LEGAL_FORM)


def similarity_of_words(one: Name, other: Name) -> float:
    """Return the similarity of the words of two names, in the same order or another; 0 below SIMILAR."""
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
    return letter_similarity(one, other, score_cutoff=SIMILAR)


def similarity_of_letters(one: Name, other: Name) -> float:
    """Return the similarity of the letters of two names, of which one may lack spaces."""
    return letter_similarity(one.letters, other.letters, score_cutoff=SAME_LETTERS)


def are_similar(words: list[str], others: list[str]) -> bool:
    return all_have_similar(words, others) and all_have_similar(others, words)


def all_have_similar(words: list[str], others: list[str]) -> bool:
    """Return whether each significant word is among the others, or is similar to one of them."""
    missing = set(words).difference(others, SMALL)
    return all(
        any(letter_similarity(word, other, score_cutoff=SIMILAR_WORD) for other in others)
        for word in missing
        if len(word) > 2
    )


def find_similar_names(name: Name, others: Sequence[Name]) -> list[tuple[int, float]]:
    """Return the positions and the similarity of those of many names that are similar to one.

    The letters of all are compared at once; only the remaining few are compared word by word.
    """
    positions: set[int] = set()
    for part in ("words", "letters", "written"):
        texts = [getattr(other, part) for other in others]
        positions.update(found.place for found in find_similar(getattr(name, part), texts, cutoff=SIMILAR))
    scores = ((position, name_similarity(name, others[position])) for position in sorted(positions))
    return [(position, score) for position, score in scores if score]
