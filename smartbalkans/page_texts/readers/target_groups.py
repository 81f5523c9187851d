"""The target groups of a project: the groups, the target number of each, and their countries."""

import re
from dataclasses import dataclass, field

from smartbalkans.page_texts.tables import load_patterns
from smartbalkans.page_texts.text.lines import sentences
from smartbalkans.page_texts.text.lists import Block, Span
from smartbalkans.places.countries import COUNTRY_LIST, codes_in

DIRECT, FINAL = "direct", "final"
_PATTERNS = load_patterns("target_groups")
_KEPT_WHOLE = re.compile(rf"\([^()]*\)|{COUNTRY_LIST.pattern}")
MAX_WORDS = 400
MAX_SENTENCE = 3000


@dataclass
class TargetRow:
    """A target group in the project's own words. `at_least` is None where no number is stated.

    `group` is the beneficiary group that it is matched with, if there is one.
    """

    words: str
    kind: str
    at_least: int | None = None
    countries: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    group: str = ""


def is_prose(block: Block, sign: str) -> bool:
    """Return whether a line is a sentence or an introduction, or has a sign of several groups."""
    return block.line.is_sentence or sign in block.text or bool(_PATTERNS["introduction"].match(block.text))


def kind_stated(text: str, kind: str) -> str:
    """Return the kind of target groups that the beginning of a sentence states; `kind` if it states none."""
    introduction = _PATTERNS["introduction"].match(text)
    if introduction is None:
        return kind
    stated = (introduction["kind"] or "").strip().lower()
    noun = introduction["noun"].lower()
    # "Beneficiaries are …" after the target groups: those who benefit in the end.
    if stated in ("final", "end", "ultimate", "indirect") or (not stated and noun.startswith("benef")):
        return FINAL
    return DIRECT if stated or noun.startswith(("target", "audience")) else kind


def row_of(text: str, kind: str, spans: list[Span]) -> TargetRow:
    """Return the row of one group. Only a number that is a minimum becomes its target number."""
    words = " ".join(text.split()).rstrip(" ;,")
    at_least = None
    found = _PATTERNS["at_least"].search(words) or _PATTERNS["plain_number"].match(words)
    is_single = len(_PATTERNS["number"].findall(words)) == 1
    if found and is_single and not _PATTERNS["no_least"].search(words[: found.start()]):
        at_least = int(re.sub(r"\D", "", found["number"]))
        words = f"{words[: found.start()]}{words[found.end() :]}".replace("()", "").strip(" ,")
    return TargetRow(words[:MAX_WORDS], kind, at_least, codes_in(text), spans)


def rows_of_sentences(block: Block, kind: str) -> list[TargetRow]:
    """Return the rows of the groups that sentences list, besides which they stay text.

    The beginning of each sentence states whether its groups are direct or final.
    """
    rows: list[TargetRow] = []
    for sentence in sentences(block.text):
        introduction = _PATTERNS["introduction"].match(sentence)
        kind = kind_stated(sentence, kind)
        listed = sentence[introduction.end() if introduction else 0 :]
        is_list = introduction or ("," in listed and not _PATTERNS["verb"].search(listed))
        if is_list and len(listed) <= MAX_SENTENCE:
            rows += [row_of(part, kind, block.spans) for part in parts_of_list(listed.strip().rstrip("."))]
    return [row for row in rows if row.words]


def parts_of_list(text: str) -> list[str]:
    """Split a list at its commas and before its numbers, but not within brackets or a list of countries."""
    hidden = _KEPT_WHOLE.sub(lambda found: "x" * len(found.group()), text)
    ends, starts = [], [0]
    for separator in _PATTERNS["separator"].finditer(hidden):
        if not _PATTERNS["continues"].match(text, separator.end()):
            ends.append(separator.start())
            starts.append(separator.end())
    parts = [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]
    return [re.sub(r"^(?:the|and|also)\s+", "", part) for part in parts]
