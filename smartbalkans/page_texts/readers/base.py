"""What reading a page of any kind has in common."""

import re
from itertools import zip_longest
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from catalogue.folding import fold
from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.sections import Section
from smartbalkans.page_texts.text.countries import COUNTRY_LIST, codes_in, country_of
from smartbalkans.page_texts.text.facts import Fact
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.lists import Block, Item, Span, blocks_of, read_rows

_ACRONYM_BEHIND = re.compile(r"(?P<name>.*\S)\s*\((?P<acronym>[^()]{2,60})\)\s*")
_ACRONYM_BEFORE = re.compile(
    r"(?P<acronym>[A-ZČĆĐŠŽËÇ\d][A-ZČĆĐŠŽËÇ\d&.+-]{1,18}[A-ZČĆĐŠŽËÇ\d])\s*(?::|\s[–—-])\s*(?P<name>\S.{5,})"
)
_LABEL = re.compile(
    r"(?:(?:name of (?:the )?)?(?:project|organi[sz]ation|training|title)(?: (?:title|"
    r"name))?|naziv(?: (?:organizacije|projekta|udruženja))?|emri(?: i (?:organizatës|projektit))?|"
    r"назив(?: на (?:организацијата|проектот))?)\s*[:–-]\s*(?P<name>.+)",
    re.I,
)
MOST_OF_A_NAME = 250
# "Project goals" may head the overall goal and the objectives, which have headings of their own.
_WITHIN = {
    "goals": ("goals", "objectives", "results", "strategic_goals"),
    "target_groups": ("target_groups", "final_beneficiaries"),
    "beneficiaries": ("beneficiaries",),
    "partners": ("partners", "lead"),
    "orientation": ("orientation",),
}


def whole(line: Line) -> Span:
    return Span(line, line.start, line.end)


class PageReader:
    """Reads the sections of a page, each by the method `read_<section>` of its kind."""

    kind: ClassVar[Kind]

    def __init__(self, page: Page):
        self.page = page
        self.account = page.account
        self.is_named = False

    def read(self, sections: list[Section]) -> Page:
        for section, after in zip_longest(sections, sections[1:]):
            if section.spans:
                getattr(self, f"read_{section.name}")(section.spans)
            elif section.heading is not None and (
                after is None or after.name not in _WITHIN.get(section.name, ())
            ):
                self.page.doubt(
                    _("No text was found under “{heading}”.").format(heading=section.heading.text)
                )
        self.finish()
        return self.page

    def finish(self) -> None:
        """Read what stands within the prose."""

    # Sections that several kinds have.

    def read_summary(self, spans: list[Span]) -> None:
        self.prose("summary", spans)

    def read_activities(self, spans: list[Span]) -> None:
        items = self.rows("activities", spans, is_levelled=True)
        if items and not self.page.activities:
            items[0].level = 1
        self.page.activities += items
        if len(items) == 1 and len(items[0].text) > 300:
            self.page.doubt(
                _(
                    "The activities are one paragraph, added as one row. If it lists several activities, "
                    "split it."
                )
            )

    def read_acronym(self, spans: list[Span]) -> None:
        self.single("acronym", spans, self.joined(spans).strip("()"))

    def read_local_name(self, spans: list[Span]) -> None:
        self.single("local_name", spans, self.joined(spans))

    def read_town(self, spans: list[Span]) -> None:
        self.single("town", spans, self.joined(spans).rstrip("."))

    def read_name(self, spans: list[Span]) -> None:
        """The name that a heading of its own gives goes before the page's title."""
        name = self.joined(spans)
        if self.is_named or len(name) > MOST_OF_A_NAME:
            self.no_place(spans, _("could not be read reliably under this heading"))
            return
        self.is_named = True
        self.page.name = name
        self.put(spans, Use.FIELD, "name")
        if self.page.title is not None:
            self.keep_what_is_more([whole(self.page.title)], name)

    def read_website(self, spans: list[Span]) -> None:
        text = self.joined(spans).rstrip(".,")
        address = text if "://" in text else f"https://{text}"
        self.single(
            "website", spans, address if re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(/\S*)?", address) else ""
        )

    def read_email(self, spans: list[Span]) -> None:
        text = self.joined(spans).rstrip(".,;")
        try:
            validate_email(text)
        except ValidationError:
            text = ""
        self.single("email", spans, text)

    def read_countries(self, spans: list[Span]) -> None:
        text = self.joined(spans)
        codes = codes_in(text) or list(filter(None, [country_of(text)]))
        self.single("country", spans, codes[0] if len(codes) == 1 else "")

    # How sections become fields and rows.

    def put(self, spans: list[Span], use: Use, target: str = "", note: str = "") -> None:
        for span in spans:
            self.account.put(span, use, target, note)

    @staticmethod
    def joined(spans: list[Span]) -> str:
        return " ".join(" ".join(span.text.split()) for span in spans)

    def prose(self, field: str, spans: list[Span]) -> None:
        """Paragraphs stay paragraphs; the items of a list become one, parted by semicolons."""
        paragraphs: list[str] = []
        was_item = False
        for block in blocks_of(spans):
            if block.is_item and was_item:
                paragraphs[-1] = f"{paragraphs[-1].rstrip(' ;,')}; {block.text}"
            elif block.is_item and paragraphs and paragraphs[-1].endswith(":"):
                paragraphs[-1] = f"{paragraphs[-1]} {block.text}"
            else:
                paragraphs.append(block.text)
            was_item = block.is_item
        self.page.add_text(field, "\n\n".join(paragraphs))
        self.put(spans, Use.FIELD, field)

    def single(self, field: str, spans: list[Span], value: str) -> None:
        """A field of a single value. What is no such value has no place, and neither has a second one."""
        if value and self.page.texts.get(field, value) == value:
            self.page.texts[field] = value
            self.put(spans, Use.FIELD, field)
            self.keep_what_is_more(spans, value)
        else:
            self.no_place(spans, _("could not be read reliably under this heading"))

    def keep_what_is_more(self, spans: list[Span], value: str) -> None:
        """Keep the words of a line for the staff note where its value does not hold them all."""
        text = COUNTRY_LIST.sub("", self.joined(spans))
        if set(fold(text).split()) - set(fold(value).split()):
            self.account.keep(self.joined(spans))

    def no_place(self, spans: list[Span], reason: str) -> None:
        self.put(spans, Use.UNPLACED, note=reason)
        for span in spans:
            self.page.asked[span.line.key] = _("Not used: {reason}.").format(reason=reason)

    def rows(self, target: str, spans: list[Span], *, is_levelled: bool = False) -> list[Item]:
        reading = read_rows(spans, is_levelled=is_levelled)
        for item in reading.items:
            self.put(item.spans, Use.ROW, target, _("under the row above") if item.level > 1 else "")
        for block in reading.introductions:
            self.introduce(block)
        for block in reading.doubtful:
            self.no_place(block.spans, _("text below the list, without a bullet"))
        return reading.items

    def add_row(self, rows: list, row: object, target: str, spans: list[Span]) -> None:
        rows.append(row)
        self.put(spans, Use.ROW, target)

    def introduce(self, block: Block) -> None:
        """A sentence that only introduces a list becomes no row; its words are kept in the staff note."""
        self.put(block.spans, Use.HEADING, "introduction", _("introduces the list; goes to staff note"))
        self.account.keep(block.text)

    def take_fact(self, field: str, facts: list[Fact]) -> None:
        if facts and not self.page.texts.get(field):
            self.page.texts[field] = str(facts[0].value)
            self.page.facts.append(facts[0])

    def take_acronym_off_the_name(self) -> None:
        """Part "Civic League (CL)" and "CL: Civic League" into name and acronym."""
        page = self.page
        if label := _LABEL.fullmatch(page.name):
            page.name = label["name"].strip()
        page.name = page.name.strip(" *_#")
        for pattern in (_ACRONYM_BEHIND, _ACRONYM_BEFORE):
            found = pattern.fullmatch(page.name)
            if found and sum(sign.isupper() for sign in found["acronym"]) >= 2:
                page.texts.setdefault("acronym", found["acronym"].strip())
                page.name = found["name"].strip()
                break
        if len(page.name) > 2 and page.name[0] in '“"„«' and page.name[-1] in '”"“»':
            page.name = page.name[1:-1].strip()
