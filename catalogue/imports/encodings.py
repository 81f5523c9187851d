"""The older encodings of the region: a text is read in one of them if it makes sense in no other."""

import re

NAMES = {"cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1252": "Windows-1252"}
LATIN = frozenset("čćžšđëçČĆŽŠĐËÇ")
CYRILLIC = frozenset("абвгдђѓежзѕијклљмнњопрстћќуфхцчџшАБВГДЂЃЕЖЗЅИЈКЛЉМНЊОПРСТЋЌУФХЦЧЏШ")
MARKS = frozenset("‘’‚“”„–—…«»€§©®°№•\u00a0")
WORD = re.compile(r"[^\W\d_]+")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def regional_encoding(content: bytes) -> str | None:
    """Return the only encoding in which all letters are the region's, None if there is none or several.

    Encodings that have the same letters for these bytes count as one.
    """
    texts = {
        text: name
        for name in reversed(NAMES)
        if (text := decoded(content, name)) is not None and strange_letters(text) == 0
    }
    return next(iter(texts.values())) if len(texts) == 1 else None


def probable_encoding(content: bytes) -> str:
    """Return the encoding in which the fewest letters are strange."""
    return min(reversed(NAMES), key=lambda name: strange_letters(content.decode(name, errors="replace")))


def decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def strange_letters(text: str) -> int:
    """Return how many letters are not the region's, or are in a word of two scripts."""
    known = LATIN | CYRILLIC | MARKS
    strange = sum(letter not in known for letter in BEYOND_ASCII.findall(text))
    return strange + sum(len(word) for word in WORD.findall(text) if is_mixed(word))


def is_mixed(word: str) -> bool:
    """Return whether a word has Cyrillic letters beside others."""
    return 0 < sum("\u0400" <= letter <= "\u04ff" for letter in word) < len(word)
