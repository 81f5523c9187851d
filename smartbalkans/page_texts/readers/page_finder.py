"""Where one page of a text ends and the next begins."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.folding import fold
from smartbalkans.page_texts.text.captions import caption_reason, is_separator
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.headings import Heading, read_heading
from smartbalkans.page_texts.text.lines import Line, looks_like_a_title

# With these a page opens. Once a page has had any other section, one of them begins a new page.
OPENING = {"orientation", "summary", "partners", "lead"}
FACTS = {
    "acronym",
    "local_name",
    "town",
    "founded",
    "website",
    "email",
    "name",
    "countries",
    "themes",
    "grant",
    "letter",
    "other",
}
IS_TITLE, IS_NO_TITLE = "title", "no-title"
_TRAINING = re.compile(r"\b(trainings?|workshops?|seminars?|webinars?)\b", re.I)
_HELD = re.compile(
    r"\b(organi[sz]ed|held|took place|conducted|delivered|hosted|gathered|begins?|starts?|will be)\b", re.I
)


@dataclass
class Stretch:
    """The lines of one page, and which of them is its title: None where none can be told."""

    lines: list[Line]
    title: Line | None
    repeated: set[str] = field(default_factory=set)


class PageFinder:
    """Walks through a text from heading to heading and notes where a page begins.

    `answers` say of single lines, by their keys, that they are titles or are not.
    """

    def __init__(self, lines: list[Line], answers: Mapping[str, str]):
        self.lines = lines
        self.answers = answers
        self.headings = {
            line.number: heading
            for line in lines
            if answers.get(line.key, "") != IS_TITLE and (heading := read_heading(line))
        }
        self.lines_told = [line for line in lines if not line.is_blank]
        self.titles: list[Line] = []
        self.seen: set[str] = set()
        self.is_after_separator = False

    def stretches(self) -> list[Stretch]:
        told = self.lines_told
        for place, line in enumerate(told):
            if self.answers.get(line.key) == IS_TITLE:
                self.begin(line)
            elif line.number in self.headings:
                self.at_heading(told, place)
            elif is_separator(line.text):
                self.is_after_separator = bool(self.titles) and told[place - 1] not in self.titles
            elif caption_reason(line.text) is None:
                self.at_text(told, place)
        return self.cut(told)

    def begin(self, title: Line) -> None:
        if title not in self.titles:
            self.titles.append(title)
        self.seen = set()
        self.is_after_separator = False

    def may_be_title(self, line: Line) -> bool:
        if self.answers.get(line.key) == IS_NO_TITLE or line.number in self.headings:
            return False
        return looks_like_a_title(line) and caption_reason(line.text) is None

    def at_heading(self, told: list[Line], place: int) -> None:
        heading = self.headings[told[place].number]
        if not self.titles:
            self.begin_the_first(told[:place])
        elif self.seen:
            self.begin_a_next(told, place, heading)
        if heading.section not in FACTS:
            self.seen.add(heading.section)

    def begin_the_first(self, above: list[Line]) -> None:
        title = next(filter(self.may_be_title, above), None)
        if title is not None:
            self.begin(title)

    def begin_a_next(self, told: list[Line], place: int, heading: Heading) -> None:
        above = self.lines_of_this_page(told[:place])
        # News of a training have no headings: one with a title right above it is of the next page.
        is_new = (
            heading.section in self.seen
            or "training" in self.seen
            or bool(heading.section in OPENING and self.seen - OPENING)
        )
        title = self.title_above(above, is_far=is_new)
        if title is None or title in self.titles:
            return
        if is_new or self.has_caption_above(title, told):
            self.begin(title)

    def lines_of_this_page(self, above: list[Line]) -> list[Line]:
        """Give the lines since the last heading of the page so far: among them a next title has to be."""
        last = max(
            (
                number
                for number, line in enumerate(above)
                if line.number in self.headings or line in self.titles[-1:]
            ),
            default=-1,
        )
        return above[last + 1 :]

    def title_above(self, above: list[Line], *, is_far: bool) -> Line | None:
        """Give the line right above a heading if it may be a title; or, if a new page surely begins, the
        nearest one with nothing but sentences between."""
        for line in reversed(above):
            if caption_reason(line.text) is not None:
                continue
            if self.may_be_title(line):
                return line
            if not is_far or line.is_item or not line.is_sentence:
                return None
        return None

    @staticmethod
    def has_caption_above(title: Line, told: list[Line]) -> bool:
        place = told.index(title)
        return place > 0 and caption_reason(told[place - 1].text) is not None

    def at_text(self, told: list[Line], place: int) -> None:
        """Begin a page that no heading opens: after a line between pages, or where a training is told of."""
        line = told[place]
        if self.is_after_separator and self.may_be_title(line):
            self.begin(line)
            return
        self.is_after_separator = False
        if (not self.titles or self.seen) and self.may_be_title(line) and self.opens_a_training(told, place):
            self.begin(line)
            self.seen.add("training")

    def opens_a_training(self, told: list[Line], place: int) -> bool:
        below = [line for line in told[place + 1 : place + 4] if caption_reason(line.text) is None]
        if not below or below[0].number in self.headings:
            return False
        text = below[0].text
        is_news = below[0].is_sentence and bool(_TRAINING.search(text)) and bool(_HELD.search(text))
        return is_news and bool(days_in(text))

    def cut(self, told: list[Line]) -> list[Stretch]:
        """Give each page from the stray lines right above its title to those above the next one's."""
        if not self.titles:
            headed = [place for place, line in enumerate(told) if line.number in self.headings]
            first = next(filter(self.may_be_title, told[: headed[0]] if headed else told), None)
            return [Stretch(told, first)] if told else []
        self.titles.sort(key=lambda line: line.number)
        starts = [told.index(title) for title in self.titles]
        starts[0] = self.behind_a_repeated(told, starts)
        repeated = self.repeated_above(told, starts)
        cuts = [0]
        for place in starts[1:]:
            start = place
            while start > 0 and (
                caption_reason(told[start - 1].text) is not None or fold(told[start - 1].text) in repeated
            ):
                start -= 1
            cuts.append(start)
        ends = [*cuts[1:], len(told)]
        return [
            Stretch(told[cut:end], told[place], repeated)
            for cut, end, place in zip(cuts, ends, starts, strict=True)
        ]

    def behind_a_repeated(self, told: list[Line], starts: list[int]) -> int:
        """Give where the first page's title stands: not what stands above the other titles too."""
        first = starts[0]
        above_others = {fold(told[place - 1].text) for place in starts[1:]}
        follows = told[first + 1 : first + 2]
        if fold(told[first].text) in above_others and follows and self.may_be_title(follows[0]):
            return first + 1
        return first

    def repeated_above(self, told: list[Line], starts: list[int]) -> set[str]:
        """Give the short lines that stand right above several titles: they belong to the site, not to a
        page."""
        above = Counter(
            fold(told[place - 1].text)
            for place in starts
            if place and not told[place - 1].is_item and not told[place - 1].is_sentence
        )
        return {text for text, times in above.items() if times > 1 and len(text) <= 80}
