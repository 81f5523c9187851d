"""The page of a training: mostly news in running text, which stays as it is, with proposals beside it."""

import re

from django.utils.translation import gettext as _

from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.proposals import about_training, people_in
from smartbalkans.page_texts.readers.base import PATTERNS, PageReader
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.page_texts.text.lists import Span, blocks_of, joined
from smartbalkans.places.countries import COUNTRY_LIST, codes_in, country_of, town_of

_SEPARATOR = re.compile(r"\s*[,;(–]\s*")
_FROM = re.compile(r"\s+(?:(?:from|in|of|iz|nga|од)\s*)?$")
MAX_AUDIENCE = 250
MAX_TOWN = 60


class TrainingReader(PageReader):
    kind = PageKind.TRAINING
    propose = staticmethod(about_training)
    prose = {"testimonials": "summary"}

    def read_summary(self, spans: list[Span]) -> None:
        blocks = blocks_of(spans)
        others = [block for block in blocks if PATTERNS["programme"].search(block.text)]
        for block in others:
            self.page.set_aside(block.spans, Use.DROPPED, _("about the programme, not this training"))
        if news := [span for block in blocks if block not in others for span in block.spans]:
            self.add_prose("summary", news)

    def read_speakers(self, spans: list[Span]) -> None:
        """Propose each person; the lines themselves go to the staff note."""
        for span in spans:
            self.page.proposals += people_in(span.text, span.line, span.text)
        self.account.keep(spans, _("only proposed"))

    def read_topics(self, spans: list[Span]) -> None:
        for item in self.rows("topics", spans):
            self.page.named_topics += [part for part in re.split(r"\s*,\s*", item.text) if part]
            self.account.keep(item.spans)

    def read_audience(self, spans: list[Span]) -> None:
        """Read for whom the training is, without the one country at the end that they come from."""
        text = joined(spans).rstrip(" .")
        codes, named = codes_in(text), list(COUNTRY_LIST.finditer(text))
        if len(codes) == 1 and named and named[-1].end() == len(text):
            self.page.texts["audience_country"] = codes[0]
            text = _FROM.sub("", text[: named[-1].start()])
        self.page.texts["audience"] = text[:MAX_AUDIENCE]
        self.account.put(spans, Use.FIELD, "audience")
        self.keep_the_rest(spans, f"{text[:MAX_AUDIENCE]} from in of")

    def read_dates(self, spans: list[Span]) -> None:
        """Read the days and the place; the lines go to the staff note as well."""
        text = joined(spans)
        days = days_in(text)
        self.page.days = self.page.days or days
        places = {}
        for part in _SEPARATOR.split(text[:300].rstrip(".)")):
            town, code = town_of(part)
            found = {"country": country_of(part), "town": town}
            places |= {"country": code} if code and "country" not in self.page.texts | places else {}
            places |= {name: value for name, value in found.items() if value}
        self.page.texts |= places
        if days or places:
            self.account.keep(spans, _("read as date and place"))
        else:
            self.not_used(spans, _("no date or place recognised"))

    def read_place(self, spans: list[Span]) -> None:
        town = _SEPARATOR.split(joined(spans).rstrip(".)"))[0]
        if len(town) <= MAX_TOWN and not days_in(town) and not country_of(town):
            self.page.texts["town"] = town
        self.read_dates(spans)

    def finish(self) -> None:
        if not self.page.days:
            self.page.doubt(_("The date of the training is not known."))
