"""Where one page of a text ends and the next begins."""

from collections.abc import Mapping
from itertools import pairwise

from catalogue.vocabulary import stems
from smartbalkans.page_texts.page import Account, Page
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.headings import PageKind, read_heading
from smartbalkans.page_texts.text.lines import TextLine

_ORDER = {name: frozenset(sections) for name, sections in load_table("sections")["order"].items()}
_PATTERNS = load_patterns("page_finder")
_GROUPS = {
    " ".join(stems(phrase))
    for name, others in load_table("vocabulary")["groups"].items()
    for phrase in (name, *others)
}
IS_TITLE, IS_NO_TITLE = "title", "no-title"


class PageFinder:
    """Finds where pages begin, in one pass from heading to heading.

    `answers` state of single lines, by their keys, that they are titles or are not.
    """

    def __init__(self, lines: list[TextLine], answers: Mapping[str, str]):
        self.lines = [line for line in lines if not line.is_blank]
        self.answers = answers
        self.headings = {
            line.number: heading
            for line in self.lines
            if (heading := read_heading(line)) and self.answer_to(line) != IS_TITLE
        }
        self.titles: dict[int, TextLine | None] = {}  # by the place of the line with which a page begins
        self.seen: set[str] = set()
        self.last_section = ""
        self.last_stop = -1
        self.is_after_separator = False
        self.signature = self.lines_of_signatures()

    def lines_of_signatures(self) -> set[int]:
        """Return the numbers of the lines that follow the end of a letter: up to the next blank line."""
        numbers: set[int] = set()
        for above, line in pairwise(self.lines):
            heading = self.headings.get(above.number)
            is_right_below = heading is not None and heading.section == "letter"
            is_continued = above.number in numbers and not line.follows_blank
            if line.number not in self.headings and (is_right_below or is_continued):
                numbers.add(line.number)
        return numbers

    def pages(self) -> list[Page]:
        """Return each page from the captions right above its title to those above the next one."""
        for place, line in enumerate(self.lines):
            if self.answer_to(line) == IS_TITLE:
                self.begin(place)
            elif line.number in self.headings:
                self.at_heading(place, self.headings[line.number].section)
            elif line.caption == "separator":
                self.is_after_separator = bool(self.titles) and place - 1 not in self.titles
            elif not line.caption:
                self.at_text(place)
        if self.lines and not self.titles:
            self.begin_first(len(self.lines))
        starts = sorted(self.titles)
        ends = [*map(self.with_captions_above, starts[1:]), len(self.lines)]
        return [
            Page(
                number,
                self.titles[start],
                Account(self.lines[begin:end]),
                self.headings,
                self.kind_of(start, end),
            )
            for number, (begin, start, end) in enumerate(zip([0, *ends], starts, ends, strict=False), start=1)
        ]

    def kind_of(self, start: int, end: int) -> PageKind | None:
        """Return the one kind that all headings of a page indicate; None if they indicate none or several."""
        numbers = [line.number for line in self.lines[start:end] if line is not self.titles[start]]
        kinds = {self.headings[number].kind for number in numbers if number in self.headings} - {None}
        if not kinds and self.opens_a_training(start):
            return PageKind.TRAINING
        return kinds.pop() if len(kinds) == 1 else None

    def begin(self, place: int, *, has_title: bool = True) -> None:
        self.titles[place] = self.lines[place] if has_title else None
        self.seen = set()
        self.last_stop = place
        self.is_after_separator = False

    def begin_first(self, end: int) -> None:
        places = (place for place in range(end) if self.may_be_title(self.lines[place]))
        title = self.title_above(end, is_far=True)
        title = next(places, None) if title is None else title
        self.begin(title or 0, has_title=title is not None)

    def may_be_title(self, line: TextLine) -> bool:
        if line.number in self.headings or line.number in self.signature or not line.may_be_title:
            return False
        return self.answer_to(line) != IS_NO_TITLE and " ".join(stems(line.text)) not in _GROUPS

    def answer_to(self, line: TextLine) -> str:
        return self.answers.get(line.key, "") if self.answers else ""

    def at_heading(self, place: int, section: str) -> None:
        if not self.titles:
            self.begin_first(place)
        elif section == "name" and self.seen:
            self.begin(place, has_title=False)
        elif self.seen:
            self.begin_a_next(place, section)
        if section not in _ORDER["facts"]:
            self.seen.add(section)
        self.last_section, self.last_stop = section, place

    def begin_a_next(self, place: int, section: str) -> None:
        # News of a training have no headings: one with a title right above it is of the next page.
        is_opening = section in _ORDER["opening"] and bool(self.seen - _ORDER["opening"])
        is_new = is_opening or bool(self.seen & {section, "training"})
        title = self.title_above(place, is_far=is_new)
        if title is not None and (is_new or self.lines[title - 1].caption):
            self.begin(title)

    def title_above(self, place: int, *, is_far: bool) -> int | None:
        """Return the place of the line right above a heading if it may be a title.

        If a new page surely begins, it may be further above, with nothing but sentences between.
        """
        for above in range(place - 1, self.last_stop, -1):
            line = self.lines[above]
            if line.caption:
                continue
            if self.may_be_title(line):
                return above if not above or self.is_apart(above) else None
            if not is_far or line.is_item or not line.is_sentence:
                return None
        return None

    def is_apart(self, place: int) -> bool:
        """Return whether a line cannot be the last one of the list above it."""
        above = self.lines[place - 1]
        if above.caption or above.is_item or above.is_sentence:
            return True
        return self.last_section not in _ORDER["of_names"] and above.number not in self.headings

    def at_text(self, place: int) -> None:
        """Begin a page that no heading opens: after a line between pages, or with news of a training."""
        line, may_begin = self.lines[place], not self.titles or self.seen
        if self.is_after_separator and self.may_be_title(line):
            self.begin(place)
        elif may_begin and self.opens_a_training(place) and self.may_be_title(line):
            self.begin(place)
            self.seen.add("training")
        self.is_after_separator = False

    def opens_a_training(self, place: int) -> bool:
        below = [line for line in self.lines[place + 1 : place + 4] if not line.caption]
        if not below or below[0].number in self.headings or not below[0].is_sentence:
            return False
        text = below[0].text
        return bool(_PATTERNS["training"].search(text) and _PATTERNS["held"].search(text) and days_in(text))

    def with_captions_above(self, place: int) -> int:
        while place > 0 and self.lines[place - 1].caption:
            place -= 1
        return place
