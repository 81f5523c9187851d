"""Cleans texts that people type, paste or import: one kind of line ends, and nothing that nobody can see."""

import re
import unicodedata

from catalogue.invisible import CONTROLS, JOINERS, LINE_ENDS, MARKS, SELECTORS, class_of

_OTHER_LINE_ENDS = LINE_ENDS.replace("\n", "")
_LINE_END = re.compile(f"\r\n|{class_of(_OTHER_LINE_ENDS)}")
_INVISIBLE = re.compile(class_of(CONTROLS + MARKS))
_JOINERS = re.compile(class_of(JOINERS))
_JOINED = ("Lo", "Mn", "Mc", "So", "Sk")
_LONE_SELECTOR = re.compile(f"(?:^|(?<=\\s)){class_of(SELECTORS)}+")
_MAYBE_UNCLEAN = re.compile(class_of(_OTHER_LINE_ENDS + CONTROLS + MARKS + JOINERS + SELECTORS))


def clean_text(text: str) -> str:
    """Return a text composed (NFC), with line feeds as its only line ends and without invisible characters.

    Vertical tabs, form feeds and Unicode's line and paragraph separators become line feeds.
    """
    if text.isascii():
        if text.isprintable():
            return text
    else:
        text = unicodedata.normalize("NFC", text)
    if not _MAYBE_UNCLEAN.search(text):
        return text
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return _LONE_SELECTOR.sub("", _JOINERS.sub(_joiner, text))


def clean_line(text: str) -> str:
    """Return a clean text in one line, with single spaces, and none around it."""
    return " ".join(clean_text(text).split())


def without_null_characters(text: str) -> str:
    """Return a text that is to be kept exactly as it was typed, as PostgreSQL can store it."""
    return text.replace("\0", "")


def _joiner(found: re.Match) -> str:
    """Return the joiner that was found if it joins two characters, else nothing."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    joins = before and after and all(unicodedata.category(one) in _JOINED for one in (before, after))
    return found[0] if joins else ""
