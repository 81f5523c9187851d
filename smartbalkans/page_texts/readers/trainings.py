"""The page of a training: mostly news in running text, which stays as it is, with proposals beside it."""

import re

from django.utils.translation import gettext as _

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.proposals import about_training, people_in, role_in, split_audience, unique
from smartbalkans.page_texts.readers.base import PageReader
from smartbalkans.page_texts.text.countries import country_of, town_of
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lists import Span, blocks_of, joined

_OF_THE_PROGRAMME = re.compile(
    r"\bSMART Balkans?\b.*\bimplemented by\b.*\b(?:Norwegian|financial support|funded|financed)\b", re.DOTALL
)
_SEPARATOR = re.compile(r"\s*[,;(–]\s*")
MAX_AUDIENCE = 250
MAX_TOWN = 60


class TrainingReader(PageReader):
    kind = Kind.TRAINING

    def read_summary(self, spans: list[Span]) -> None:
        news: list[Span] = []
        for block in blocks_of(spans):
            if _OF_THE_PROGRAMME.search(block.text):
                self.page.set_aside(block.spans, Use.DROPPED, _("about the programme, not this training"))
            else:
                news += block.spans
        if news:
            self.prose("summary", news)

    def read_testimonials(self, spans: list[Span]) -> None:
        self.prose("summary", spans)

    def read_speakers(self, spans: list[Span]) -> None:
        """Propose each person; the lines themselves go to the staff note."""
        for span in spans:
            self.page.proposals += people_in(span.text, role_in(span.text), span.line)
        self.account.keep(spans, _("only proposed"))

    def read_topics(self, spans: list[Span]) -> None:
        for item in self.rows("topics", spans):
            self.page.named_topics += [part for part in re.split(r"\s*,\s*", item.text) if part]
            self.account.keep(item.spans)

    def read_audience(self, spans: list[Span]) -> None:
        audience, code = split_audience(joined(spans).rstrip("."))
        self.page.texts |= {
            "audience": audience[:MAX_AUDIENCE],
            **({"audience_country": code} if code else {}),
        }
        self.account.put(spans, Use.FIELD, "audience")
        self.keep_the_rest(spans, f"{self.page.texts['audience']} from in of")

    def read_dates(self, spans: list[Span]) -> None:
        self.page.days = self.page.days or days_in(joined(spans))
        if not self.page.days:
            self.not_used(spans, _("no date recognised"))
            return
        self.account.put(spans, Use.FIELD, "starts_on")
        self.read_parts_of_place(joined(spans))
        self.account.keep(spans)

    def read_place(self, spans: list[Span]) -> None:
        text = joined(spans)
        self.page.days = self.page.days or days_in(text)
        self.read_parts_of_place(text)
        if not self.page.texts.get("town") and len(text) <= MAX_TOWN and not re.search(r"\d", text):
            self.page.texts["town"] = _SEPARATOR.split(text)[0]
        self.account.put(spans, Use.FIELD, "town")
        self.account.keep(spans)

    def read_parts_of_place(self, text: str) -> None:
        for part in _SEPARATOR.split(text[:300].rstrip(".)")):
            town, code = town_of(part)
            code = country_of(part) or self.page.texts.get("country") or code
            self.page.texts |= {name: value for name, value in (("town", town), ("country", code)) if value}

    def finish(self) -> None:
        page = self.page
        known = {*page.texts, *(("days",) if page.days else ())}
        page.proposals = unique(
            [*page.proposals, *about_training(page.name, self.account.lines_in_use(), known)]
        )
        if not page.days:
            page.doubt(_("The date of the training is not known."))
