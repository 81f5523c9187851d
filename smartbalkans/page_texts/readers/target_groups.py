"""Whom a project means to reach: groups, how many of each at least, in which countries."""

import itertools
import re
from dataclasses import dataclass, field

from smartbalkans.page_texts.text.countries import COUNTRY_LIST, codes_in
from smartbalkans.page_texts.text.lists import Block, Span, blocks_of, by_semicolons
from smartbalkans.page_texts.text.words import sentences

DIRECT, FINAL = "direct", "final"
_INTRODUCTION = re.compile(
    r"(?:in addition,?\s+|additionally,?\s+|moreover,?\s+|"
    r"also,?\s+)?(?:the\s+)?(?:project[’']?s?\s+)?(?:main\s+|primary\s+)?"
    r"(?P<kind>direct(?:ly)?\s+|final\s+|end\s+|ultimate\s+|indirect\s+)?"
    r"(?P<noun>target(?:ed)? groups?(?: and beneficiaries)?|beneficiaries|beneficiary groups?|users|audience)"
    r"(?:\s+of\s+(?:the|this|our)\s+(?:project|action|intervention))?\s*"
    r"(?:is|are|will be|include|includes|consists? of|:)\s*(?:also\s+|as follows:?\s*|the "
    r"following:?\s*)?:?\s*",
    re.I,
)
_NUMBER = r"\d{1,3}(?:[.,  ]\d{3})+|\d+"
_AT_LEAST = re.compile(
    rf"(?:at least|a minimum of|minimum|min\.|more than|over|not less than|no fewer "
    rf"than)\s+(?P<number>{_NUMBER})(?!\d|[.,  ]\d{{3}})(?:\s+(?:of\s+)?|(?=\W|$))",
    re.I,
)
_PLAIN_NUMBER = re.compile(rf"(?P<number>{_NUMBER})\s+(?=[^\W\d_])")
_NO_LEAST = re.compile(r"(?:up to|around|about|approximately|some|circa|ca\.|less than|maximum)\s+$", re.I)
# What begins in one of these ways goes on from the group before it.
_GOES_ON = re.compile(
    r"(?:especially|particularly|in particular|including|includes|such as|mainly|mostly|namely|among them|"
    r"above all|as well as those|"
    r"e\.g\.|i\.e\.|with|from|in|who|whose|which|that|aged|of|initiatives,?|frameworks?)\b|[a-z]+ing\b(?! "
    r"(?:authorities|people|committees|institutions))",
    re.I,
)
_ALL_OF_THEM = re.compile(
    r"(?:from|in|of|across)\s+all\s+(?:the\s+)?(?:two|three|four|five|six)?\s*countries\b", re.I
)
_REPRESENTATIVES = re.compile(r"(?:representatives|members)\s+of\s+", re.I)
_PLACE_BEHIND = re.compile(
    rf"\s+(?:from|in)\s+(?:{COUNTRY_LIST.pattern}|all\s+(?:the\s+)?(?:\w+\s+)?countries)$"
)
_STOP = "\ue000"
MOST_WORDS = 400


@dataclass
class TargetRow:
    """A target group. `words` are the project's own; `at_least` is empty where no number is stated."""

    words: str
    kind: str
    at_least: int | None = None
    countries: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    is_derived: bool = False


@dataclass
class TargetReading:
    """The rows of the sections, and the stretches that stay as text because they are sentences."""

    rows: list[TargetRow] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    introductions: list[Block] = field(default_factory=list)


def read_targets(spans: list[Span], kind: str) -> TargetReading:
    """Take the stretches of a section and the kind that its heading says, give its rows.

    An item of a list is a row. A sentence stays as it is, and its groups are rows beside it: each says by its
    own beginning whether its groups are direct or final.
    """
    reading = TargetReading()
    blocks = blocks_of(spans)
    is_list = sum(is_plain_row(block) for block in blocks) > 1
    for block in blocks:
        if block.is_item:
            reading.rows.append(row_of(block.text, kind, block.spans))
        elif block.is_introduction:
            introduction = _INTRODUCTION.match(block.text)
            kind = kind_said(introduction, kind) if introduction else kind
            reading.introductions.append(block)
        elif is_list and is_plain_row(block):
            reading.rows.append(row_of(block.text, kind, block.spans))
        elif parts := by_semicolons(block):
            reading.rows += [row_of(part.text, kind, [part]) for part in parts]
        elif block.line.is_sentence or _INTRODUCTION.match(block.text) or "," in block.text:
            reading.prose += block.spans
            reading.rows += rows_of_sentences(block, kind)
        else:
            reading.rows.append(row_of(block.text, kind, block.spans))
    return reading


def is_plain_row(block: Block) -> bool:
    """Tell whether a line without a mark may be one of a list: no sentence, and it introduces nothing."""
    text = block.text
    return not (block.is_item or block.line.is_sentence or ";" in text or _INTRODUCTION.match(text))


def kind_said(introduction: re.Match, kind: str) -> str:
    said = (introduction["kind"] or "").strip().lower()
    if said in ("final", "end", "ultimate", "indirect"):
        return FINAL
    if said.startswith("direct") or introduction["noun"].lower().startswith(("target", "audience")):
        return DIRECT
    # "Beneficiaries are …" after the target groups: those who benefit in the end.
    return FINAL if introduction["noun"].lower().startswith("benef") else kind


def row_of(text: str, kind: str, spans: list[Span], around: tuple[str, ...] = ()) -> TargetRow:
    """Take the words of one group, give its row. Only a number that is a least one becomes a number."""
    words = " ".join(text.split()).rstrip(" ;,")
    at_least = None
    found = _AT_LEAST.search(words) or _PLAIN_NUMBER.match(words)
    if found and not _NO_LEAST.search(words[: found.start()]) and len(re.findall(_NUMBER, words)) == 1:
        at_least = int(re.sub(r"\D", "", found["number"]))
        words = f"{words[: found.start()]}{words[found.end() :]}".replace("()", "").strip(" ,")
    return TargetRow(words[:MOST_WORDS], kind, at_least, codes_in(text, around), spans)


def rows_of_sentences(block: Block, kind: str) -> list[TargetRow]:
    rows: list[TargetRow] = []
    for sentence in sentences(block.text):
        introduction = _INTRODUCTION.match(sentence)
        if introduction:
            kind = kind_said(introduction, kind)
            rows += rows_of_list(sentence[introduction.end() :], kind, block.spans)
        elif is_plain_list(sentence):
            rows += rows_of_list(sentence, kind, block.spans)
    return rows


def is_plain_list(sentence: str) -> bool:
    """Tell whether a sentence has no verb of its own, as far as its shape shows: a list and nothing else."""
    return "," in sentence and not re.search(
        r"\b(is|are|was|were|will|has|have|aims?|includes?|works?|can|to)\b", sentence
    )


def rows_of_list(text: str, kind: str, spans: list[Span]) -> list[TargetRow]:
    """Take "these, those, and the others", give a row for each. A sentence's countries count for all of it
    where it says "from all three countries"."""
    around = tuple(codes_in(text.partition("other countries")[0]))
    rows = [row_of(part, kind, spans, around) for part in parts_of_list(text.strip().rstrip("."))]
    for number, row in enumerate(rows):
        row.is_derived = True
        if row.at_least is not None and not row.countries:
            # "4500 elementary and 4500 high school students from Albania": the place is said once, at the
            # end.
            row.countries = next((later.countries for later in rows[number:] if later.countries), [])
            if _ALL_OF_THEM.search(text):
                row.countries = list(around)
    for row in (row for row in rows if ", " not in row.words.removesuffix(place_behind(row.words))):
        row.words = _PLACE_BEHIND.sub("", row.words)
    with_nouns(rows)
    return [row for row in rows if row.words]


def place_behind(words: str) -> str:
    found = _PLACE_BEHIND.search(words)
    return found.group() if found else ""


def parts_of_list(text: str) -> list[str]:
    """Part a list at its commas and before its numbers, but not within brackets or a list of countries."""
    held: list[str] = []

    def hold(found: re.Match) -> str:
        held.append(found.group())
        return f"{_STOP}{len(held) - 1}{_STOP}"

    text = re.sub(r"\([^()]*\)", hold, text)
    text = COUNTRY_LIST.sub(hold, text)
    text = re.sub(rf"\s+and\s+(?=(?:at least\s+)?(?:{_NUMBER})\s)", ", ", text)
    text = re.sub(r",?\s+as well as\s+", ", ", text)
    text = re.sub(r",\s+(?:and|or)\s+", ", ", text)
    parts: list[str] = []
    for part in re.split(r"\s*[,;]\s+", text):
        if parts and _GOES_ON.match(part):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    release = re.compile(rf"{_STOP}(\d+){_STOP}")
    for _depth in range(2):
        parts = [release.sub(lambda found: held[int(found[1])], part) for part in parts]
    return [re.sub(r"^(?:the|and|also)\s+", "", part) for part in parts]


def with_nouns(rows: list[TargetRow]) -> None:
    """Give "4500 elementary and 4500 high school students" its noun twice: an adjective alone is no group."""
    for row, after in itertools.pairwise(rows):
        if row.at_least is not None and row.words == "elementary" and "school" in after.words:
            row.words = "elementary school students"
