"""Letters of the region that Unicode does not decompose, and characters that nobody can see."""

import unicodedata

# Letters that Unicode does not take apart into a plain one and its mark. The Cyrillic ones become what the
# Latin letters of Serbian and Macedonian become without their marks: đ and ђ both give d, ž and ж both z.
LETTERS = {
    **{"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"},
    **{"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "ѓ": "gj", "е": "e", "ж": "z", "з": "z"},
    **{"ѕ": "dz", "и": "i", "й": "j", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n"},
    **{"њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "ќ": "kj", "у": "u"},
    **{"ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s"},
}

# They change the direction of the text after them, so that it is shown in another order than it is stored.
DIRECTION_CHARACTERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters, marks and symbols that are drawn as nothing: fillers, a joiner, an empty braille pattern.
_EMPTY_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def is_invisible(character: str) -> bool:
    """Return whether a character shows nothing: a space, a control character, a joiner, a filler."""
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cn", "Zs", "Zl", "Zp")
        or character in _EMPTY_CHARACTERS
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    )


def describe_character(character: str) -> str:
    """Return the number and the name of a character in Unicode, such as "U+200B ZERO WIDTH SPACE"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
