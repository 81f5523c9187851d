"""Letters of the region that Unicode does not decompose."""

# Letters that Unicode does not take apart into a plain one and its mark. The Cyrillic ones become what the
# Latin letters of Serbian and Macedonian become without their marks: đ and ђ both give d, ž and ж both z.
LETTERS = {
    **{"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"},
    **{"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "ѓ": "gj", "е": "e", "ж": "z", "з": "z"},
    **{"ѕ": "dz", "и": "i", "й": "j", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n"},
    **{"њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "ќ": "kj", "у": "u"},
    **{"ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s"},
}
