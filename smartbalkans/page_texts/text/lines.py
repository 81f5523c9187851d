"""The lines of a text, as they were sent, with their indents and the marks of list items."""

import re
import zlib
from collections import Counter

from catalogue.invisible import INVISIBLE, class_of
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.captions import kind_of_caption

INNER_BULLETS = "•◦▪‣●○■"
_PATTERNS = load_patterns("lines")
_LABELS = "|".join(sorted(load_table("lists")["labels"], key=len, reverse=True))
_MARK = re.compile(_PATTERNS["mark"].pattern.replace("LABEL", _LABELS))
_LINE_END = re.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(class_of(f"{INVISIBLE}\0"))
_LONG_GAP = re.compile(r"([ \t\xa0])\1{20,}")
QUOTED = ">"  # starts each line of a quoted email, blank ones too
_QUOTED = re.compile(r"^(?:>[^\S\r\n]?)+")
TAB = 4
SENTENCE_ENDS = (".", "!", "?", ".”", '."', "…")
MAX_TITLE_LENGTH = 250
MAX_TITLE_WORDS = 32


class TextLine:
    """A line of the text. `content` is what is left of it without its indent and the mark of an item.

    `occurrence` counts the lines with the same words, from the first one of the text. `start` and `end` are
    the places of its first and behind its last character that is no space. `mark` is the bullet, number or
    label that makes it an item of a list, `numbering` without the bullet. `caption` is the kind of caption,
    link or file name that the line is. All are empty where there is none.
    """

    def __init__(self, number: int, raw: str, occurrence: int, follows_blank: bool):
        self.number, self.raw = number, raw
        self.occurrence, self.follows_blank = occurrence, follows_blank
        self.text = raw.strip()
        self.start = raw.index(self.text)
        self.end = self.start + len(self.text)
        self.indent = len(raw[: self.start].expandtabs(TAB))
        self.is_blank = not self.text
        self.is_sentence = self.text.endswith(SENTENCE_ENDS)
        found = _MARK.match(self.text) if len(self.text) > 1 else None
        self.mark = found.group().strip() if found else ""
        self.is_item = bool(self.mark)
        self.numbering = (found["numbering"] or "").strip() if found else ""
        self.content_start = self.end - len(self.text[found.end() :].lstrip()) if found else self.start
        self.content = raw[self.content_start : self.end]
        self.caption = kind_of_caption(self.text) or (kind_of_caption(self.content) if self.mark else "")

    def __repr__(self) -> str:
        return f"<TextLine {self.number}: {self.text}>"

    @property
    def key(self) -> str:
        """The identity of the line, also after other lines of the text were changed."""
        return f"{zlib.crc32(' '.join(self.raw.split()).encode()):08x}-{self.occurrence}"

    @property
    def may_be_title(self) -> bool:
        """Whether it may be the name of a page by its looks: short, with a capital, and no sentence."""
        text = self.text
        if self.mark or self.caption or text.endswith((".", ":", ",")) or ";" in text:
            return False
        first = text.lstrip("“\"„«'‘(*_# ")[:1]
        is_short = len(text) <= MAX_TITLE_LENGTH and len(text.split()) <= MAX_TITLE_WORDS
        return is_short and (first.isupper() or first.isdigit() or first.istitle())


def split(text: str) -> list[TextLine]:
    """Return the lines of a text, numbered from 1.

    Line ends of every system count, and so do the page breaks of a word processor. Invisible characters and
    the marks of a quoted e-mail are removed.
    """
    text = _LONG_GAP.sub(r"\1" * 20, _INVISIBLE.sub("", text))
    raws = _LINE_END.split(text.replace("\f", "\n---\n"))
    if any(raw.strip() == QUOTED for raw in raws):
        raws = [_QUOTED.sub("", raw) for raw in raws]
    lines: list[TextLine] = []
    seen: Counter[str] = Counter()
    follows_blank = True
    for number, raw in enumerate(raws, start=1):
        words = " ".join(raw.split())
        seen[words] += 1
        lines.append(TextLine(number, raw, seen[words], follows_blank))
        follows_blank = not words
    return lines


def sentences(text: str) -> list[str]:
    """Split a paragraph into its sentences. The point of a title (Ph.D., Dr., Prof.) ends none."""
    return [part for part in _PATTERNS["sentence_end"].split(text) if part.strip()]
