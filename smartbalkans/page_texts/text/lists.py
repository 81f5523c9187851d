"""Lists: items at two levels, with or without marks, separated by lines, semicolons or bullets."""

import itertools
import re
from dataclasses import dataclass, field

from smartbalkans.page_texts.tables import load_patterns
from smartbalkans.page_texts.text.lines import INNER_BULLETS, TextLine

_PATTERNS = load_patterns("lists")
SEMICOLON = _PATTERNS["semicolon"]
_INNER_POINT = re.compile(r"(?<=[^\W_])\.(?=[^\W_])")  # 2.1, A1.1, I.1, 1.a
# A line of this length may continue on the next one.
_LONG = 60
_ENDS = (*".!?;:", ".”")
_STRAY_WORDS = 12
_HEAD_WORDS = 8


class Span:
    """A part of a line of the text, from one of its characters to before another, or to its end."""

    __slots__ = ("end", "line", "start", "text")

    def __init__(self, line: TextLine, start: int, end: int | None = None):
        self.line, self.start, self.end = line, start, line.end if end is None else end
        self.text = line.raw[start : self.end].strip()

    def __repr__(self) -> str:
        return f"<Span {self.line.number}: {self.text}>"


@dataclass(eq=False)
class Block:
    """An item or a paragraph, of one line or of several that belong together."""

    spans: list[Span]
    is_item: bool
    level: int = 1

    @property
    def text(self) -> str:
        return joined(self.spans)

    @property
    def line(self) -> TextLine:
        return self.spans[0].line

    @property
    def is_introduction(self) -> bool:
        return not self.is_item and self.spans[-1].text.endswith(":")


@dataclass
class Item:
    """A row. `kind` is that of its model, where rows have one."""

    text: str
    level: int
    spans: list[Span] = field(default_factory=list)
    kind: str = ""


def joined(spans: list[Span]) -> str:
    return " ".join(" ".join(span.text.split()) for span in spans)


def is_continued(block: Block, span: Span) -> bool:
    """Return whether a line without a mark belongs to the block above it, as a wrapped line does."""
    line, above = span.line, block.spans[-1]
    if line.follows_blank or line.is_item or above.text.endswith(_ENDS):
        return False
    if block.is_item and line.indent > above.line.indent:
        return True
    first = line.raw[span.start : span.start + 1]
    return first.islower() or (len(above.text) >= _LONG and first in '(“"&')


def blocks_of(spans: list[Span]) -> list[Block]:
    """Return the items and paragraphs of a section with the level of each item."""
    blocks: list[Block] = []
    for span in spans:
        if blocks and is_continued(blocks[-1], span):
            blocks[-1].spans.append(span)
        else:
            blocks.append(Block([span], span.line.is_item and span.start >= span.line.content_start))
    set_levels([block for block in blocks if block.is_item])
    return blocks


def mark_class(line: TextLine, above: str) -> str:
    """Return the sort of mark of an item: a number, letter, roman number, label, or the bullet itself.

    `above` is the sort of the item above, which decides what "(i)" is.
    """
    inner = line.numbering.strip("().:–— -")
    if not inner:
        return line.mark
    first = re.split(r"[.\s]", inner, maxsplit=1)[0]
    if first[:1].isdigit():
        return "number"
    if first[-1:].isdigit() or len(first) > 4:
        return first.rstrip("0123456789").lower()  # R1, Objective
    is_roman = set(first.lower()) <= set("ivx") and (len(first) > 1 or first.lower() == "i")
    return "roman" if is_roman and above != "letter" else "letter"


def set_levels(items: list[Block]) -> None:
    """Set whether each item is of level 1 or part of the one above.

    It is part of the one above by the depth of its numbering, its indent, or a mark of another sort than that
    of the first item. What is nested deeper is of level 2, too.
    """
    base_indent, base_kind, base_depth, above = 0, "", 0, ""
    for item in items:
        kind, indent = mark_class(item.line, above), item.line.indent
        depth = len(_INNER_POINT.findall(item.line.numbering))
        above = kind
        if not base_kind:
            base_indent, base_kind, base_depth = indent, kind, depth
        elif (
            depth > base_depth
            or indent > base_indent + 1
            or (kind != base_kind and indent >= base_indent - 1)
        ):
            item.level = 2
        elif indent < base_indent:
            base_indent, base_kind = indent, kind


def split_at(span: Span, separator: re.Pattern) -> list[Span]:
    """Split a span where the separator is found; what separates belongs to no part."""
    parts, start = [], span.start
    for found in separator.finditer(span.line.raw, span.start, span.end):
        parts.append(Span(span.line, start, found.start()))
        start = found.end()
    parts.append(Span(span.line, start, span.end))
    return [part for part in parts if part.text]


def by_semicolons(block: Block) -> list[Span]:
    """Return the parts of "this; that" and "1) this; 2) that", without the numbers; none if there is one."""
    if len(block.spans) != 1 or ";" not in block.spans[0].text.rstrip(" ;."):
        return []
    parts = split_at(block.spans[0], SEMICOLON)
    numbers = [_PATTERNS["part_number"].match(part.line.raw, part.start, part.end) for part in parts]
    if all(numbers[1:]):
        starts = [number.end() if number else part.start for part, number in zip(parts, numbers, strict=True)]
        parts = [Span(part.line, start, part.end) for part, start in zip(parts, starts, strict=True)]
    return parts if len(parts) > 1 else []


def by_commas_after_a_colon(span: Span) -> list[Span]:
    """Return the introduction and the parts of "…: This Programme, That Programme, and the Third".

    Only a list that ends in ", and", whose parts all begin with a capital, is split.
    """
    colon = span.line.raw.rfind(": ", span.start, span.end)
    rest = span.line.raw[colon + 1 : span.end]
    if colon < 0 or not _PATTERNS["end_of_comma_list"].search(rest) or ";" in rest or "(" in rest:
        return []
    parts = split_at(Span(span.line, span.end - len(rest.lstrip()), span.end), _PATTERNS["comma_list"])
    is_list = len(parts) >= 3 and all(part.text[:1].isupper() for part in parts)
    return [Span(span.line, span.start, colon), *parts] if is_list else []


def parts_within(block: Block, level: int, *, is_levelled: bool) -> tuple[list[Span], int]:
    """Return the parts of a block that is a list itself, and the level of all but the first; or no parts."""
    span = block.spans[0]
    bullets = split_at(span, _PATTERNS["inner_bullet"]) if len(block.spans) == 1 else []
    if len(bullets) > 1:
        is_head = not block.is_item or block.line.mark[:1] not in INNER_BULLETS
        return bullets, 2 if is_head and is_levelled else level
    parts = by_semicolons(block)
    is_numbered = _PATTERNS["part_number"].match(span.text[span.text.find(";") + 1 :])
    if parts and (not block.is_item or is_numbered):
        return parts, level
    is_prose = is_levelled and not block.is_item and len(block.spans) == 1
    return (by_commas_after_a_colon(span) if is_prose else []), 2


def tidy(text: str) -> str:
    """Return the text of an item as a row: without the sign that only separates items, and with a capital.

    A first word with a spelling of its own (mCommunity) stays.
    """
    text = " ".join(text.split()).rstrip(" ;,")
    first = text.partition(" ")[0]
    return f"{text[0].upper()}{text[1:]}" if first.isalpha() and first.islower() else text


@dataclass
class Rows:
    """The items of a section, what only introduces them, and what may be no part of the list."""

    items: list[Item] = field(default_factory=list)
    introductions: list[Block] = field(default_factory=list)
    doubtful: list[Block] = field(default_factory=list)


def read_rows(spans: list[Span], *, is_levelled: bool = False) -> Rows:
    """Return the rows of a section.

    Items are rows, and so are paragraphs. A line that ends with a colon introduces the list below it; where
    there are several of them, or one is no beginning of a sentence, each is a row of level 1 with its list as
    parts.
    """
    blocks, rows = blocks_of(spans), Rows()
    heads = introducing_blocks(blocks, is_levelled=is_levelled)
    are_rows = is_levelled and (len(heads) > 1 or heads[:1] != blocks[:1] or not heads[0].is_introduction)
    introducing = set(heads)
    has_items, has_seen_item, is_below = any(block.is_item for block in blocks), False, False
    for block in blocks:
        has_seen_item = has_seen_item or block.is_item
        if block in introducing and are_rows:
            is_below = True
            rows.items.append(Item(tidy(block.text.rstrip(" :")), 1, block.spans))
        elif block in introducing:
            rows.introductions.append(block)
        elif has_seen_item and is_stray(block):
            rows.doubtful.append(block)
        else:
            is_below = is_below and (block.is_item or not has_items)
            level = 2 if is_below else block.level if is_levelled else 1
            rows.items += items_of(block, level, is_levelled=is_levelled)
    return rows


def items_of(block: Block, level: int, *, is_levelled: bool) -> list[Item]:
    """Return a block as one row, or as several if it is a list itself."""
    parts, level_below = parts_within(block, level, is_levelled=is_levelled)
    if not parts:
        return [Item(tidy(block.text), level, block.spans)]
    texts = [tidy(part.text).rstrip(".:") for part in parts]
    levels = [level, *[level_below] * (len(parts) - 1)]
    return [Item(*row, [part]) for *row, part in zip(texts, levels, parts, strict=True)]


def introducing_blocks(blocks: list[Block], *, is_levelled: bool) -> list[Block]:
    """Return the paragraphs that end with a colon and come before what they introduce.

    Where rows have levels, a short line right before an item is one too.
    """
    return [
        block
        for block, after in itertools.pairwise(blocks)
        if (block.is_introduction and not after.is_introduction)
        or (is_levelled and after.is_item and not block.is_item and is_short(block, _HEAD_WORDS))
    ]


def is_short(block: Block, words: int) -> bool:
    return not block.line.is_sentence and len(block.text.split()) <= words


def is_stray(block: Block) -> bool:
    """Return whether a line below a list has neither the mark of its items nor the end of a sentence."""
    return not block.is_item and block.line.follows_blank and is_short(block, _STRAY_WORDS)
