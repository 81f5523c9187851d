"""Recognises texts that a spreadsheet or a wrong encoding has changed, and proposes what they were."""

import html
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

SCIENTIFIC = re.compile(r"-?[0-9][.,][0-9]+[eE]\+?[0-9]{2,3}")
NARROW = re.compile(r"#{3,}")
MONTHS = "|".join(
    sorted(Path(__file__).with_name("months.txt").read_text("utf-8").split(), key=len, reverse=True)
)
MONTH = re.compile(
    rf"(?:[0-9]{{1,2}}[-./ ])?(?:{MONTHS})[-./ ]{{1,2}}[0-9]{{1,4}}\.?"
    rf"|[0-9]{{1,4}}[-./ ]{{1,2}}(?:{MONTHS})\.?",
    re.IGNORECASE,
)
TAGS = "a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|script|span|strong|style|table|tbody|td|th|tr|u|ul"
TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
LOST = "\N{REPLACEMENT CHARACTER}"
MISREAD = re.compile(r"[^\x00-\x7f]{2,}")
ENCODINGS = ("cp1252", "cp1250", "cp1251", "latin-1")
LONGEST_PROPOSAL = 300


def suspicions(text: str) -> Iterator[str]:
    """Yield a message for each way in which a text seems to be changed or damaged."""
    stripped = text.strip()
    if SCIENTIFIC.fullmatch(stripped):
        yield _(
            "A spreadsheet seems to have rounded a long number. Format the cell as text and enter it again."
        )
    if NARROW.fullmatch(stripped):
        yield _("The column was too narrow to show this cell. Widen it, or enter the value again.")
    if MONTH.fullmatch(stripped):
        yield _(
            "A spreadsheet seems to have turned this into a date. Format the cell as text and enter it again."
        )
    if LOST in text:
        yield _("A letter was lost (�). Enter the text again.")
    if repaired := repair(text):
        yield _("The letters seem to be in a wrong encoding. Perhaps it should be: {text}").format(
            text=repaired[:LONGEST_PROPOSAL]
        )
    if (plain := plain_of(text)) != text:
        yield _(
            "This has HTML tags or entities, which will be shown as they are. As plain text: {text}"
        ).format(text=plain[:LONGEST_PROPOSAL])


def repair(text: str) -> str:
    """Return a text that was UTF-8 and read in an older encoding as it was; empty if it was not."""
    if text.isascii():
        return ""
    found = [MISREAD.sub(lambda run, name=encoding: redecoded(run[0], name), text) for encoding in ENCODINGS]
    best = min(found, key=len)
    return best if best != text else ""


def redecoded(letters: str, encoding: str) -> str:
    """Return letters beyond ASCII as UTF-8 has them, or as they are if that is not possible."""
    try:
        found = letters.encode(encoding).decode()
    except UnicodeError:
        return letters
    return found if all(unicodedata.category(letter) != "Cc" for letter in found) else letters


def plain_of(text: str) -> str:
    """Return a text without HTML tags, and with the characters that entities stand for."""
    if not (TAG.search(text) or ENTITY.search(text)):
        return text
    with_breaks = re.sub(r"<br\s*/?>|</p>\s*(?=<p)", "\n", text, flags=re.IGNORECASE)
    stripped = strip_tags(with_breaks) if TAG.search(text) else with_breaks
    return html.unescape(stripped).replace("\xa0", " ").strip()
