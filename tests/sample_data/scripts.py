"""The region's two scripts: Serbian from Latin into Cyrillic, Macedonian from Cyrillic into Latin."""

# Two Latin letters that are one Cyrillic letter come first.
_PAIRS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LATIN = "abvgdđežzijklmnoprstćufhcčš"
_CYRILLIC = "абвгдђежзијклмнопрстћуфхцчш"
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_TO_LATIN = str.maketrans(
    {
        **dict(zip(_CYRILLIC, _LATIN, strict=True)),
        **{cyrillic: latin for latin, cyrillic in _PAIRS.items()},
        **{"ѓ": "gj", "ќ": "kj", "ѕ": "dz"},
    }
)


def to_cyrillic(text: str) -> str:
    for latin, cyrillic in _PAIRS.items():
        text = text.replace(latin, cyrillic).replace(latin.capitalize(), cyrillic.upper())
    return text.translate(_TO_CYRILLIC)


def to_latin(text: str) -> str:
    """Take a town's name or another text whose words begin with a capital letter at most."""
    return "".join(
        letter if letter.islower() else letter.lower().translate(_TO_LATIN).capitalize() for letter in text
    ).translate(_TO_LATIN)
