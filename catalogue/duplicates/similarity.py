"""How much alike two names are, however they are spelt, in whichever script and order of words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from catalogue.folding import fold

NEAR = 85  # of 100: one or two letters wrong in a name of three words
NEAR_WORD = 72  # a word and what it may be meant for: mladi and mladih, centar and center
WRITTEN_TOGETHER = 95  # of names without their spaces
ALL_BUT_THE_FORM = 98  # the same, but for a legal form before or after it
ACRONYM = 90  # the same few letters, which two may have by chance
SHORTEST_EQUAL = 4  # letters of a name that counts if another is just the same: CRPM
SHORTEST_NEAR = 6  # letters of a name that is compared letter by letter
# Words that say what an organisation is by law, which people leave out or add. Folded like the names.
FORMS = frozenset(
    fold(
        "the NGO CSO NVO NVU OCD ULJP OJQ OJF org association asocijacija асоцијација udruženje udruženja "
        "udruga здружение shoqata shoqatë foundation fondacija фондација fondacioni fondi"
    ).split()
)
# Words that tell nothing apart.
NONE: frozenset[str] = frozenset()  # one for all: of a hundred thousand names, most have none
SMALL = frozenset(fold("and for dhe për nga ili kod the of").split())
_IN_BRACKETS = re.compile(r"\([^()]*\)")  # most often the acronym
ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"])


class Name(NamedTuple):
    """A name ready to be compared: its words in one order, its letters as they are written, and its numbers.

    `aside` has what is not compared at first: words for a legal form, and what stands in brackets. `written`
    are the letters with these.
    """

    words: str
    letters: str
    written: str
    numbers: frozenset[str]
    aside: frozenset[str]


def read_name(text: str) -> Name | None:
    """Take a name as it is written, give it ready to be compared; None for one too short to mean anything."""
    words = fold(text).split()
    brackets = frozenset(fold(" ".join(_IN_BRACKETS.findall(text))).split())
    outside = fold(_IN_BRACKETS.sub(" ", text)).split() or words
    telling = [word for word in outside if word not in FORMS] or outside
    letters = "".join(telling)
    if len(letters) < SHORTEST_EQUAL:
        return None
    return Name(
        words=" ".join(sorted(telling)),
        letters=letters,
        written=letters if len(telling) == len(words) else "".join(words),
        numbers=frozenset(word for word in telling if word in ROMAN or not word.isalpha()) or NONE,
        aside=frozenset(words) & FORMS | brackets or NONE,
    )


remembered_name = lru_cache(maxsize=40_000)(read_name)


def likeness(one: Name, other: Name) -> float:
    """Give how nearly two names are the same: from NEAR to 100, or 0 if they are not.

    What differs in a number is another one: the school of 2023 is not that of 2024. So is what has a word to
    which nothing in the other comes near: the women of Tuzla are not those of Tirana.
    """
    if one.letters == other.letters:
        if len(one.letters) < SHORTEST_NEAR:
            return ACRONYM
        return 100 if one.aside == other.aside else ALL_BUT_THE_FORM
    if one.numbers != other.numbers or min(len(one.letters), len(other.letters)) < SHORTEST_NEAR:
        return 0
    return min(max(nearness(one, other), written_together(one, other)), ALL_BUT_THE_FORM)


def nearness(one: Name, other: Name) -> float:
    """Give how near the words of two names are, in the same order or another; 0 if they are not."""
    words, others = one.words.split(), other.words.split()
    score = max(ratio_of(one.words, other.words), ratio_of(one.letters, other.letters))
    if score and are_alike(words, others):
        return score
    if one.aside != other.aside:  # a legal form may be misspelt: then it is like any word
        score = ratio_of(one.written, other.written)
        if score and are_alike([*words, *one.aside], [*others, *other.aside]):
            return score
    return 0


def ratio_of(one: str, other: str) -> float:
    return fuzz.ratio(one, other, score_cutoff=NEAR)


def written_together(one: Name, other: Name) -> float:
    """Give how near the letters of two names are without their spaces, of which one of them may lack some."""
    return fuzz.ratio(one.letters, other.letters, score_cutoff=WRITTEN_TOGETHER)


def are_alike(words: list[str], others: list[str]) -> bool:
    return all_have_their_like(words, others) and all_have_their_like(others, words)


def all_have_their_like(words: list[str], others: list[str]) -> bool:
    """Tell whether each telling word is among the others, or one that comes near."""
    missing = set(words).difference(others, SMALL)
    return all(
        any(fuzz.ratio(word, other, score_cutoff=NEAR_WORD) for other in others)
        for word in missing
        if len(word) > 2
    )


def nearest(name: Name, others: Sequence[Name]) -> list[tuple[int, float]]:
    """Give the places and the likeness of those of many names that are nearly the same as one.

    The letters of all are compared at once; only what is left after that is looked at closely.
    """
    places: set[int] = set()
    for part in ("words", "letters", "written"):
        texts = [getattr(other, part) for other in others]
        found = process.extract(getattr(name, part), texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
        places.update(place for _text, _score, place in found)
    scores = ((place, likeness(name, others[place])) for place in sorted(places))
    return [(place, score) for place, score in scores if score]
