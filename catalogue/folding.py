"""One spelling for what people write in many: the same function for what is stored and for what is asked.

Cyrillic and Latin meet, marks fall away, and so do the spellings that people use for lack of a keyboard
(gradjanska for građanska) and the differences between British and American English.
"""

import re
import unicodedata

from anyascii import anyascii

from catalogue.letters import LETTERS


def _plain_letters() -> dict[int, str]:
    """Give what the letters of the region become; only a text with any others needs the slower anyascii."""
    marked = {*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)}
    table = {code: anyascii(chr(code)).lower() for code in marked}
    table |= dict.fromkeys(range(0x2000, 0x2070), " ") | dict.fromkeys(range(0x0300, 0x0370), "")
    table |= dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
    return table | str.maketrans(LETTERS)


_TABLE = _plain_letters()
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
# The second letter of each falls away: what people write for đ, ђ, љ, њ, ѓ, ќ and for č, š, ž.
_PAIRS = ("dj", "gj", "kj", "lj", "nj", "zh", "ch", "sh")
# British and American spellings: of letters wherever they stand, and of some words.
_LETTERS_OF_SPELLINGS = (("iz", "is"), ("yz", "ys"))
_SPELLINGS = [
    ("tre", re.compile(r"\b(cent|theat)re(s?)\b"), r"\1er\2"),
    ("programme", re.compile(r"\bprogramme(s?)\b"), r"program\1"),
    ("our", re.compile(r"\b(labo|behavio|neighbo|colo|favo|hono|endeavo)ur"), r"\1r"),
    ("nc", re.compile(r"\b(defen|offen|licen)c"), r"\1s"),
]


def fold(text: str) -> str:
    """Take any text, give its words in the letters a to z and digits, parted by single spaces.

    The beginning of a word is folded to the beginning of what the word is folded to, for dropping a second
    letter leaves what stands before it alone; only the few words with two spellings have to be whole.
    """
    letters = unicodedata.normalize("NFC", text).lower().translate(_TABLE)
    if not letters.isascii():
        letters = anyascii(letters).lower()
    letters = _APOSTROPHE.sub("", letters)
    for pair in _PAIRS:
        letters = letters.replace(pair, pair[0])
    for spelling, replacement in _LETTERS_OF_SPELLINGS:
        letters = letters.replace(spelling, replacement)
    for sign, spelling, replacement in _SPELLINGS:
        if sign in letters:
            letters = spelling.sub(replacement, letters)
    return _NOT_A_WORD.sub(" ", letters).strip()
