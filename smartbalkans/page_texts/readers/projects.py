"""The page of a project: its sections become the fields and rows of one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.duplicates.known_names import name_key
from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.proposals import about_project
from smartbalkans.page_texts.readers.base import PATTERNS, PageReader
from smartbalkans.page_texts.readers.partners import ASSOCIATE, LEAD, read_partners
from smartbalkans.page_texts.readers.target_groups import (
    DIRECT,
    FINAL,
    MAX_WORDS,
    TargetRow,
    is_prose,
    kind_stated,
    row_of,
    rows_of_sentences,
)
from smartbalkans.page_texts.text.headings import PageKind, section_of
from smartbalkans.page_texts.text.lists import Block, Span, blocks_of, by_semicolons, joined
from smartbalkans.places.countries import codes_in

DOUBTFUL_ROLES = {
    ASSOCIATE: gettext_lazy("“{name}” is an associate, not a partner. Choose what it is."),
    "": gettext_lazy("No role is stated for “{name}”, so it was added as a partner."),
}


class ProjectReader(PageReader):
    kind = PageKind.PROJECT
    propose = staticmethod(about_project)
    prose = {"summary": "summary"}
    lists = {"objectives": ("objectives", "objective"), "results": ("objectives", "result")}

    def read_partners(self, spans: list[Span], role: str = "") -> None:
        rows, others = read_partners(spans)
        for row in rows:
            row.role = row.role or role
            self.page.partners.append(row)
            self.account.put(row.spans, Use.ROW, "partners")
        for block in others:
            self.not_used(block.spans, _("under the organisations, but no organisation recognised"))

    def read_lead(self, spans: list[Span]) -> None:
        self.read_partners(spans, LEAD)

    def read_goals(self, spans: list[Span]) -> None:
        """Read prose as the overall goal, and the items of a list as specific objectives."""
        items: list[Span] = []
        for block in blocks_of(spans):
            if block.is_item:
                items += block.spans
            else:
                self.read_overall_goal(block)
        if items:
            self.read_section("objectives", items)
            self.page.doubt(_("The goals are a list, so they were added as specific objectives."))

    def read_overall_goal(self, block: Block) -> None:
        """Read a paragraph of the goal, without "The overall goal of the project is"."""
        span = block.spans[0]
        text = span.line.raw[span.start : span.end]
        verb = PATTERNS["is"].search(text)
        found = section_of(text[: verb.start()], is_exact=True) if verb else None
        if found and found[0] == "goals" and found[1] in (None, PageKind.PROJECT):
            cut = span.start + verb.end()
            self.account.put([Span(span.line, span.start, cut)], Use.HEADING, "goals")
            block.spans[0] = Span(span.line, cut, span.end)
        if block.is_introduction:
            self.account.keep(block.spans, _("introduces the list"))
            return
        self.page.add_text("overall_goal", block.text[:1].upper() + block.text[1:])
        self.account.put(block.spans, Use.FIELD, "overall_goal")

    def read_target_groups(self, spans: list[Span], kind: str = DIRECT) -> None:
        """Read each item as a row. Sentences stay text, and the groups that they list are rows besides."""
        blocks = blocks_of(spans)
        is_list = sum(not block.is_item and not is_prose(block, ";") for block in blocks) > 1
        prose: list[Span] = []
        has_listed = False
        for block in blocks:
            is_row = block.is_item or (is_list and not is_prose(block, ";"))
            parts = [] if is_row else by_semicolons(block)
            if block.is_introduction:
                kind = kind_stated(block.text, kind)
                self.account.keep(block.spans, _("introduces the list"))
            elif is_row or parts or not is_prose(block, ","):
                for some in [[part] for part in parts] or [block.spans]:
                    self.add_target(row_of(joined(some), kind, some))
            else:
                prose += block.spans
                listed = rows_of_sentences(block, kind)
                self.page.targets += listed
                has_listed = has_listed or bool(listed)
        if prose:
            self.add_prose("target_groups_text", prose)
        if prose and not has_listed:
            self.page.doubt(_("The target groups are running text. Add them as rows in the draft."))

    def add_target(self, row: TargetRow) -> None:
        self.page.targets.append(row)
        section = "target_groups" if row.kind == DIRECT else "final_beneficiaries"
        self.account.put(row.spans, Use.ROW, section)
        if len(row.words) == MAX_WORDS:
            self.account.keep(row.spans)

    def read_final_beneficiaries(self, spans: list[Span]) -> None:
        self.read_target_groups(spans, FINAL)

    def read_themes(self, spans: list[Span]) -> None:
        """Keep the line for the staff note: themes are found by their words in the whole page."""
        self.account.keep(spans, _("used to find themes"))

    def read_countries(self, spans: list[Span]) -> None:
        codes = codes_in(joined(spans))
        if codes:
            self.page.places = list(dict.fromkeys([*self.page.places, *codes]))
            self.account.put(spans, Use.FIELD, "places_of_work")
            self.keep_the_rest(spans, "and")
        else:
            self.not_used(spans, _("no country recognised"))

    def finish(self) -> None:
        page = self.page
        names = {name_key(name) for row in page.partners for name in (*row.names, row.acronym)}
        page.is_name_doubtful = name_key(page.name) in names
        self.check_partners()

    def check_partners(self) -> None:
        page = self.page
        leads = [row for row in page.partners if row.role == LEAD]
        if not page.partners:
            page.doubt(_("The page names no implementing organisation."))
        elif not leads:
            page.doubt(_("The text does not state which organisation leads the project."))
        for row in leads[1:]:
            text = _("The text names two leads: “{first}” and “{second}”. “{second}” was added as a partner.")
            page.doubt(text.format(first=leads[0].name, second=row.name))
            row.role = "partner"
        for row in page.partners:
            if text := DOUBTFUL_ROLES.get(row.role):
                page.doubt(text.format(name=row.name))
            if row.left_over:
                text = _("“{words}” next to “{name}” was not recognised and is left out.")
                page.doubt(text.format(words=", ".join(row.left_over), name=row.name))
                self.account.keep(row.spans)
