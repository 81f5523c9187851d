"""Running text, put together from the patterns and words of a language."""

import re
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random
from string import Formatter

from tests.sample_data import albanian, english, macedonian, people, south_slavic
from tests.sample_data.names import COLUMNS, TITLES
from tests.sample_data.scripts import to_cyrillic, to_latin
from tests.sample_data.tables import phrases

FLATNESS = 5


class Bag:
    """Things of which the first are drawn often and the last seldom, as words are in any text (Zipf's law).

    The n-th is drawn in proportion to 1 / (n + FLATNESS); Mandelbrot's addend keeps the first few from
    standing in every sentence.
    """

    def __init__(self, things: list):
        self.things = things
        self.weights = list(accumulate(1 / (rank + FLATNESS) for rank in range(1, len(things) + 1)))

    def draw(self, random: Random):
        return self.things[bisect(self.weights, random.random() * self.weights[-1], 0, len(self.things) - 1)]

    def draw_several(self, random: Random, least: int, most: int) -> list:
        """Give different things, between `least` and `most` of them."""
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
        """Fill each gap with what `draw` gives for its kind, never with the same twice."""
        words: list[str] = []
        for gap in self.gaps:
            word = draw(gap)
            while word in words:
                word = draw(gap)
            words.append(word)
        sentence = self.text % tuple(words)
        return sentence[0].upper() + sentence[1:]


class Language:
    """A language that entries are written in.

    `spell` writes the words of the lists its way, and `script` a whole text. `english` is the English of the
    same people, with names as they bear them; without it, the language is English itself.
    """

    def __init__(
        self,
        name: str,
        lists,
        naming: people.Naming,
        spell: Callable[[str], str] = str,
        script: Callable[[str], str] = str,
        english: "Language | None" = None,
    ):
        self.name = name
        self.naming = naming
        self.spell = spell
        self.script = script
        self.english = english or self
        self.bags = {kind: Bag(phrases(spell(text))) for kind, text in lists.WORDS.items()}
        self.patterns = {
            use: [Pattern(spell(text)) for text in texts] for use, texts in lists.PATTERNS.items()
        }

    def write(self, random: Random, use: str, sentences: int = 1) -> str:
        """Give so many different sentences of a use, such as "goal"."""
        patterns = random.sample(self.patterns[use], sentences)
        return self.script(" ".join(pattern.fill(lambda gap: self.draw(random, gap)) for pattern in patterns))

    def draw(self, random: Random, gap: str) -> str:
        match gap:
            case "person":
                return people.person(self.naming, random)
            case "place":
                return people.village(self.naming, random)
            case "title":
                return self.spell(random.choice(TITLES)[COLUMNS[self.name]])
        return self.bags[gap].draw(random)

    def person(self, random: Random) -> str:
        return self.script(people.person(self.naming, random))


def ekavian(text: str) -> str:
    """Take a text written the ijekavian way, give it as Serbian has it."""
    return re.sub(r"\w+", _ekavian_word, text)


def _ekavian_word(match: re.Match) -> str:
    word = match[0]
    found = south_slavic.EKAVIAN.get(word.lower(), word)
    return found.capitalize() if word[0].isupper() else found


ENGLISH = Language("english", english, people.SOUTH_SLAVIC)
ENGLISH_OF_ALBANIANS = Language("english", english, people.ALBANIAN)
ENGLISH_OF_MACEDONIANS = Language("english", english, people.MACEDONIAN, script=to_latin)
SERBIAN = (south_slavic, people.SOUTH_SLAVIC, ekavian)
LANGUAGES = {
    language.name: language
    for language in (
        ENGLISH,
        Language("bosnian", south_slavic, people.SOUTH_SLAVIC, english=ENGLISH),
        Language("serbian", *SERBIAN, english=ENGLISH),
        Language("serbian_cyrillic", *SERBIAN, script=to_cyrillic, english=ENGLISH),
        Language("macedonian", macedonian, people.MACEDONIAN, english=ENGLISH_OF_MACEDONIANS),
        Language("albanian", albanian, people.ALBANIAN, english=ENGLISH_OF_ALBANIANS),
    )
}
