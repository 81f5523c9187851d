"""The lines of a page by the heading they stand under."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalogue.folding import fold
from smartbalkans.page_texts.account import Account, Use
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.page_finder import Stretch
from smartbalkans.page_texts.text.captions import caption_reason
from smartbalkans.page_texts.text.headings import Heading, Kind, read_heading
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.lists import Span

LEAVE_OUT, AS_HEADING, AS_TEXT = "leave-out", "heading:", "text:"
# The sections that each kind of page may have.
SECTIONS = {
    Kind.ORGANISATION: (
        *("orientation", "summary", "goals", "strategic_goals", "beneficiaries", "activities", "countries"),
        *("acronym", "local_name", "town", "founded", "website", "email", "name"),
    ),
    Kind.PROJECT: (
        *("partners", "lead", "summary", "goals", "objectives", "results", "target_groups"),
        *("final_beneficiaries", "activities", "themes", "countries", "acronym", "name"),
    ),
    Kind.TRAINING: (
        *("summary", "speakers", "topics", "audience", "dates", "place", "testimonials", "countries", "name"),
    ),
}
# What other kinds call a section that this kind has under another name.
_MEANS = {
    Kind.ORGANISATION: {
        "target_groups": "beneficiaries",
        "final_beneficiaries": "beneficiaries",
        "objectives": "goals",
    },
    Kind.PROJECT: {},
    Kind.TRAINING: {
        "target_groups": "audience",
        "beneficiaries": "audience",
        "themes": "topics",
        "town": "place",
    },
}
_LIST_SECTIONS = {"activities"}


@dataclass
class Section:
    name: str
    heading: Line | None
    spans: list[Span] = field(default_factory=list)


def kind_of(
    stretch: Stretch, headings: list[Heading], *, is_training: bool
) -> tuple[Kind | None, list[Kind]]:
    """Tell the kind of a page from its headings: the one kind that all of them speak for, or none.

    Gives besides the kinds that something speaks for, the most likely first.
    """
    votes = Counter(heading.kind for heading in headings if heading.kind)
    if is_training and not votes:
        return Kind.TRAINING, [Kind.TRAINING]
    kinds = [kind for kind, _votes in votes.most_common()]
    return (kinds[0], kinds) if len(kinds) == 1 else (None, kinds)


class Sections:
    """Reads a page line by line into sections, and accounts for whatever goes into none."""

    def __init__(self, page: Page, stretch: Stretch, answers: Mapping[str, str], *, has_lead_text: bool):
        self.page = page
        self.account: Account = page.account
        self.stretch = stretch
        self.answers = answers
        self.found: list[Section] = []
        self.by_name: dict[str, Section] = {}
        self.unknown: Line | None = None
        self.names = {heading.section for line in stretch.lines if (heading := read_heading(line))}
        if has_lead_text:
            self.found.append(Section("summary", None))

    def read(self) -> list[Section]:
        lines = self.stretch.lines
        for place, line in enumerate(lines):
            answer = self.answers.get(line.key, "")
            if line is self.stretch.title:
                self.account.put_line(line, Use.TITLE)
            elif answer == LEAVE_OUT:
                self.drop(line, _("you left it out"))
            elif self.is_said(answer, AS_HEADING):
                self.head(line, answer.removeprefix(AS_HEADING))
                self.page.asked[line.key] = _("You chose what this heading is.")
            elif self.is_said(answer, AS_TEXT):
                self.put_into(answer.removeprefix(AS_TEXT), line)
                self.page.asked[line.key] = _("You chose where this line belongs.")
            else:
                self.read_line(lines, place)
        return [*self.found, *self.by_name.values()]

    def is_said(self, answer: str, prefix: str) -> bool:
        """Tell whether an answer names a section that this kind of page has: the kind may have changed
        since."""
        return answer.startswith(prefix) and answer.removeprefix(prefix) in SECTIONS.get(self.page.kind, ())

    def read_line(self, lines: list[Line], place: int) -> None:
        line = lines[place]
        heading = read_heading(line)
        reason = caption_reason(line.text)
        if heading and self.means(heading.section):
            self.head(line, self.means(heading.section), heading)
        elif heading:
            self.unknown_heading(line, heading)
        elif reason is not None:
            self.drop(line, reason)
        elif self.is_repeated(line, place, lines):
            self.drop(line, _("repeated before several titles"))
        elif self.page.kind is None:
            self.no_place(line, _("choose the type of page first"))
        elif not self.found and self.unknown is None:
            self.no_place(line, _("before the first heading"))
        elif self.is_unknown_heading(lines, place):
            self.unknown_heading(line, None)
        elif self.unknown is not None:
            self.no_place(line, _("under “{heading}”").format(heading=self.unknown.content[:80]))
        else:
            self.found[-1].spans.append(
                Span(line, line.content_start if line.is_item else line.start, line.end)
            )

    def means(self, section: str) -> str:
        """Give the section that a heading means on this kind of page; empty if it means none for sure."""
        kind = self.page.kind
        if kind is None:
            return ""
        if kind == Kind.PROJECT and section == "beneficiaries":
            return (
                "final_beneficiaries"
                if "target_groups" in self.names
                else "target_groups"
                if "final_beneficiaries" in self.names
                else ""
            )
        if section == "strategic_goals" and kind == Kind.PROJECT:
            return ""
        section = _MEANS[kind].get(section, section)
        return section if section in SECTIONS[kind] else ""

    def head(self, line: Line, section: str, heading: Heading | None = None) -> None:
        self.unknown = None
        self.found.append(Section(section, line))
        end = heading.end if heading else line.end
        self.account.put(Span(line, line.start, end), Use.HEADING, section)
        if heading and heading.is_inline:
            rest = line.raw[end : line.end]
            self.found[-1].spans.append(Span(line, end + len(rest) - len(rest.lstrip()), line.end))

    def put_into(self, section: str, line: Line) -> None:
        """Put a line into a section that a person named: at the end of it if there is one."""
        target = next((one for one in reversed(self.found) if one.name == section), None)
        if target is None:
            target = self.by_name.setdefault(section, Section(section, None))
        target.spans.append(Span(line, line.content_start if line.is_item else line.start, line.end))

    def drop(self, line: Line, reason: str) -> None:
        self.account.put_line(line, Use.DROPPED, note=str(reason))
        self.page.asked[line.key] = _("Left out: {reason}.").format(reason=reason)

    def no_place(self, line: Line, reason: str) -> None:
        self.account.put_line(line, Use.UNPLACED, note=str(reason))
        self.page.asked[line.key] = _("Not used: {reason}.").format(reason=reason)

    def unknown_heading(self, line: Line, heading: Heading | None) -> None:
        self.unknown = line
        if self.page.kind is None:
            self.no_place(line, _("choose the type of page first"))
        elif heading and heading.section == "letter":
            self.no_place(line, _("the end of a letter"))
        elif heading and heading.section == "grant":
            self.no_place(line, _("about the grant, which has its own form"))
        elif heading:
            self.no_place(line, _("heading not recognised for this type of page"))
        else:
            self.no_place(line, _("heading not recognised"))

    def is_repeated(self, line: Line, place: int, lines: list[Line]) -> bool:
        after = lines[place + 1 :]
        is_above_title = line.number < (self.stretch.title.number if self.stretch.title else 0)
        return fold(line.text) in self.stretch.repeated and (is_above_title or not after)

    def is_unknown_heading(self, lines: list[Line], place: int) -> bool:
        """Tell whether a line looks like a heading and is none of those known: short, by itself, and what
        follows is a list or a paragraph. A line of a list without marks is followed by another such line."""
        line, after = lines[place], lines[place + 1 : place + 2]
        words = line.text.rstrip(" :")
        limit = 10 if words.isupper() else 6
        if line.is_item or line.is_sentence or len(words.split()) > limit or not after:
            return False
        if not looks_like_a_title_of_section(line, words) or read_heading(after[0]):
            return False
        if self.is_right_below_heading(lines, place) or self.is_head_of_a_list(lines, place):
            return False
        above = lines[place - 1]
        is_between = above.is_sentence or above.is_item
        is_likely = is_between or words.isupper() or len(after[0].text) > 60
        return after[0].is_item or (after[0].is_sentence and is_likely)

    def is_right_below_heading(self, lines: list[Line], place: int) -> bool:
        above = next((line for line in reversed(lines[:place]) if caption_reason(line.text) is None), None)
        return (
            above is None
            or above is self.stretch.title
            or above is (self.found[-1].heading if self.found else None)
        )

    def is_head_of_a_list(self, lines: list[Line], place: int) -> bool:
        """Tell whether activities are told under heads of their own, of which this may be the next."""
        section = self.found[-1] if self.found and self.unknown is None else None
        if section is None or section.name not in _LIST_SECTIONS:
            return False
        first = section.spans[0].line if section.spans else lines[place]
        follows = [span.line for span in section.spans[1:2]]
        return not first.is_item and not first.is_sentence and all(line.is_item for line in follows)


def looks_like_a_title_of_section(line: Line, words: str) -> bool:
    return line.follows_blank and words[:1].isupper() and not re.search(r"[,;]$", words)
