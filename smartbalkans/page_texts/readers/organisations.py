"""The page of an organisation: its sections become the fields and rows of one."""

from django.utils.translation import gettext as _

from catalogue.duplicates.known_names import name_key
from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.proposals import about_organisation
from smartbalkans.page_texts.readers.base import PATTERNS, PageReader
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.page_texts.text.lists import Item, Span, blocks_of


class OrganisationReader(PageReader):
    kind = PageKind.ORGANISATION
    propose = staticmethod(about_organisation)
    prose = {"summary": "summary", "beneficiaries": "beneficiaries"}
    lists = {"goals": ("goals", "goal"), "strategic_goals": ("goals", "strategic")}

    def read_orientation(self, spans: list[Span]) -> None:
        """Read prose; a list that "strategic goals:" introduces becomes rows."""
        prose: list[Span] = []
        are_goals = False
        for block in blocks_of(spans):
            if block.is_introduction and PATTERNS["strategic"].search(block.text):
                are_goals = True
                self.account.keep(block.spans, _("introduces the list"))
            elif are_goals and block.is_item:
                self.page.goals.append(Item(block.text.rstrip(" ;,"), 1, block.spans, "strategic"))
                self.account.put(block.spans, Use.ROW, "strategic_goals")
            else:
                are_goals = False
                prose += block.spans
        self.add_prose("strategic_orientation", prose)

    def finish(self) -> None:
        page = self.page
        if not page.texts.get("country"):
            page.doubt(_("The country is not stated under a heading. Choose it."))
        if name_key(page.texts.get("local_name", "")) == name_key(page.name):
            page.texts.pop("local_name", None)
