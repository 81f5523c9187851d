"""Names of countries and towns in a text. What people are called after a country is no country."""

import itertools
import re
from pathlib import Path

from catalogue.folding import fold
from catalogue.similarity import KnownWords
from catalogue.tables import load_table

_TABLE = load_table(Path(__file__).parent / "data/countries.toml")
PROGRAMME = tuple(_TABLE["programme"])
CODES = _TABLE["codes"]
NAMES: dict[str, list[str]] = _TABLE["names"]
_CODE_OF = {fold(name): code for code, names in NAMES.items() for name in names}
_KNOWN = KnownWords(_CODE_OF)
_TOWN_OF = {
    fold(town).replace(" ", ""): (town, code) for code, towns in _TABLE["towns"].items() for town in towns
}
_NAMES = "|".join(re.escape(name) for name in sorted(itertools.chain(*NAMES.values()), key=len, reverse=True))
_NAMED = re.compile(rf"(?<![\w-])(?:the )?(?P<name>{_NAMES})(?![\w-])\*?")
# "Albania, Kosovo, and North Macedonia": a list of countries is one value, and its commas separate nothing.
_ONE = rf"(?<![\w-])(?:the )?(?:{_NAMES})(?![\w-])\*?"
_JOINT = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|i|dhe|и)\s+|\s*&\s*|\s*/\s*)"
COUNTRY_LIST = re.compile(rf"{_ONE}(?:{_JOINT}{_ONE})*")
_WHOLE_REGION = re.compile(
    r"\b(?P<other>other )?"
    r"(?:countries of the (?:WBs?|Western Balkans?)|(?:WBs?|Western Balkans?) countries)\b"
)


def mentions(text: str) -> list[tuple[str, str]]:
    """Return the codes of the countries that a text names, with the words that name them, in order."""
    return [(_CODE_OF[fold(found["name"])], found["name"]) for found in _NAMED.finditer(text)]


def codes_in(text: str) -> list[str]:
    """Return the codes of the countries that a text names, each once, in order.

    "Serbia and other countries of the Western Balkans" are all; which are meant by the "other" alone is open.
    """
    codes = [code for code, _words in mentions(text)]
    if any(codes or not found["other"] for found in _WHOLE_REGION.finditer(text)):
        codes += PROGRAMME
    return list(dict.fromkeys(codes))


def country_of(words: str) -> str:
    """Return the code of a country for words that can be nothing else, or an empty text."""
    words = re.sub(r"\s*\((?:UNSCR|UN)[^()]*\)|[*†]", "", words).strip(" .,")
    return CODES.get(words) or _CODE_OF.get(_KNOWN.find(fold(words)), "")


def town_of(words: str) -> tuple[str, str]:
    """Return words that are a town of the region, with the code of its country, or two empty texts."""
    known = _TOWN_OF.get(fold(words).replace(" ", ""))
    return (words, known[1]) if known else ("", "")


def town_in(name: str) -> str:
    """Return the town of the region in a name; empty if there is none or several."""
    words = fold(name).split()
    pairs = [first + second for first, second in itertools.pairwise(words)]
    found = {_TOWN_OF[key] for key in (*words, *pairs) if key in _TOWN_OF}
    return found.pop()[0] if len(found) == 1 else ""
