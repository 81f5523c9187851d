"""The page of an organisation: its sections become the fields and rows of one."""

import re

from django.utils.translation import gettext as _

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.proposals import about_organisation
from smartbalkans.page_texts.readers.base import PageReader
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lists import Item, Span, blocks_of, joined
from smartbalkans.page_texts.text.words import name_key

_STRATEGIC = re.compile(r"\bstrategic\s+(?:goals?|objectives?|priorit(?:y|ies)|aims?)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")


class OrganisationReader(PageReader):
    kind = Kind.ORGANISATION

    def read_orientation(self, spans: list[Span]) -> None:
        """Read prose; a list that "strategic goals:" introduces becomes rows."""
        prose: list[Span] = []
        are_goals = False
        for block in blocks_of(spans):
            if block.is_introduction and _STRATEGIC.search(block.text):
                are_goals = True
                self.account.keep(block.spans, _("introduces the list"))
            elif are_goals and block.is_item:
                self.page.goals.append(Item(block.text.rstrip(" ;,"), 1, block.spans, "strategic"))
                self.account.put(block.spans, Use.ROW, "strategic_goals")
            else:
                are_goals = False
                prose += block.spans
        self.prose("strategic_orientation", prose)

    def read_goals(self, spans: list[Span]) -> None:
        self.page.goals += self.rows("goals", spans, kind="goal")

    def read_strategic_goals(self, spans: list[Span]) -> None:
        self.page.goals += self.rows("strategic_goals", spans, kind="strategic")

    def read_beneficiaries(self, spans: list[Span]) -> None:
        self.prose("beneficiaries", spans)

    def read_founded(self, spans: list[Span]) -> None:
        year = _YEAR.search(joined(spans))
        self.single("founded_year", spans, year.group() if year else "")

    def finish(self) -> None:
        page = self.page
        page.proposals = about_organisation(page.name, self.account.lines_in_use(), page.texts)
        if not page.texts.get("country"):
            page.doubt(_("The country is not stated under a heading. Choose it."))
        if page.texts.get("local_name") and name_key(page.texts["local_name"]) == name_key(page.name):
            del page.texts["local_name"]
