"""Other forms of a searched word: singular and plural, one word or two.

The index has the words as they are written (`folding`), and the question is widened. So names keep their
letters, every word is found by its beginning, and a longer list of words needs no rebuild.
"""

from functools import lru_cache
from pathlib import Path

from catalogue.folding import fold, join
from catalogue.tables import load_table

_LISTS = load_table(Path(__file__).with_suffix(".toml"))
SHORTEST = 4  # letters of a word that has a plural by rule: not "gas", "bus"
SHORTEST_REST = 3  # letters that follow a first part, or come before a last one

FILLERS = frozenset(fold(_LISTS["fillers"]).split())
_NO_PLURALS = frozenset(fold(_LISTS["no_plurals"]).split())
_FIRST_PARTS = tuple(sorted(fold(_LISTS["first_parts"]).split(), key=len, reverse=True))
_LAST_PARTS = tuple(sorted(fold(_LISTS["last_parts"]).split(), key=len, reverse=True))
_IRREGULAR: dict[str, str] = {}
for _one, _other in _LISTS["irregular"]:
    _IRREGULAR |= {fold(_one): fold(_other), fold(_other): fold(_one)}

Words = tuple[str, ...]
_TWO_WORDS = {join(two.split()): len(two.split()[0]) for two in map(fold, _LISTS["two_words"])}


@lru_cache(maxsize=2000)
def number_forms(word: str) -> Words:
    """Return the whole words that are the singular or the plural of a folded word.

    Forms that begin with the word are left out: a search for "network" finds "networks" anyway. A form too
    many does no harm, because no text has it. "Women’s" is folded to "womens", like a plural.
    """
    singulars = _singulars(word)
    irregular = [_IRREGULAR[one] for one in (word, *singulars) if one in _IRREGULAR]
    found = [*singulars, *_plurals(word), *irregular, *(f"{one}s" for one in irregular)]
    return tuple(one for one in dict.fromkeys(found) if not one.startswith(word))


def _singulars(word: str) -> list[str]:
    if len(word) < SHORTEST or word in _NO_PLURALS or not word.endswith("s"):
        return []
    if word.endswith("ies"):
        return [f"{word[:-3]}y", f"{word[:-3]}ys", word[:-1]]
    if word.endswith("es") and word[-3] in "sxzco":  # "ch" and "sh" are folded to their first letter
        return [word[:-1], word[:-2], *([f"{word[:-2]}is"] if word[-3] == "s" else [])]
    return [] if word.endswith(("ss", "us", "is")) else [word[:-1]]


def _plurals(word: str) -> list[str]:
    if len(word) < SHORTEST:
        return []
    if word.endswith("y") and word[-2] not in "aeiou":
        return [f"{word[:-1]}ies"]
    return [f"{word[:-2]}es"] if word.endswith("sis") else []


def parts(word: str) -> Words:
    """Return the two words that a word can be written as, such as "cyber" and "security"; () if none."""
    letters = word.rstrip("0123456789")
    if letters and letters != word:
        return letters, word[len(letters) :]
    for begin, place in _TWO_WORDS.items():
        if word.startswith(begin):
            return word[:place], word[place:]
    for part in _FIRST_PARTS:
        if word.startswith(part) and len(word) >= len(part) + SHORTEST_REST:
            return part, word[len(part) :]
    for form in (word, *number_forms(word)):
        for part in _LAST_PARTS:
            if form.endswith(part) and len(form) >= len(part) + SHORTEST_REST:
                return form[: -len(part)], part
    return ()


def is_same(word: str, other: str) -> bool:
    """Return whether two folded words are equal apart from singular and plural."""
    return word in (other, f"{other}s") or other in number_forms(word) or word in number_forms(other)
