"""Countries and towns as texts write them."""

import itertools
import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from catalogue.folding import fold

PROGRAMME = ("AL", "BA", "XK", "ME", "MK", "RS")
NAMES = {
    "AL": ("Republic of Albania", "Albania", "Shqipëria", "Shqipëri", "Albanija", "ALB"),
    "BA": (
        *("Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnia-Herzegovina", "Bosna i Hercegovina"),
        *("Bosnia", "BiH", "BIH", "B&H", "B & H", "B-H"),
    ),
    "XK": ("Republic of Kosovo", "Kosovo", "Kosova", "Kosovë", "KOS"),
    "ME": ("Republic of Montenegro", "Montenegro", "Crna Gora", "Mali i Zi", "MNE"),
    "MK": (
        *(
            "Republic of North Macedonia",
            "North Macedonia",
            "N. Macedonia",
            "Macedonia",
            "Severna Makedonija",
        ),
        *("Северна Македонија", "Maqedonia e Veriut", "NMK", "MKD"),
    ),
    "RS": ("Republic of Serbia", "Serbia", "Srbija", "Србија", "SRB"),
    "NO": ("Norway",),
}
PEOPLES = {
    "AL": ("Albanian",),
    "BA": ("Bosnian", "Bosnian-Herzegovinian", "Herzegovinian"),
    "XK": ("Kosovar", "Kosovan"),
    "ME": ("Montenegrin",),
    "MK": ("Macedonian",),
    "RS": ("Serbian",),
    "NO": ("Norwegian",),
}
# A code stands for a country where a line leaves no room for anything else. RS is left out: people in Bosnia
# and Herzegovina write it for Republika Srpska.
CODES = {"AL": "AL", "BA": "BA", "XK": "XK", "KS": "XK", "ME": "ME", "MK": "MK"}
TOWNS = {
    "AL": ("Tirana", "Tiranë", "Durrës", "Shkodër", "Vlorë", "Elbasan", "Korçë", "Fushë-Arrëz", "Kukës"),
    "BA": ("Sarajevo", "Banja Luka", "Mostar", "Tuzla", "Zenica", "Bihać", "Bijeljina", "Brčko", "Trebinje"),
    "XK": (
        "Pristina",
        "Prishtina",
        "Prishtinë",
        "Priština",
        "Prizren",
        "Peja",
        "Gjakova",
        "Gjilan",
        "Mitrovica",
    ),
    "ME": ("Podgorica", "Nikšić", "Bijelo Polje", "Cetinje", "Kotor", "Budva", "Pljevlja", "Ulcinj"),
    "MK": (
        "Skopje",
        "Скопје",
        "Bitola",
        "Битола",
        "Tetovo",
        "Ohrid",
        "Охрид",
        "Kumanovo",
        "Prilep",
        "Strumica",
    ),
    "RS": ("Belgrade", "Beograd", "Београд", "Novi Sad", "Niš", "Kragujevac", "Subotica", "Novi Pazar"),
}

_CODE_OF = {fold(name): code for code, names in NAMES.items() for name in names}
_TOWN_OF = {fold(town).replace(" ", ""): (town, code) for code, towns in TOWNS.items() for town in towns}


def _pattern(tables: tuple[dict[str, tuple[str, ...]], ...]) -> re.Pattern:
    names = {name for table in tables for entries in table.values() for name in entries}
    return re.compile(
        rf"(?<![\w-])(?:the "
        rf")?(?P<name>{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w-])\*?"
    )


_IN_PROSE = _pattern((NAMES, PEOPLES))
_NAMED = _pattern((NAMES,))
_PEOPLE_OF = {name: code for code, names in PEOPLES.items() for name in names}
# "Albania, Kosovo, and North Macedonia": a list of countries is one thing, and its commas part nothing.
_JOINT = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s*/\s*)"
COUNTRY_LIST = re.compile(
    rf"{_NAMED.pattern.replace('?P<name>', '?:')}(?:{_JOINT}{_NAMED.pattern.replace('?P<name>', '?:')})*"
)
_WHOLE_REGION = re.compile(
    r"\b(?P<other>other )?(?:countries of the (?:WBs?|Western Balkans?)|(?:WBs?|Western Balkans?) "
    r"countries)\b"
)


@dataclass(frozen=True)
class Mention:
    code: str
    words: str
    start: int


def mentions(text: str) -> list[Mention]:
    """Give where a text names a country or its people, in order."""
    return [
        Mention(_PEOPLE_OF.get(found["name"]) or _CODE_OF[fold(found["name"])], found["name"], found.start())
        for found in _IN_PROSE.finditer(text)
    ]


def codes_in(text: str, whole: tuple[str, ...] = ()) -> list[str]:
    """Give the codes of the countries that a text names, each once, in order.

    `whole` are those named around it: "other countries of the Western Balkans" are the programme's countries
    without these.
    """
    codes = [_CODE_OF[fold(found["name"])] for found in _NAMED.finditer(text)]
    for found in _WHOLE_REGION.finditer(text):
        left_out = whole if found["other"] else ()
        codes += [code for code in PROGRAMME if code not in left_out]
    return list(dict.fromkeys(codes))


def country_of(words: str) -> str:
    """Take words that can only be a country, give its code; empty if they are none. One slip is forgiven."""
    words = re.sub(r"\s*\((?:UNSCR|UN).*?\)|[*†]", "", words).strip(" .,")
    if words in CODES:
        return CODES[words]
    folded = fold(words)
    if folded in _CODE_OF:
        return _CODE_OF[folded]
    near = {
        code
        for name, code in _CODE_OF.items()
        if len(name) >= 6 and OSA.distance(folded, name, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else ""


def town_of(words: str) -> tuple[str, str]:
    """Take words that may be a town of the region, give them and its country's code, or two empty texts."""
    known = _TOWN_OF.get(fold(words).replace(" ", ""))
    return (words, known[1]) if known else ("", "")


def town_in(name: str) -> str:
    """Give the town of the region that a name carries; empty if it carries none or several."""
    words = fold(name).split()
    pairs = [first + second for first, second in itertools.pairwise(words)]
    found = {_TOWN_OF[key] for key in (*words, *pairs) if key in _TOWN_OF}
    return found.pop()[0] if len(found) == 1 else ""
