"""Lists: their items at two levels, with or without marks, and those that semicolons or commas part."""

import itertools
import re
from dataclasses import dataclass, field

from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.words import stems

_SEMICOLON = re.compile(r"\s*;\s*(?:and\s+)?")
_PART_NUMBER = re.compile(r"\s*\(?(?:\d{1,2}|[a-h])[.)]\s+")
_COMMA_LIST = re.compile(r",\s+(?:and\s+)?(?:the\s+)?")
# What shows that a line goes on from the one before it.
_LONG = 60


@dataclass(frozen=True)
class Span:
    """A stretch of a line of the text, from one of its signs to before another."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.raw[self.start : self.end].strip()


@dataclass
class Block:
    """An item or a paragraph, of one line or of several that belong together."""

    spans: list[Span]
    is_item: bool
    level: int = 1

    @property
    def text(self) -> str:
        return " ".join(" ".join(span.text.split()) for span in self.spans)

    @property
    def line(self) -> Line:
        return self.spans[0].line

    @property
    def is_introduction(self) -> bool:
        return not self.is_item and self.text.endswith(":")


@dataclass
class Item:
    text: str
    level: int
    spans: list[Span] = field(default_factory=list)

    @property
    def line(self) -> Line:
        return self.spans[0].line


def goes_on(block: Block, line: Line, start: int) -> bool:
    """Tell whether a line without a mark belongs to the block above it, as a wrapped line does."""
    if line.follows_blank or line.is_item:
        return False
    first = line.raw[start : start + 1]
    above = block.spans[-1]
    if above.text.endswith((*".!?;:", ".”")):
        return False
    if block.is_item and line.indent > above.line.indent:
        return True
    return first.islower() or (len(above.text) >= _LONG and first in '(“"&')


def blocks_of(spans: list[Span]) -> list[Block]:
    """Take the stretches of a section, give its items and paragraphs with the level of each item."""
    blocks: list[Block] = []
    for span in spans:
        if blocks and goes_on(blocks[-1], span.line, span.start):
            blocks[-1].spans.append(span)
        else:
            blocks.append(Block([span], span.line.is_item and span.start >= span.line.content_start))
    set_levels([block for block in blocks if block.is_item])
    return blocks


def mark_class(mark: str, classes: list[str]) -> str:
    """Tell what sort of mark an item has: a number, a letter, a roman number, or the bullet itself."""
    inner = mark.strip("().")
    if inner[:1].isdigit():
        return "number"
    if inner and inner.isalpha() and inner != "o":
        is_roman = set(inner.lower()) <= set("ivx") and (len(inner) > 1 or inner.lower() == "i")
        return "roman" if is_roman and "letter" not in classes[-1:] else "letter"
    return mark


def set_levels(items: list[Block]) -> None:
    """Say of each item whether it is of level 1 or part of the one above: by its depth of numbering, its
    indent, or a mark of another sort than the list began with. What stands deeper still is of level 2."""
    base: tuple[int, str] | None = None
    base_depth = 0
    classes: list[str] = []
    for item in items:
        kind = mark_class(item.line.mark, classes)
        classes.append(kind)
        depth = item.line.mark.strip("().").count(".") if kind == "number" else 0
        if base is None:
            base, base_depth = (item.line.indent, kind), depth
        elif (
            depth > base_depth
            or item.line.indent > base[0] + 1
            or (kind != base[1] and item.line.indent >= base[0] - 1)
        ):
            item.level = 2
        elif item.line.indent < base[0]:
            base = (item.line.indent, kind)


def parts_of(span: Span, separator: re.Pattern) -> list[Span]:
    """Part a stretch where the separator stands; what separates belongs to no part."""
    parts, start = [], span.start
    for found in separator.finditer(span.line.raw, span.start, span.end):
        parts.append(Span(span.line, start, found.start()))
        start = found.end()
    parts.append(Span(span.line, start, span.end))
    return [part for part in parts if part.text]


def by_semicolons(block: Block) -> list[Span] | None:
    if len(block.spans) != 1 or ";" not in block.text.rstrip(" ;."):
        return None
    parts = parts_of(block.spans[0], _SEMICOLON)
    return parts if len(parts) > 1 else None


def by_numbers(block: Block) -> list[Span] | None:
    """Part "1) this; 2) that", the numbers left out; None if not each part after the first has one."""
    parts = by_semicolons(block) or []
    found = [_PART_NUMBER.match(part.line.raw, part.start, part.end) for part in parts]
    if not parts or not all(found[1:]):
        return None
    pairs = zip(parts, found, strict=True)
    return [Span(part.line, number.end() if number else part.start, part.end) for part, number in pairs]


def by_commas_after_a_colon(block: Block) -> list[Span] | None:
    """Part "…: This Programme, That Programme, and the Third" into what introduces it and its parts.

    Only a list that ends in ", and", whose parts all begin with a capital and lack a verb's small
    beginning, is
    taken for one.
    """
    if len(block.spans) != 1:
        return None
    span = block.spans[0]
    colon = span.line.raw.rfind(": ", span.start, span.end)
    rest = span.line.raw[colon + 1 : span.end]
    if colon < 0 or not re.search(r",\s+and\s+\S", rest) or ";" in rest or "(" in rest:
        return None
    begin = colon + 1 + len(rest) - len(rest.lstrip())
    parts = parts_of(Span(span.line, begin, span.end), _COMMA_LIST)
    is_list = len(parts) >= 3 and all(part.text[:1].isupper() for part in parts)
    return [Span(span.line, span.start, colon), *parts] if is_list else None


def tidy(text: str) -> str:
    """Take the text of an item as it was written, give it as a row: without the sign that only parts
    items, and with
    a capital, unless its first word is spelt in a way of its own (mCommunity)."""
    text = " ".join(text.split()).rstrip(" ;,")
    first = text.partition(" ")[0]
    return f"{text[0].upper()}{text[1:]}" if first.isalpha() and first.islower() else text


@dataclass
class Reading:
    """What a section of rows gives: its items, what only introduces them, and what may be no part of it."""

    items: list[Item] = field(default_factory=list)
    introductions: list[Block] = field(default_factory=list)
    doubtful: list[Block] = field(default_factory=list)


def read_rows(spans: list[Span], *, is_levelled: bool = False) -> Reading:
    """Take the stretches of a section, give its rows.

    Items are rows, and so are paragraphs. A line that ends with a colon introduces the list below it; where
    there are several of them, each is a row of level 1 with its list as parts.
    """
    blocks = blocks_of(spans)
    reading = Reading()
    introducing = introducing_blocks(blocks, is_levelled=is_levelled)
    heads = introducing if is_levelled and has_heads(introducing, blocks) else []
    is_below, has_items = False, any(block.is_item for block in blocks)
    seen_item = False
    for block in blocks:
        seen_item = seen_item or block.is_item
        if block in heads:
            is_below = True
            reading.items.append(Item(tidy(block.text.rstrip(" :")), 1, block.spans))
        elif block in introducing:
            reading.introductions.append(block)
        elif has_items and seen_item and not block.is_item and is_stray(block):
            reading.doubtful.append(block)
        else:
            if not block.is_item and has_items:
                is_below = False
            add_rows(reading, block, is_levelled=is_levelled, is_below=is_below)
    return reading


def has_heads(introducing: list[Block], blocks: list[Block]) -> bool:
    """Tell whether what introduces lists are rows of their own: several, or one that is no sentence begun."""
    if len(introducing) > 1 or introducing[:1] != blocks[:1]:
        return bool(introducing)
    return not introducing[0].is_introduction


def introducing_blocks(blocks: list[Block], *, is_levelled: bool) -> list[Block]:
    """Give the paragraphs that end with a colon and stand before what they introduce. Where rows have levels,
    a short line right before an item is one too."""
    return [
        block
        for block, after in itertools.pairwise(blocks)
        if (block.is_introduction and not after.is_introduction)
        or (is_levelled and after.is_item and not block.is_item and is_head(block))
    ]


def is_head(block: Block) -> bool:
    return not block.line.is_sentence and len(block.text.split()) <= 8


def is_stray(block: Block) -> bool:
    """Tell whether a line below a list has neither the mark of its items nor the end of a sentence."""
    return not block.line.is_sentence and len(stems(block.text)) <= 12 and block.line.follows_blank


def add_rows(reading: Reading, block: Block, *, is_levelled: bool, is_below: bool) -> None:
    level = 2 if is_below else block.level
    parts = by_numbers(block) or (None if block.is_item else by_semicolons(block))
    if parts:
        reading.items += [Item(tidy(part.text).rstrip("."), level, [part]) for part in parts]
    elif is_levelled and not block.is_item and (parts := by_commas_after_a_colon(block)):
        head, *rest = parts
        reading.items.append(Item(tidy(head.text), level, [head]))
        reading.items += [Item(tidy(part.text).rstrip("."), 2, [part]) for part in rest]
    else:
        reading.items.append(Item(tidy(block.text), level if is_levelled else 1, block.spans))
