"""The order of names, as people of the region expect it: one key of bytes, the same on every database."""

import re
import unicodedata

from anyascii import anyascii

from catalogue.clean_text import clean_line
from catalogue.letters import LETTERS

MAX_LENGTH = 1000  # bytes; an index of PostgreSQL takes 2,700

# Letters of the Latin alphabets of the region. Each follows all words with the letter before it: ~ is greater
# than z. All other marked letters (é, ö) differ from the plain ones only at the second level.
_OWN = {"č": "c~", "ć": "c~~", "ç": "c~~~", "đ": "d~", "ë": "e~", "š": "s~", "ž": "z~"}
# Cyrillic names are sorted as if they were written in Latin: these letters are marked ones.
_CYRILLIC = {"ђ": "đ", "ж": "ž", "ћ": "ć", "ч": "č", "џ": "dž", "ш": "š"}
_LEVEL = "\0"  # between two levels; less than everything in them
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_BETWEEN_WORDS = re.compile(r"(?:[^\w\u0300-\u036f]|_)+")
_NUMBER = re.compile("[0-9]+")
_ASCII = re.compile("[\0-\x7f]")
_NOT_SORTED = re.compile("[^a-z0-9~ ]")


def _letters() -> dict[int, str]:
    """Return what each letter is sorted as; only texts with other letters need the slower anyascii."""
    marked = {*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)}
    table = {code: anyascii(chr(code)).lower() for code in marked}
    table |= dict.fromkeys(range(0x0300, 0x0370), "")
    table |= str.maketrans(LETTERS) | str.maketrans(_OWN)
    return table | {ord(letter): latin.translate(table) for letter, latin in _CYRILLIC.items()}


_TABLE = _letters()


class _Cases(dict):
    """The mark of each character, by which capital letters follow small ones."""

    def __missing__(self, code: int) -> str:
        mark = self[code] = "\2" if chr(code).isupper() else "\1"
        return mark


_CASES = _Cases()


def sort_key(text: str) -> bytes:
    """Return the key by which names are sorted; keys are compared byte by byte.

    First the words count, in letters without accents and numbers by their value; then the accents, and the
    alphabet (Latin before Cyrillic); last the case, small letters first. Other characters do not count.
    """
    shown = unicodedata.normalize("NFKC", clean_line(text).translate(_APOSTROPHES))
    shown = _BETWEEN_WORDS.sub(" ", shown).strip()
    lower = shown.lower()
    accents = "" if lower.isascii() else _ASCII.sub("\1", lower).rstrip("\1")
    case = shown.translate(_CASES).rstrip("\1")
    return _LEVEL.join([_words(lower), accents, case]).encode()[:MAX_LENGTH]


def _words(lower: str) -> str:
    words = lower.translate(_TABLE)
    if not words.isascii():
        words = anyascii(words).lower()
    return _NUMBER.sub(_number, _NOT_SORTED.sub("", words))


def _number(found: re.Match) -> str:
    """Return a number after the count of its digits; both are less than letters, and greater than a space."""
    digits = found[0].lstrip("0") or "0"
    return chr(ord(" ") + min(len(digits), 60)) + digits
