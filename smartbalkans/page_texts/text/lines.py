"""The lines of a text, as they were sent: what is blank, what is an item of a list, how deep it stands."""

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from catalogue.folding import fold

BULLETS = "§•◦▪▫‣·●○■□➢➤✓✔*+-–—"
_GAP = r"[^\S\r\n]+"
_BULLET = re.compile(
    rf"(?:[{re.escape(BULLETS)}]|o(?={_GAP}[A-ZČĆĐŠŽËÇ]|(?:\t|[^\S\r\n]{{2}}))){_GAP}(?=\S)|[•◦▪‣●○■](?=\S)"
)
_NUMBER = re.compile(
    r"(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{1,4})\)(?=[^\W\d_]|\s+\S)"
    r"|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})\.(?=\s+\S)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[^\W\da-z])|\d{1,2}(?:\.\d{1,2}){2,3}(?=\s+\S))"
)
QUOTED = ">"  # stands before each line of a quoted e-mail, the blank ones too
_QUOTED = re.compile(r"^(?:>[^\S\r\n]?)+")
TAB = 4
SENTENCE_ENDS = (".", "!", "?", ".”", '."', "…")


@dataclass(frozen=True)
class Line:
    """A line of the text. `content` is what is left of it without its indent and the mark of an item."""

    number: int
    raw: str
    key: str
    follows_blank: bool

    @cached_property
    def text(self) -> str:
        return self.raw.strip()

    @cached_property
    def start(self) -> int:
        """Where its text begins, counted in signs of the line."""
        return len(self.raw) - len(self.raw.lstrip())

    @cached_property
    def end(self) -> int:
        return len(self.raw.rstrip())

    @cached_property
    def indent(self) -> int:
        return len(self.raw[: self.start].expandtabs(TAB))

    @cached_property
    def mark(self) -> str:
        """The bullet or the number that makes it an item of a list; empty if it is none."""
        found = _BULLET.match(self.text) or _NUMBER.match(self.text)
        return found.group().strip() if found else ""

    @cached_property
    def content_start(self) -> int:
        rest = self.text[len(self.mark) :]
        return self.start + len(self.mark) + len(rest) - len(rest.lstrip()) if self.mark else self.start

    @cached_property
    def content(self) -> str:
        return self.raw[self.content_start : self.end]

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def is_item(self) -> bool:
        return bool(self.mark)

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith(SENTENCE_ENDS)


def split(text: str) -> list[Line]:
    """Take a text as it was pasted or sent, give its lines, numbered from 1.

    Line ends of every system count, and so do the page breaks of a word processor. Signs that nobody sees are
    taken out, and so are the marks of a quoted e-mail. `Line.key` names the same line again after other lines
    of the text were changed.
    """
    text = re.sub("[\ufeff\u200b\u200c\u200d\u2060\u00ad\0]", "", text)
    lines: list[Line] = []
    seen: Counter[str] = Counter()
    raws = re.split(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]", text.replace("\f", "\n---\n"))
    if any(raw.strip() == QUOTED for raw in raws):
        raws = [_QUOTED.sub("", raw) for raw in raws]
    for number, raw in enumerate(raws, start=1):
        words = " ".join(raw.split())
        seen[words] += 1
        key = f"{zlib.crc32(words.encode()):08x}-{seen[words]}"
        lines.append(Line(number, raw, key, not lines or lines[-1].is_blank))
    return lines


def looks_like_a_title(line: Line) -> bool:
    """Tell whether a line may be the name of a page: short, a beginning of its own, and no sentence."""
    text = line.text
    if not text or line.is_item or len(text) > 250 or len(text.split()) > 32:
        return False
    if text.endswith((".", ";", ":", ",")):
        return False
    first = text.lstrip("“\"„«'‘(")[:1]
    return bool(fold(text)) and (first.isupper() or first.isdigit() or first.istitle())
