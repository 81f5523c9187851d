"""The page of an organisation: its sections become the fields and rows of one."""

import re

from django.utils.translation import gettext as _

from smartbalkans.page_texts.page import KindRow
from smartbalkans.page_texts.readers.base import PageReader
from smartbalkans.page_texts.text.countries import town_in
from smartbalkans.page_texts.text.facts import founded_year, only_country, own_acronym
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lists import Span, blocks_of
from smartbalkans.page_texts.text.words import name_key

_STRATEGIC = re.compile(r"\bstrategic\s+(?:goals?|objectives?|priorit(?:y|ies)|aims?)\b", re.I)


class OrganisationReader(PageReader):
    kind = Kind.ORGANISATION

    def read_orientation(self, spans: list[Span]) -> None:
        """Prose; but a list that "strategic goals:" introduces gives rows."""
        prose: list[Span] = []
        is_goals = False
        for block in blocks_of(spans):
            if block.is_introduction and _STRATEGIC.search(block.text):
                is_goals = True
                self.introduce(block)
            elif is_goals and block.is_item:
                self.add_row(
                    self.page.goals,
                    KindRow("strategic", block.text.rstrip(" ;,")),
                    "strategic_goals",
                    block.spans,
                )
            else:
                is_goals = False
                prose += block.spans
        self.prose("strategic_orientation", prose)

    def read_goals(self, spans: list[Span]) -> None:
        for item in self.rows("goals", spans):
            self.page.goals.append(KindRow("goal", item.text))

    def read_strategic_goals(self, spans: list[Span]) -> None:
        for item in self.rows("strategic_goals", spans):
            self.page.goals.append(KindRow("strategic", item.text))

    def read_beneficiaries(self, spans: list[Span]) -> None:
        self.prose("beneficiaries", spans)

    def read_founded(self, spans: list[Span]) -> None:
        year = re.search(r"\b(?:18|19|20)\d\d\b", " ".join(span.text for span in spans))
        self.single("founded_year", spans, year.group() if year else "")

    def finish(self) -> None:
        page = self.page
        self.take_acronym_off_the_name()
        prose = [line for line in page.account.lines if line is not page.title]
        facts = own_acronym(page.name, prose)
        for fact in facts:
            if fact.field == "other_name":
                page.other_names.append(fact.value)
                page.facts.append(fact)
            elif not page.texts.get("acronym"):
                page.texts["acronym"] = fact.value
                page.facts.append(fact)
        names = [page.name, page.texts.get("acronym", ""), *page.other_names]
        self.take_fact("founded_year", founded_year(names, prose))
        self.take_fact("country", only_country(page.name, prose))
        if "town" not in page.texts and (town := town_in(page.name)):
            page.texts["town"] = town
        if not page.texts.get("country"):
            page.doubt(
                _("Country not recognised: the page mentions several of the programme's countries, or none.")
            )
        if page.texts.get("local_name") and name_key(page.texts["local_name"]) == name_key(page.name):
            del page.texts["local_name"]
