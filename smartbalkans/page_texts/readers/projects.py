"""The page of a project: its sections become the fields and rows of one."""

import re

from django.utils.translation import gettext as _

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.page import KindRow
from smartbalkans.page_texts.readers.base import PageReader
from smartbalkans.page_texts.readers.partners import LEAD, read_partners
from smartbalkans.page_texts.readers.target_groups import DIRECT, FINAL, MOST_WORDS, read_targets
from smartbalkans.page_texts.text.countries import codes_in
from smartbalkans.page_texts.text.facts import countries_named, quoted_names
from smartbalkans.page_texts.text.headings import Kind, section_of
from smartbalkans.page_texts.text.lists import Block, Span, blocks_of
from smartbalkans.page_texts.text.words import name_key

_IS = re.compile(r"\s+(?:is|are|will be)\b\s*(?::\s*)?")


class ProjectReader(PageReader):
    kind = Kind.PROJECT

    def read_partners(self, spans: list[Span], role: str = "") -> None:
        rows, others = read_partners(spans)
        for row in rows:
            row.role = row.role or role
            self.page.partners.append(row)
            self.put(row.spans, Use.ROW, "partners")
        for block in others:
            self.no_place(block.spans, _("under the organisations, but no organisation recognised"))

    def read_lead(self, spans: list[Span]) -> None:
        self.read_partners(spans, LEAD)

    def read_goals(self, spans: list[Span]) -> None:
        """Prose is the overall goal. Items of a list cannot be one goal: they are specific objectives."""
        prose, items = [], []
        for block in blocks_of(spans):
            (items if block.is_item else prose).append(block)
        for block in prose:
            self.overall_goal(block)
        if items:
            self.read_objectives([span for block in items for span in block.spans])
            self.page.doubt(_("The goals are a list, so they were added as specific objectives."))

    def overall_goal(self, block: Block) -> None:
        """Take a paragraph of the goal, less "The overall goal of the project is"."""
        span = block.spans[0]
        text = span.line.raw[span.start : span.end]
        verb = _IS.search(text)
        if verb and section_of(text[: verb.start()], is_exact=True) in (
            ("goals", Kind.PROJECT),
            ("goals", None),
        ):
            cut = span.start + verb.end()
            self.account.put(Span(span.line, span.start, cut), Use.HEADING, "goals")
            block.spans[0] = span = Span(span.line, cut, span.end)
        if block.is_introduction:
            self.introduce(block)
            return
        value = block.text
        self.page.add_text("overall_goal", value[:1].upper() + value[1:])
        self.put(block.spans, Use.FIELD, "overall_goal")

    def read_objectives(self, spans: list[Span]) -> None:
        self.page.objectives += [KindRow("objective", item.text) for item in self.rows("objectives", spans)]

    def read_results(self, spans: list[Span]) -> None:
        self.page.objectives += [KindRow("result", item.text) for item in self.rows("results", spans)]

    def read_target_groups(self, spans: list[Span], kind: str = DIRECT) -> None:
        reading = read_targets(spans, kind)
        for row in reading.rows:
            self.page.targets.append(row)
            if not row.is_derived and len(self.joined(row.spans)) > MOST_WORDS:
                self.account.keep(self.joined(row.spans))
            if not row.is_derived:
                self.put(row.spans, Use.ROW, "target_groups" if row.kind == DIRECT else "final_beneficiaries")
        for block in reading.introductions:
            self.introduce(block)
        if reading.prose:
            self.prose("target_groups_text", reading.prose)
            if not any(row.is_derived for row in reading.rows):
                self.page.doubt(
                    _("The target groups are running text, so no rows were added. Add them in the draft.")
                )

    def read_final_beneficiaries(self, spans: list[Span]) -> None:
        self.read_target_groups(spans, FINAL)

    def read_themes(self, spans: list[Span]) -> None:
        """Themes are found by their words in the whole page; the line itself goes to the staff note."""
        self.put(spans, Use.HEADING, "themes", _("used to find themes; goes to staff note"))
        self.account.keep(self.joined(spans))

    def read_countries(self, spans: list[Span]) -> None:
        codes = codes_in(self.joined(spans))
        if codes:
            self.page.places += [code for code in codes if code not in self.page.places]
            self.put(spans, Use.FIELD, "places_of_work")
            self.keep_what_is_more(spans, "and")
        else:
            self.no_place(spans, _("no country recognised"))

    def finish(self) -> None:
        page = self.page
        self.take_acronym_off_the_name()
        if not page.places:
            told = [line for line in page.account.lines if line is not page.title]
            facts = countries_named(told)
            page.facts += facts
            page.places = [str(fact.value) for fact in facts]
        self.doubt_the_name()
        self.doubt_the_partners()

    def doubt_the_name(self) -> None:
        """A page may be headed with the name of its organisation: then the project's own is looked for."""
        page = self.page
        page.name_proposals = [str(fact.value) for fact in quoted_names(page.account.lines)]
        partners = {name_key(name) for row in page.partners for name in (*row.names, row.acronym)}
        if name_key(page.name) in partners:
            page.is_name_doubtful = True

    def doubt_the_partners(self) -> None:
        page = self.page
        leads = [row for row in page.partners if row.role == LEAD]
        if page.partners and not leads:
            page.doubt(_("The text does not state which organisation leads the project."))
        for row in leads[1:]:
            page.doubt(
                _(
                    "The text names two lead organisations: “{first}” and “{second}”. “{second}” was added "
                    "as a partner."
                ).format(first=leads[0].name, second=row.name)
            )
            row.role = "partner"
        for row in page.partners:
            if not row.role:
                page.doubt(
                    _("No role is stated for “{name}”, so it was added as a partner.").format(name=row.name)
                )
            if row.left_over:
                page.doubt(
                    _("“{words}” next to “{name}” was not recognised and is left out.").format(
                        words=", ".join(row.left_over), name=row.name
                    )
                )
                page.account.keep(row.written)
        if not page.partners:
            page.doubt(_("No implementing organisation was found on the page."))
