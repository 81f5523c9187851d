"""The target groups of a project: the groups, the target number of each, and their countries."""

import re
from dataclasses import dataclass, field

from smartbalkans.page_texts.tables import load_patterns
from smartbalkans.page_texts.text.countries import COUNTRY_LIST, codes_in
from smartbalkans.page_texts.text.lists import Block, Span, blocks_of, by_semicolons
from smartbalkans.page_texts.text.words import sentences

DIRECT, FINAL = "direct", "final"
_PATTERNS = load_patterns("target_groups")
_PLACE_BEHIND = re.compile(
    rf"\s+(?:from|in)\s+{COUNTRY_LIST.pattern}$|\s+(?:from|in|of|across)\s+all\s+(?:the\s+)?(?:\w+\s+)?countries$"
)
_KEPT_WHOLE = re.compile(rf"\([^()]*\)|{COUNTRY_LIST.pattern}")
MAX_WORDS = 400
MAX_SENTENCE = 3000


@dataclass
class TargetRow:
    """A target group in the project's own words. `at_least` is None where no number is stated."""

    words: str
    kind: str
    at_least: int | None = None
    countries: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    is_from_sentence: bool = False


@dataclass
class TargetReading:
    """The rows of a section, and what stays text because it is sentences."""

    rows: list[TargetRow] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    introductions: list[Block] = field(default_factory=list)


def read_targets(spans: list[Span], kind: str) -> TargetReading:
    """Return the rows of a section; `kind` is that of its heading.

    An item of a list is a row. A sentence stays text, and the groups that it lists are rows besides. The
    beginning of each sentence states whether its groups are direct or final.
    """
    reading = TargetReading()
    blocks = blocks_of(spans)
    is_list = sum(is_plain_row(block) for block in blocks) > 1
    for block in blocks:
        text = block.text
        introduction = None if block.is_item else _PATTERNS["introduction"].match(text)
        if block.is_introduction:
            kind = kind_stated(introduction, kind)
            reading.introductions.append(block)
        elif block.is_item or (is_list and is_plain_row(block)):
            reading.rows.append(row_of(text, kind, block.spans))
        elif parts := by_semicolons(block):
            reading.rows += [row_of(part.text, kind, [part]) for part in parts]
        elif block.line.is_sentence or introduction or "," in text:
            reading.prose += block.spans
            reading.rows += rows_of_sentences(block, kind)
        else:
            reading.rows.append(row_of(text, kind, block.spans))
    return reading


def is_plain_row(block: Block) -> bool:
    """Return whether a line without a mark may be one of a list: no sentence and no introduction."""
    text = block.text
    return not (
        block.is_item or block.line.is_sentence or ";" in text or _PATTERNS["introduction"].match(text)
    )


def kind_stated(introduction: re.Match | None, kind: str) -> str:
    if introduction is None:
        return kind
    stated = (introduction["kind"] or "").strip().lower()
    noun = introduction["noun"].lower()
    # "Beneficiaries are …" after the target groups: those who benefit in the end.
    if stated in ("final", "end", "ultimate", "indirect") or (not stated and noun.startswith("benef")):
        return FINAL
    return DIRECT if stated or noun.startswith(("target", "audience")) else kind


def row_of(text: str, kind: str, spans: list[Span], around: tuple[str, ...] = ()) -> TargetRow:
    """Return the row of one group. Only a number that is a minimum becomes its target number."""
    words = " ".join(text.split()).rstrip(" ;,")
    at_least = None
    found = _PATTERNS["at_least"].search(words) or _PATTERNS["plain_number"].match(words)
    if (
        found
        and not _PATTERNS["no_least"].search(words[: found.start()])
        and len(_PATTERNS["number"].findall(words)) == 1
    ):
        at_least = int(re.sub(r"\D", "", found["number"]))
        words = f"{words[: found.start()]}{words[found.end() :]}".replace("()", "").strip(" ,")
    return TargetRow(words[:MAX_WORDS], kind, at_least, codes_in(text, around), spans)


def rows_of_sentences(block: Block, kind: str) -> list[TargetRow]:
    rows: list[TargetRow] = []
    for sentence in sentences(block.text):
        introduction = _PATTERNS["introduction"].match(sentence)
        kind = kind_stated(introduction, kind)
        listed = sentence[introduction.end() if introduction else 0 :]
        if len(listed) <= MAX_SENTENCE and (
            introduction or ("," in listed and not _PATTERNS["verb"].search(listed))
        ):
            rows += rows_of_list(listed, kind, block.spans)
    return rows


def rows_of_list(text: str, kind: str, spans: list[Span]) -> list[TargetRow]:
    """Return a row for each of "these, those, and the others".

    "45 teachers and 45 students from Albania": the place at the end belongs to all with a number, and so do
    all countries of a sentence with "from all three countries".
    """
    around = tuple(codes_in(text.partition("other countries")[0]))
    are_all = bool(_PATTERNS["all_countries"].search(text))
    rows = [row_of(part, kind, spans, around) for part in parts_of_list(text.strip().rstrip("."))]
    countries: list[str] = []
    for row in reversed(rows):
        row.is_from_sentence = True
        if row.at_least is not None and not row.countries:
            row.countries = list(around) if are_all else countries
        countries = row.countries or countries
        place = _PLACE_BEHIND.search(row.words)
        if place and ", " not in row.words[: place.start()]:
            row.words = row.words[: place.start()]
    return [row for row in rows if row.words]


def parts_of_list(text: str) -> list[str]:
    """Split a list at its commas and before its numbers, but not within brackets or a list of countries."""
    kept = [found.span() for found in _KEPT_WHOLE.finditer(text)]
    parts, start, place = [], 0, 0
    for separator in _PATTERNS["separator"].finditer(text):
        while place < len(kept) and kept[place][1] <= separator.start():
            place += 1
        is_inside = place < len(kept) and kept[place][0] <= separator.start()
        if not is_inside and not _PATTERNS["continues"].match(text, separator.end()):
            parts.append(text[start : separator.start()])
            start = separator.end()
    parts.append(text[start:])
    return [re.sub(r"^(?:the|and|also)\s+", "", part) for part in parts]
