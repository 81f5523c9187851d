"""When two words or names count as the same, however they are spelt."""

import re

from rapidfuzz.distance import OSA, DamerauLevenshtein

from catalogue.folding import fold


def stem(word: str) -> str:
    """Take a folded English word, give its singular, roughly: the same for both sides of a comparison."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in fold(text).split()]


def is_same_word(one: str, other: str) -> bool:
    """Tell whether two folded words are the same but for one slip.

    Two letters in the wrong order, or in a longer word one too many or too few. Another letter in the
    place of
    one is no slip: it tells police from policy.
    """
    one, other = one.replace("z", "s"), other.replace("z", "s")  # orgainzation: folding knows "iz" only
    if one == other:
        return True
    length = min(len(one), len(other))
    if length < 4 or abs(len(one) - len(other)) > 1 or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    return sorted(one) == sorted(other) if len(one) == len(other) else length >= 7


def is_nearly(one: str, other: str) -> bool:
    """Tell whether two folded phrases are the same but for a slip: one in six letters, two in twelve; in
    shorter ones only two letters in the wrong order."""
    if 4 <= len(other) < 6 and len(one) == len(other) and sorted(one) == sorted(other):
        return OSA.distance(one, other, score_cutoff=1) <= 1
    if one[:1] != other[:1] and sorted(one[:2]) != sorted(other[:2]):
        return False  # emissions are no mission
    allowed = 0 if len(other) < 6 else 1 if len(other) < 12 else 2
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def name_key(name: str) -> str:
    """Give what stays the same of a name however it is spelt and parted: Banja Luka is Banjaluka."""
    return fold(name).replace(" ", "")


_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][”\"]))(?<!\b[A-Z]\.)(?<!\b[DdMm][rs]\.)(?<!Prof\.)(?<!prof\.)(?<!M\.Sc\.)(?<!i\.e\.)(?<!e\.g\.)(?<!etc\.)"
    r"\s+(?=[^\W\da-z]|[“\"„])"
)


def sentences(text: str) -> list[str]:
    """Part a paragraph into its sentences. The point of a title (Ph.D., Dr., Prof.) ends none."""
    parts = _SENTENCE_END.split(text)
    return [part for part in parts if part.strip()]
