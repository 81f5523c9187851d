"""Characters that show nothing, in one table for cleaning texts, for searching and for names of people."""

from itertools import groupby


def _characters(ranges: str) -> str:
    """Return the characters of ranges of hexadecimal numbers: "200B-200F 3164"."""
    bounds = (part.partition("-") for part in ranges.split())
    return "".join(
        chr(code)
        for first, _dash, last in bounds
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )


LINE_ENDS = _characters("A-D 1C-1E 85 2028 2029")
# Control characters other than tabs and line ends; halves of surrogate pairs.
CONTROLS = _characters("0-8 E-1B 1F 7F-84 86-9F D800-DFFF")
# They join letters of Indian and Arabic scripts, and pictures; anywhere else they are invisible.
JOINERS = _characters("200C 200D")
# A variation selector changes the look of the character before it.
SELECTORS = _characters("180B-180D 180F FE00-FE0F E0100-E01EF")
# The rest of Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt): soft hyphens, zero-width
# spaces, marks that change the direction of a text, byte order marks, tags, fillers, which count as letters.
# Beside these an empty braille pattern and the marks of annotations between lines.
MARKS = _characters(
    "AD 34F 61C 115F 1160 17B4 17B5 180E 200B 200E 200F 202A-202E 2060-206F 2800 3164 FEFF FFA0 FFF0-FFFB "
    "1BCA0-1BCA3 1D173-1D17A E0000-E00FF E01F0-E0FFF"
)
# All that may be within a word without showing.
INVISIBLE = JOINERS + SELECTORS + MARKS


def class_of(characters: str) -> str:
    """Return the characters as a class of a regular expression, in ranges.

    `re` compares a character with one after the other of those beyond U+FFFF: 4,000 of them take a
    microsecond or more for each letter of a text, and their ranges a few nanoseconds.
    """
    codes = sorted(set(map(ord, characters)))
    runs = [list(run) for _gap, run in groupby(enumerate(codes), lambda one: one[1] - one[0])]
    ranges = (rf"\U{run[0][1]:08x}-\U{run[-1][1]:08x}" for run in runs)
    return f"[{''.join(ranges)}]"
