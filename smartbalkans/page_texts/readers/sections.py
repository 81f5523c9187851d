"""The lines of a page by the heading above them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartbalkans.page_texts.page import Page, Use
from smartbalkans.page_texts.tables import load_table
from smartbalkans.page_texts.text.captions import REASONS
from smartbalkans.page_texts.text.headings import Heading, PageKind
from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.text.lists import Span

LEAVE_OUT, AS_HEADING, AS_TEXT = "leave-out", "heading:", "text:"
_TABLE = load_table("sections")
SECTIONS: dict[PageKind, list[str]] = {kind: _TABLE[kind]["sections"] for kind in PageKind}
UNKNOWN = {
    "": gettext_lazy("heading not recognised"),
    "other": gettext_lazy("heading not recognised for this type of page"),
    "letter": gettext_lazy("the end of a letter"),
    "grant": gettext_lazy("about the grant, which has its own form"),
}
MAX_HEADING_WORDS = 6
MAX_CAPITAL_WORDS = 10
LONG_TEXT = 60


@dataclass
class PageSection:
    name: str
    heading: TextLine | None
    spans: list[Span] = field(default_factory=list)


class Sections:
    """Sorts the lines of a page into sections, and accounts for those that go into none."""

    def __init__(self, page: Page, answers: Mapping[str, str]):
        self.page = page
        self.lines = page.account.lines
        self.headings = page.headings
        self.answers = answers
        self.found: list[PageSection] = (
            [PageSection("summary", None)] if page.kind == PageKind.TRAINING else []
        )
        self.chosen: dict[str, PageSection] = {}
        self.unknown: TextLine | None = None
        self.names = {heading.section for line in self.lines if (heading := self.headings.get(line.number))}

    def read(self) -> list[PageSection]:
        for place, line in enumerate(self.lines):
            answer, _colon, section = (
                self.answers.get(line.key, "").partition(":") if self.answers else [""] * 3
            )
            if line is self.page.title:
                self.page.account.put([Span(line, line.start)], Use.TITLE)
            elif answer == LEAVE_OUT:
                self.page.set_aside([Span(line, line.start)], Use.DROPPED, _("you left it out"))
            elif section in SECTIONS.get(self.page.kind, ()) and answer in ("heading", "text"):
                self.page.asked.add(line.key)
                self.head(line, section) if answer == "heading" else self.add_to(section, line)
            else:
                self.read_line(place)
        return [*self.found, *self.chosen.values()]

    def read_line(self, place: int) -> None:
        line = self.lines[place]
        heading = self.headings.get(line.number)
        section = self.meaning_of(heading.section) if heading else ""
        if section:
            self.head(line, section, heading)
            return
        use, reason = self.reason_against(place, heading)
        if reason:
            self.page.set_aside([Span(line, line.start)], use, reason)
        else:
            self.found[-1].spans.append(Span(line, line.content_start))

    def reason_against(self, place: int, heading: Heading | None) -> tuple[Use, str]:
        """Return why a line is in no section, if it is in none, and whether it is left out for good."""
        line, kind = self.lines[place], self.page.kind
        if line.caption and not heading:
            use = Use.UNPLACED if line.caption in ("link", "contact") else Use.DROPPED
            return use, REASONS[line.caption]
        is_below_none = not heading and not self.found and self.unknown is None
        if heading or (kind and not is_below_none and self.is_unknown_heading(place)):
            self.unknown = line
            reason = UNKNOWN.get(heading.section if heading else "", UNKNOWN["other"])
        elif is_below_none:
            reason = _("before the first heading")
        elif self.unknown is None:
            return Use.FIELD, ""
        else:
            reason = _("under “{heading}”").format(heading=self.unknown.content[:80])
        return Use.UNPLACED, reason if kind else _("choose the type of page first")

    def meaning_of(self, section: str) -> str:
        """Return the section that a heading means on this kind of page; empty if it surely means none."""
        kind = self.page.kind
        if kind is None:
            return ""
        if kind == PageKind.PROJECT and section == "beneficiaries":
            other = {"target_groups": "final_beneficiaries", "final_beneficiaries": "target_groups"}
            return next((meant for name, meant in other.items() if name in self.names), "")
        section = _TABLE[kind]["means"].get(section, section)
        return section if section in SECTIONS[kind] else ""

    def head(self, line: TextLine, section: str, heading: Heading | None = None) -> None:
        self.unknown = None
        self.found.append(PageSection(section, line))
        end = heading.end if heading else line.end
        self.page.account.put([Span(line, line.start, end)], Use.HEADING, section)
        if heading and heading.is_inline:
            rest = line.raw[end : line.end]
            self.found[-1].spans.append(Span(line, line.end - len(rest.lstrip()), line.end))

    def add_to(self, section: str, line: TextLine) -> None:
        """Add a line to a section that a person chose: at the end of it if there is one."""
        target = next((one for one in reversed(self.found) if one.name == section), None)
        target = target or self.chosen.setdefault(section, PageSection(section, None))
        target.spans.append(Span(line, line.content_start))

    def is_unknown_heading(self, place: int) -> bool:
        """Return whether a line looks like a heading and is none of those known.

        It is short, by itself, and a list or a paragraph follows. A line of a list without marks is followed
        by another such line.
        """
        line = self.lines[place]
        if line.is_item or line.is_sentence or not line.follows_blank or line is self.lines[-1]:
            return False
        after, words = self.lines[place + 1], line.text.rstrip(" :")
        limit = MAX_CAPITAL_WORDS if words.isupper() else MAX_HEADING_WORDS
        if not words[:1].isupper() or words[-1] in ",;" or len(words.split()) > limit:
            return False
        if after.number in self.headings:
            return False
        if self.is_right_below_heading(place) or self.is_head_of_a_list():
            return False
        above = self.lines[place - 1]
        is_likely = above.is_sentence or above.is_item or words.isupper() or len(after.text) > LONG_TEXT
        return after.is_item or (after.is_sentence and is_likely)

    def is_right_below_heading(self, place: int) -> bool:
        above = [line for line in self.lines[max(0, place - 3) : place] if not line.caption]
        return not above or above[-1] in (self.page.title, self.found[-1].heading if self.found else None)

    def is_head_of_a_list(self) -> bool:
        """Return whether the activities above have heads of their own, so that this may be the next."""
        section = self.found[-1] if self.found and self.unknown is None else None
        if section is None or section.name != "activities":
            return False
        first, *others = [span.line for span in section.spans[:2]] or [section.heading]
        return not first.is_item and not first.is_sentence and all(line.is_item for line in others)
