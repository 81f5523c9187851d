"""The lines of a text, as they were sent, with their indents and the marks of list items."""

import re
import zlib
from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property

from catalogue.folding import INVISIBLE
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.captions import kind_of_caption

INNER_BULLETS = "•◦▪‣●○■"
_LABELS = "|".join(sorted(load_table("lists")["labels"], key=len, reverse=True))
_MARK = re.compile(load_patterns("lines")["mark"].pattern.replace("LABEL", _LABELS))
_LINE_END = re.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(f"[{INVISIBLE}\0]")
_LONG_GAP = re.compile(r"([ \t\xa0])\1{20,}")
QUOTED = ">"  # starts each line of a quoted email, blank ones too
_QUOTED = re.compile(r"^(?:>[^\S\r\n]?)+")
TAB = 4
SENTENCE_ENDS = (".", "!", "?", ".”", '."', "…")
MAX_TITLE_LENGTH = 250
MAX_TITLE_WORDS = 32


@dataclass(eq=False)
class Line:
    """A line of the text. `content` is what is left of it without its indent and the mark of an item.

    `occurrence` counts the lines with the same words, from the first one of the text.
    """

    number: int
    raw: str
    occurrence: int
    follows_blank: bool

    @cached_property
    def key(self) -> str:
        """The identity of the line, also after other lines of the text were changed."""
        return f"{zlib.crc32(' '.join(self.raw.split()).encode()):08x}-{self.occurrence}"

    @cached_property
    def text(self) -> str:
        return self.raw.strip()

    @cached_property
    def start(self) -> int:
        """The place of its first character that is no space."""
        return len(self.raw) - len(self.raw.lstrip())

    @cached_property
    def end(self) -> int:
        return len(self.raw.rstrip())

    @cached_property
    def indent(self) -> int:
        return len(self.raw[: self.start].expandtabs(TAB))

    @cached_property
    def _mark(self) -> re.Match:
        return _MARK.match(self.text)

    @cached_property
    def mark(self) -> str:
        """The bullet, number or label that makes it an item of a list; empty if it is none."""
        return self._mark.group().strip()

    @property
    def numbering(self) -> str:
        """The number or label of the mark."""
        return (self._mark["numbering"] or "").strip()

    @cached_property
    def content_start(self) -> int:
        rest = self.text[self._mark.end() :]
        return self.start + self._mark.end() + len(rest) - len(rest.lstrip())

    @cached_property
    def content(self) -> str:
        return self.raw[self.content_start : self.end]

    @cached_property
    def caption(self) -> str:
        """The kind of caption, link or file name that the line is; empty for text of the entry."""
        return kind_of_caption(self.text) or (kind_of_caption(self.content) if self.is_item else "")

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def is_item(self) -> bool:
        return bool(self.mark)

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith(SENTENCE_ENDS)

    @cached_property
    def may_be_title(self) -> bool:
        """Whether it may be the name of a page by its looks: short, with a capital, and no sentence."""
        text = self.text
        if (
            not text
            or len(text) > MAX_TITLE_LENGTH
            or self.is_item
            or text.endswith((".", ":", ","))
            or ";" in text
        ):
            return False
        first = text.lstrip("“\"„«'‘(")[:1]
        is_capital = first.isupper() or first.isdigit() or first.istitle()
        return (
            is_capital
            and len(text.split()) <= MAX_TITLE_WORDS
            and any(map(str.isalnum, text))
            and not self.caption
        )


def split(text: str) -> list[Line]:
    """Return the lines of a text, numbered from 1.

    Line ends of every system count, and so do the page breaks of a word processor. Invisible characters and
    the marks of a quoted e-mail are removed.
    """
    text = _LONG_GAP.sub(r"\1" * 20, _INVISIBLE.sub("", text))
    raws = _LINE_END.split(text.replace("\f", "\n---\n"))
    if any(raw.strip() == QUOTED for raw in raws):
        raws = [_QUOTED.sub("", raw) for raw in raws]
    lines: list[Line] = []
    seen: Counter[str] = Counter()
    follows_blank = True
    for number, raw in enumerate(raws, start=1):
        words = " ".join(raw.split())
        seen[words] += 1
        lines.append(Line(number, raw, seen[words], follows_blank))
        follows_blank = not words
    return lines
