"""Running text, composed of the patterns and words of a language."""

import re
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random
from string import Formatter

from tests.sample_data import people
from tests.sample_data.names import COLUMNS, TITLES
from tests.sample_data.scripts import to_cyrillic, to_latin
from tests.sample_data.tables import load, phrases

FLATNESS = 5
ENGLISH_LISTS = load("english")
SOUTH_SLAVIC_LISTS = load("south_slavic")
MACEDONIAN_LISTS = load("macedonian")
ALBANIAN_LISTS = load("albanian")
SOUTH_SLAVIC_NAMES = people.name_parts(SOUTH_SLAVIC_LISTS["names"])
MACEDONIAN_NAMES = people.name_parts(MACEDONIAN_LISTS["names"])
ALBANIAN_NAMES = people.name_parts(ALBANIAN_LISTS["names"])


class Bag:
    """Items of which the first are drawn often and the last rarely, as words are in any text (Zipf's law).

    The probability of the n-th is in proportion to 1 / (n + FLATNESS): Mandelbrot's addend keeps the first
    few out of most sentences.
    """

    def __init__(self, items: list):
        self.items = items
        self.weights = list(accumulate(1 / (rank + FLATNESS) for rank in range(1, len(items) + 1)))

    def draw(self, random: Random):
        return self.items[bisect(self.weights, random.random() * self.weights[-1], 0, len(self.items) - 1)]

    def draw_several(self, random: Random, least: int, most: int) -> list:
        """Return between `least` and `most` different items."""
        count = random.randint(least, most)
        drawn = {}
        while len(drawn) < count:
            drawn[self.draw(random)] = True
        return list(drawn)


class Pattern:
    """A sentence with gaps, such as "{people} and {people} meet {when}."."""

    def __init__(self, text: str):
        parts = list(Formatter().parse(text))
        self.text = "".join(literal + ("%s" if gap else "") for literal, gap, _spec, _conversion in parts)
        self.gaps = [gap for _literal, gap, _spec, _conversion in parts if gap]

    def fill(self, draw: Callable[[str], str]) -> str:
        """Return the sentence with a different result of `draw`, called with the kind of gap, in each gap."""
        words: list[str] = []
        for gap in self.gaps:
            word = draw(gap)
            while word in words:
                word = draw(gap)
            words.append(word)
        sentence = self.text % tuple(words)
        return sentence[0].upper() + sentence[1:]


class Language:
    """A language of entries.

    `spell` converts the spelling of the word lists, and `script` the script of a whole text. `english` is
    English with the names of the same people; without it, the language itself is English.
    """

    def __init__(
        self,
        name: str,
        lists: dict,
        parts: people.NameParts,
        spell: Callable[[str], str] = str,
        script: Callable[[str], str] = str,
        english: "Language | None" = None,
    ):
        self.name = name
        self.parts = parts
        self.spell = spell
        self.script = script
        self.english = english or self
        self.bags = {kind: Bag(phrases(spell(text))) for kind, text in lists["words"].items()}
        self.patterns = {
            use: [Pattern(spell(text)) for text in texts] for use, texts in lists["patterns"].items()
        }

    def write(self, random: Random, use: str, sentences: int = 1) -> str:
        """Return this number of different sentences of a use, such as "goal"."""
        patterns = random.sample(self.patterns[use], sentences)
        return self.script(" ".join(pattern.fill(lambda gap: self.draw(random, gap)) for pattern in patterns))

    def draw(self, random: Random, gap: str) -> str:
        match gap:
            case "person":
                return people.person(self.parts, random)
            case "place":
                return people.village(self.parts, random)
            case "title":
                return self.spell(random.choice(TITLES)[COLUMNS[self.name]])
        return self.bags[gap].draw(random)

    def person(self, random: Random) -> str:
        return self.script(people.person(self.parts, random))


def ekavian(text: str) -> str:
    """Return a text in the ijekavian form as it is in Serbian."""
    return re.sub(r"\w+", _ekavian_word, text)


def _ekavian_word(match: re.Match) -> str:
    word = match[0]
    found = SOUTH_SLAVIC_LISTS["ekavian"].get(word.lower(), word)
    return found.capitalize() if word[0].isupper() else found


ENGLISH = Language("english", ENGLISH_LISTS, SOUTH_SLAVIC_NAMES)
ENGLISH_OF_ALBANIANS = Language("english", ENGLISH_LISTS, ALBANIAN_NAMES)
ENGLISH_OF_MACEDONIANS = Language("english", ENGLISH_LISTS, MACEDONIAN_NAMES, script=to_latin)
SERBIAN = (SOUTH_SLAVIC_LISTS, SOUTH_SLAVIC_NAMES, ekavian)
LANGUAGES = {
    language.name: language
    for language in (
        ENGLISH,
        Language("bosnian", SOUTH_SLAVIC_LISTS, SOUTH_SLAVIC_NAMES, english=ENGLISH),
        Language("serbian", *SERBIAN, english=ENGLISH),
        Language("serbian_cyrillic", *SERBIAN, script=to_cyrillic, english=ENGLISH),
        Language("macedonian", MACEDONIAN_LISTS, MACEDONIAN_NAMES, english=ENGLISH_OF_MACEDONIANS),
        Language("albanian", ALBANIAN_LISTS, ALBANIAN_NAMES, english=ENGLISH_OF_ALBANIANS),
    )
}
