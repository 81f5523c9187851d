"""Two texts beside each other, with the words marked in which they differ."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing word by word takes up to the product of both lengths: over this, the whole passage is marked.
MOST_PAIRS = 4_000_000


class Segment(NamedTuple):
    text: str
    is_marked: bool = False


Sides = tuple[list[Segment], list[Segment]]


def compare_texts(before: str, after: str) -> Sides:
    """Return both texts as segments, in each of which is marked what the other text lacks.

    They are compared line by line, and lines that differ word by word.
    """
    first, second = before.splitlines(keepends=True), after.splitlines(keepends=True)
    sides: Sides = ([], [])
    for one, other in _blocks(first, second):
        _add(sides, *_compare_words("".join(one), "".join(other)))
    return sides


def compare_lists(before: list[str], after: list[str]) -> Sides:
    """Return both lists of names, separated by commas, with the names marked that the other list lacks."""
    return _listed(before, set(after)), _listed(after, set(before))


def _listed(names: list[str], others: set[str]) -> list[Segment]:
    segments = []
    for name in names:
        segments += [Segment(", ")] if segments else []
        segments.append(Segment(name, name not in others))
    return segments


def _blocks(first: list[str], second: list[str]):
    if len(first) * len(second) > MOST_PAIRS:
        yield first, second
        return
    for _tag, start, end, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        yield first[start:end], second[from_:to]


def _compare_words(before: str, after: str) -> Sides:
    if before == after:
        return [Segment(before)], [Segment(after)]
    first, second = WORD.findall(before), WORD.findall(after)
    if len(first) * len(second) > MOST_PAIRS:
        return [Segment(before, True)], [Segment(after, True)]
    left, right = [], []
    for tag, start, end, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        left.append(Segment("".join(first[start:end]), tag != "equal"))
        right.append(Segment("".join(second[from_:to]), tag != "equal"))
    return left, right


def _add(sides: Sides, *segments: list[Segment]) -> None:
    """Add segments to both sides; neighbours of one kind become one."""
    for side, new in zip(sides, segments, strict=True):
        for segment in new:
            if side and side[-1].is_marked == segment.is_marked:
                side[-1] = Segment(side[-1].text + segment.text, segment.is_marked)
            elif segment.text:
                side.append(segment)
