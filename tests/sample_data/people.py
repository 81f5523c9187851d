"""People and places that do not exist: first names are common, surnames and villages are composed."""

from random import Random
from typing import NamedTuple

from tests.sample_data.tables import phrases


class NameParts(NamedTuple):
    """The parts of which the names of one language are composed."""

    women: list[str]
    men: list[str]
    surnames: list[tuple[str, str]]  # a woman's and a man's
    stems: list[str]
    middles: list[str]
    surname_ends: list[tuple[str, str]]
    village_ends: list[str]


def name_parts(table: dict[str, str]) -> NameParts:
    """Return the parts from the table `names` of a language."""
    lists = {key: phrases(text) for key, text in table.items()}
    return NameParts(**lists | {key: both_forms(lists[key]) for key in ("surnames", "surname_ends")})


def both_forms(words: list[str]) -> list[tuple[str, str]]:
    """Return a woman's and a man's form of each word: two with a stroke between them, or one for both."""
    return [(word.partition("/")[0], word.rpartition("/")[2]) for word in words]


def village(parts: NameParts, random: Random) -> str:
    """Return the name of a place; there are several thousand, so each is in few entries."""
    return random.choice(parts.stems) + random.choice(parts.middles) + random.choice(parts.village_ends)


def person(parts: NameParts, random: Random) -> str:
    is_man = random.random() < 0.5
    first_name = random.choice(parts.men if is_man else parts.women)
    return f"{first_name} {surname(parts, random, is_man)}"


def surname(parts: NameParts, random: Random, is_man: bool) -> str:
    """Return a surname of the list or, as often, a composed one, which is in few entries."""
    if random.random() < 0.5:
        return random.choice(parts.surnames)[is_man]
    stem = random.choice(parts.stems) + random.choice(parts.middles)
    return stem + random.choice(parts.surname_ends)[is_man]
