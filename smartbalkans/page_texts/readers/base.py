"""What reading a page of any kind has in common."""

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.folding import fold
from catalogue.vocabulary import stems
from smartbalkans.page_texts.page import MAX_NAME, Page, Use
from smartbalkans.page_texts.proposals import Proposal, unique
from smartbalkans.page_texts.readers.sections import PageSection
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.headings import PageKind, heading_table
from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.text.lists import Item, Span, blocks_of, joined, read_rows
from smartbalkans.places.countries import COUNTRY_LIST, codes_in, country_of

PATTERNS = load_patterns("readers")
# Sections of a single value, by the fields that clean it.
VALUES = {
    "acronym": ("acronym", forms.CharField()),
    "local_name": ("local_name", forms.CharField()),
    "town": ("town", forms.CharField()),
    "founded": ("founded_year", forms.IntegerField()),
    "website": ("website", forms.URLField(assume_scheme="https")),
    "email": ("email", forms.EmailField()),
}
LONG_ACTIVITY = 300
_WITHIN = load_table("sections")["within"]


class PageReader:
    """Reads the sections of a page: as values, as prose, as rows, or by the method `read_<section>`.

    `prose` has the field of each section that is prose, `lists` the rows and the kind of each list.
    """

    kind: ClassVar[PageKind]
    propose: ClassVar[Callable[[str, list[TextLine]], Iterable[Proposal]]]
    prose: ClassVar[dict[str, str]]
    lists: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, page: Page):
        self.page = page
        self.account = page.account
        self.is_named = False

    def read(self, sections: list[PageSection]) -> None:
        for section, after in zip_longest(sections, sections[1:]):
            if section.spans:
                self.read_section(section.name, section.spans)
            elif section.heading and (
                after is None or after.name not in _WITHIN.get(section.name, (section.name,))
            ):
                text = _("No text was found under “{heading}”.")
                self.page.doubt(text.format(heading=section.heading.text))
        self.split_name()
        self.add_proposals()
        self.finish()

    def finish(self) -> None:
        """Add what is known only when all sections have been read."""

    def add_proposals(self) -> None:
        page = self.page
        others = {"days": page.days, "places_of_work": page.places}
        known = {*page.texts, *(name for name, value in others.items() if value)}
        found = self.propose(page.name, self.account.lines_in_use())
        page.proposals = unique([*page.proposals, *found], known)

    def read_section(self, name: str, spans: list[Span]) -> None:
        if name in VALUES:
            self.read_value(*VALUES[name], spans)
        elif name in self.prose:
            self.add_prose(self.prose[name], spans)
        elif name in self.lists:
            rows, kind = self.lists[name]
            getattr(self.page, rows).extend(self.rows(name, spans, kind=kind))
        else:
            getattr(self, f"read_{name}")(spans)

    def read_value(self, name: str, field: forms.Field, spans: list[Span]) -> None:
        text = joined(spans).strip(" ()").rstrip(".,;")
        if year := PATTERNS["year"].search(text) if name == "founded_year" else None:
            text = year.group()
        try:
            self.add_value(name, spans, str(field.clean(text)))
        except ValidationError:
            self.add_value(name, spans, "")

    def read_activities(self, spans: list[Span]) -> None:
        items = self.rows("activities", spans, is_levelled=True)
        if items and not self.page.activities:
            items[0].level = 1
        self.page.activities += items
        if len(items) == 1 and len(items[0].text) > LONG_ACTIVITY:
            self.page.doubt(_("The activities are one paragraph, added as one row. Split it if need be."))

    def read_name(self, spans: list[Span]) -> None:
        """Read the name under a heading of its own, which replaces the page's title."""
        name = joined(spans)
        if self.is_named or len(name) > MAX_NAME:
            self.not_used(spans, _("could not be read reliably under this heading"))
            return
        self.is_named = True
        self.page.name = name
        self.account.put(spans, Use.FIELD, "name")
        if self.page.title is not None:
            self.keep_the_rest([Span(self.page.title, self.page.title.start)], name)

    def read_countries(self, spans: list[Span]) -> None:
        codes = codes_in(joined(spans)) or [country_of(joined(spans))]
        self.add_value("country", spans, codes[0] if len(codes) == 1 else "")

    def add_prose(self, field: str, spans: list[Span]) -> None:
        """Add text to a field: paragraphs stay paragraphs; the items of a list become one."""
        paragraphs: list[list[str]] = []
        was_item = False
        for block in blocks_of(spans):
            if block.is_item and paragraphs and (was_item or paragraphs[-1][-1].endswith(":")):
                if was_item:
                    paragraphs[-1][-1] = f"{paragraphs[-1][-1].rstrip(' ;,')};"
                paragraphs[-1].append(block.text)
            else:
                paragraphs.append([block.text])
            was_item = block.is_item
        self.page.add_text(field, "\n\n".join(map(" ".join, paragraphs)))
        self.account.put(spans, Use.FIELD, field)

    def add_value(self, field: str, spans: list[Span], value: str) -> None:
        """Set a field of a single value. What is no such value is not used, nor is a second one."""
        if value and self.page.texts.get(field, value) == value:
            self.page.texts[field] = value
            self.account.put(spans, Use.FIELD, field)
            self.keep_the_rest(spans, value)
        else:
            self.not_used(spans, _("could not be read reliably under this heading"))

    def keep_the_rest(self, spans: list[Span], value: str) -> None:
        """Keep a line for the staff note if its value does not have all its words."""
        text = COUNTRY_LIST.sub("", joined(spans))
        if set(fold(text).split()) - set(fold(value).split()):
            self.account.keep(spans)

    def not_used(self, spans: list[Span], reason: str) -> None:
        self.page.set_aside(spans, Use.UNPLACED, reason)

    def rows(
        self, target: str, spans: list[Span], *, kind: str = "", is_levelled: bool = False
    ) -> list[Item]:
        rows = read_rows(spans, is_levelled=is_levelled)
        for item in rows.items:
            item.kind = kind
            self.account.put(item.spans, Use.ROW, target, _("under the row above") if item.level > 1 else "")
        for block in rows.introductions:
            self.account.keep(block.spans, _("introduces the list"))
        for block in rows.doubtful:
            self.not_used(block.spans, _("text below the list, without a bullet"))
        return rows.items

    def split_name(self) -> None:
        """Split "Civic League (CL)" and "CL: Civic League" into name and acronym; drop a "Project:"."""
        page, table = self.page, heading_table()
        label, _colon, rest = page.name.partition(":")
        if rest.strip() and all(word in table.small or word in table.kinds for word in stems(label)):
            page.name = rest
        page.name = page.name.strip(" *_#")
        for pattern in (PATTERNS["acronym_behind"], PATTERNS["acronym_before"]):
            found = pattern.fullmatch(page.name)
            acronym = found["acronym"].strip() if found else ""
            is_new = page.texts.get("acronym", acronym) == acronym
            if is_new and sum(map(str.isupper, acronym)) >= 2:
                page.texts["acronym"], page.name = acronym, found["name"].strip()
                break
        if quoted := re.fullmatch(r"[“\"„«](.+)[”\"“»]", page.name):
            page.name = quoted[1].strip()
