"""Normalises the spelling of texts and searches by one function.

Cyrillic becomes Latin; diacritics, the spellings of keyboards without them (gradjanska for građanska), dots
of acronyms, invisible characters and the differences between British and American English are removed.
Singular and plural stay different words (see `catalogue.search.variants`).
"""

import re
import unicodedata
from collections.abc import Iterable
from string import ascii_lowercase, digits

from anyascii import anyascii

from catalogue.invisible import INVISIBLE
from catalogue.letters import LETTERS


def _plain_letters() -> dict[int, str]:
    """Return the table of the region's letters; only texts with other letters need the slower anyascii."""
    marked = {*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)}
    table = {code: anyascii(chr(code)).lower() for code in marked}
    table |= dict.fromkeys(range(0x2000, 0x2070), " ") | dict.fromkeys(range(0x0300, 0x0370), "")
    table |= dict.fromkeys(map(ord, INVISIBLE), "")
    table |= dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
    return table | str.maketrans(LETTERS)


LONGEST_WORD = 1000  # letters of a word that are indexed; PostgreSQL leaves out words over 2,047 bytes
# Written as one word, as two or with a hyphen; P/CVE, B&H; "e- governance"; C.I.V.I.C.
SEPARATORS = tuple("-‐‑–/&.")
COMPOUND = re.compile(
    r"(?<![^\W_])(?<![’'‘ʼ`´])(?:"
    r"[^\W_]+(?:[-‐‑–][^\W_]+)+"
    r"|[^\W_](?:/|&|-[ ])[^\W_]+"
    r"|[^\W_](?:\.[^\W_])+(?![^\W_])"
    r")"
)
_TABLE = _plain_letters()
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_AND = re.compile(r"(?<!\S)&(?!\S)")
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z])+\b")
_TOO_LONG = re.compile(rf"[a-z0-9]{{{LONGEST_WORD + 1},}}")
_NOT_OF_A_WORD = {code: " " for code in range(128) if chr(code) not in ascii_lowercase + digits}
# The second letter of each falls away: what people write for đ, ђ, љ, њ, ѓ, ќ and for č, š, ž.
_PAIRS = ("dj", "gj", "kj", "lj", "nj", "zh", "ch", "sh")
# British and American spellings: of letters anywhere in a word, and of some words.
_LETTERS_OF_SPELLINGS = (("iz", "is"), ("yz", "ys"))
_SPELLINGS = [
    ("tre", re.compile(r"\b(cent|theat)re(s?)\b"), r"\1er\2"),
    ("programm", re.compile(r"\bprogramme?(s?)\b"), r"program\1"),
    ("ou", re.compile(r"\b(labo|behavio|neighbo|colo|favo|hono|endeavo|harbo|humo|rumo)u(?=r|\b)"), r"\1"),
    ("ll", re.compile(r"\b(counsel|travel|model|label|cancel|fuel|channel|enrol|fulfil)l"), r"\1"),
    ("logu", re.compile(r"\b(dia|cata|ana)logu(?:e(s?))?\b"), r"\1log\2"),
    ("nc", re.compile(r"\b(defen|offen|licen)c"), r"\1s"),
]


def fold(text: str) -> str:
    """Return the words of a text in the letters a to z and digits, separated by single spaces.

    The beginning of a word folds to the beginning of the folded word; only the few words with a British and
    an American spelling have to be whole.
    """
    if text.isascii():
        letters = text.lower().replace("`", "'")
    else:
        letters = unicodedata.normalize("NFC", text).lower().translate(_TABLE)
        if not letters.isascii():
            letters = anyascii(letters).lower()
    if "'" in letters:
        letters = _APOSTROPHE.sub("", letters)
    if "&" in letters:
        letters = _AND.sub("and", letters)
    if "." in letters:
        letters = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), letters)
    for pair in _PAIRS:
        letters = letters.replace(pair, pair[0])
    for spelling, replacement in _LETTERS_OF_SPELLINGS:
        letters = letters.replace(spelling, replacement)
    for sign, spelling, replacement in _SPELLINGS:
        if sign in letters:
            letters = spelling.sub(replacement, letters)
    return " ".join(letters.translate(_NOT_OF_A_WORD).split())


def join(words: Iterable[str]) -> str:
    """Return folded words written as one."""
    return fold("".join(words))


def fold_document(text: str, most: int) -> str:
    """Return a text as it is indexed: folded, followed by its compounds written as one word.

    After the text they do not interrupt phrases. It has at most so many letters, and each word LONGEST_WORD.
    """
    words = fold(text)
    compounds = (fold(compound.group()).split() for compound in COMPOUND.finditer(text))
    joined = dict.fromkeys(join(parts) for parts in compounds if len(parts) > 1)
    return _shortened(" ".join([words, *joined]), most)


def _shortened(words: str, most: int) -> str:
    words = _TOO_LONG.sub(lambda word: word.group()[:LONGEST_WORD], words)
    return words if len(words) <= most else words[: most + 1].rpartition(" ")[0]
