"""Cleans texts that people type, paste or import: one kind of line ends, and nothing that nobody can see."""

import re
import unicodedata

_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters; soft hyphens; zero-width spaces and joiners; marks that change the direction of a text;
# byte order marks; tags; fillers, which Unicode counts as letters or marks; and halves of surrogate pairs.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# They join letters of Indian and Arabic scripts, and pictures; anywhere else they are invisible.
_JOINERS = re.compile("[\u200c\u200d]")
_JOINED = ("Lo", "Mn", "Mc", "So", "Sk")
# A variation selector changes the look of the character before it.
_LONE_SELECTOR = re.compile("(?:^|(?<=\\s))[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_UNCLEAN = re.compile(f"{_LINE_END.pattern}|{_INVISIBLE.pattern}|{_JOINERS.pattern}|{_LONE_SELECTOR.pattern}")


def clean_text(text: str) -> str:
    """Return a text composed (NFC), with line feeds as its only line ends and without invisible characters.

    Vertical tabs, form feeds and Unicode's line and paragraph separators become line feeds.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not _UNCLEAN.search(text):
        return text
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return _LONE_SELECTOR.sub("", _JOINERS.sub(_joiner, text))


def clean_line(text: str) -> str:
    """Return a clean text in one line, with single spaces, and none around it."""
    return " ".join(clean_text(text).split())


def _joiner(found: re.Match) -> str:
    """Return the joiner that was found if it joins two characters, else nothing."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    joins = before and after and all(unicodedata.category(one) in _JOINED for one in (before, after))
    return found[0] if joins else ""
