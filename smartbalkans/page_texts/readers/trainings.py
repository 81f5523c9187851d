"""The page of a training: mostly news in running text, from which facts are read beside the text itself."""

import re

from django.utils.translation import gettext as _

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.page import SpeakerRow, TestimonialRow
from smartbalkans.page_texts.readers.base import PageReader
from smartbalkans.page_texts.text.countries import COUNTRY_LIST, codes_in, country_of, town_of
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.facts import Fact
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lists import Block, Span, blocks_of
from smartbalkans.page_texts.text.words import name_key, sentences

MOST_WORDS_OF_A_NAME = 15
TRAINER, GUEST = "trainer", "guest_lecturer"
_OPEN, _CLOSE = '“"„«', '”"“»'
_NAME = r"[^\W\d_a-zčćžšđ][\w’'.-]+(?:\s+(?:[^\W\d_a-zčćžšđ][\w’'-]+|von|de|al)){1,3}"
_ACADEMIC = (
    r"(?:(?:[Pp]rof\.?|[Dd]r\.?|Ph\.?\s?D\.?|M\.?Sc\.?|MA|Mr\.?|Ms\.?|Mrs\.?|Assoc\.)(?:\s+|(?<=\.)))+"
)
_PERSON = re.compile(
    rf"\b(?P<title>{_ACADEMIC})?(?P<name>(?!(?:Ph|Prof|Dr|MA|MSc)\b){_NAME})(?:,\s*(?P<after>Ph\.?\s?D\.?|M\.?Sc\.?|MA)(?=\s*(?:[,;)]|$|and\b)))?"
)
_ROLE_WORDS = r"(?:(?:guest\s+)?(?:lecturers?|speakers?)|trainers?|facilitators?)"
_SPEAKERS = re.compile(
    rf"\b(?:the\s+)?(?P<roles>{_ROLE_WORDS}(?:(?:,\s*|\s+and\s+){_ROLE_WORDS})*)\s+(?:(?:at|of|on)\s+(?:the|this)\s+\w+\s+)?"
    rf"(?:included?|were|was|are|is|will be|:)\s*:?\s*(?P<people>.+)",
    re.I,
)
_ANOTHER_ROLE = re.compile(
    rf"(?:[,;]\s*|\s+)(?:(?:while|whereas|with)\s+|(?<=;)\s*)(?=.*\b{_ROLE_WORDS})", re.I
)
_SPOKE = re.compile(
    rf"(?P<role>(?i:trainer|guest lecturer|lecturer|speaker|"
    rf"facilitator)\s+)?{_PERSON.pattern}\s+(?P<verb>[a-z]+(?:ed|t|ke|ve|e|s)?)\b"
)
_QUOTED = re.compile(rf"[{_OPEN}](?P<words>[^{_CLOSE}]+)[{_CLOSE}],?\s*(?P<more>.*)", re.S)
_SAID = re.compile(
    rf"(?:said|says|stated|emphasi[sz]ed|stressed|noted|added|concluded|explained|pointed out|highlighted|"
    rf"shared|told us|told)\s+"
    rf"(?P<person>{_NAME})(?:,?\s+(?:from|of|on behalf of|representing|"
    rf"with)\s+(?:the\s+)?(?P<organisation>.+?)|,\s*(?P<role>.+?))?[.,]*\s*$"
    rf"|(?P<person2>{_NAME})(?:,?\s+(?:from|of|on behalf "
    rf"of)\s+(?:the\s+)?(?P<organisation2>.+?))?\s*,?\s+(?:said|says|stated|emphasi[sz]ed|stressed|noted|added|concluded)[.]*\s*$"
)
_SIGNED = re.compile(rf"\s*[–—-]\s*(?P<person>{_NAME})(?:\s*,\s*(?P<organisation>.+?))?[.]?\s*")
_SAID_BEFORE = re.compile(
    rf"(?P<person>{_NAME})(?:\s*(?:,|\()\s*(?P<organisation>[^:()]+?)\)?)?\s*:\s*[{_OPEN}](?P<words>.+)[{_CLOSE}]\s*\.?"
)
_CALLED = re.compile(
    rf"\b(?:training|workshop|seminar|webinar|session|course)s?(?:\s+(?:session|course|programme|module))?\s*,?\s*"
    rf"(?:on the topic(?: of)?|on the theme(?: of)?|on|titled|entitled|called|named|under the title|"
    rf"about)?\s*:?\s*[{_OPEN}](?P<name>[^{_CLOSE}]{{4,240}})[{_CLOSE}]",
    re.I,
)
_FOR_WHOM = re.compile(
    r"(?:targeted at|aimed at|intended for|designed for|meant for|organi[sz]ed for|open to|gathered|"
    r"brought together)\s+(?P<audience>[^,.;]+?)(?=,|\.|;|\s+(?:the training|was|to|who|with|on)\b|$)",
    re.I,
)
_WHERE = re.compile(r"\b(?:in|at)\s+(?P<town>[^\W\d_a-z][\w-]+(?:\s+[^\W\d_a-z][\w-]+)?)")
_TOPICS = re.compile(
    r"\b(?:(?:thematic areas|topics|themes|areas)\s+(?:covering|such as|including|included|covered|were|"
    r"are|of)|covered(?: the)? topics(?: of| such as)?)\s*:?\s*(?P<topics>[^.;]+)",
    re.I,
)
_OF_THE_PROGRAMME = re.compile(
    r"\bSMART Balkans?\b.*\bimplemented by\b.*\b(?:Norwegian|financial support|funded|financed)\b", re.S
)


class TrainingReader(PageReader):
    kind = Kind.TRAINING

    def read_summary(self, spans: list[Span]) -> None:
        """Part the running text: what was said by whom, what a speaker spoke on, and what is the news
        itself."""
        blocks = blocks_of(spans)
        for block in blocks:
            self.find_speakers(block)
        news: list[Span] = []
        for block in blocks:
            if _OF_THE_PROGRAMME.search(block.text):
                self.leave_out(block, _("about the programme, not this training"))
            elif not self.read_testimonial(block) and not self.read_spoke_on(block):
                news += block.spans
        self.prose("summary", news) if news else None

    def leave_out(self, block: Block, reason: str) -> None:
        self.put(block.spans, Use.DROPPED, note=reason)
        for span in block.spans:
            self.page.asked[span.line.key] = _("Left out: {reason}.").format(reason=reason)

    def read_testimonials(self, spans: list[Span]) -> None:
        for block in blocks_of(spans):
            if not self.read_testimonial(block):
                self.no_place(block.spans, _("no speaker of this quotation recognised"))

    def read_testimonial(self, block: Block) -> bool:
        """Take “…,” said Somebody from an Organisation; Somebody, Organisation: “…”; and “…” – Somebody."""
        row = testimonial_in(block.text)
        if row is not None:
            self.add_row(self.page.testimonials, row, "testimonials", block.spans)
            if row.left_over:
                self.account.keep(f"{row.person}: {row.left_over}")
        return row is not None

    def read_spoke_on(self, block: Block) -> bool:
        found = _SPOKE.match(block.text)
        speaker = self.speaker(found["name"]) if found else None
        if speaker is None:
            return False
        if found["role"] and found["role"].strip().lower() == "trainer":
            speaker.role = TRAINER
        speaker.spoke_on = f"{speaker.spoke_on}\n\n{block.text}".strip()
        self.put(block.spans, Use.ROW, "speakers", _("topic of {name}'s talk").format(name=speaker.name))
        return True

    def speaker(self, name: str) -> SpeakerRow | None:
        return next((row for row in self.page.speakers if name_key(row.name) == name_key(name)), None)

    def find_speakers(self, block: Block) -> None:
        for sentence in sentences(block.text):
            if found := _SPEAKERS.search(sentence):
                people, others = cut_at_another_role(found["people"])
                for words, roles in ((people, found["roles"]), (others, others)):
                    for person in _PERSON.finditer(words):
                        self.add_speaker(person, role_in(roles.lower()), block)
            elif (found := _SPOKE.match(sentence)) and found["role"]:
                self.add_speaker(found, TRAINER if "trainer" in found["role"].lower() else GUEST, block)

    def add_speaker(self, person: re.Match, role: str, block: Block) -> None:
        row = self.speaker(person["name"])
        if row is None:
            row = SpeakerRow(person["name"], (person["title"] or person["after"] or "").strip())
            self.page.speakers.append(row)
            self.page.facts.append(Fact("speaker", row.name, person.group().strip(), block.line))
        row.academic_title = row.academic_title or (person["title"] or "").strip()
        row.role = row.role or role

    def read_speakers(self, spans: list[Span]) -> None:
        for block in blocks_of(spans):
            people = list(_PERSON.finditer(block.text))
            if not people or (len(people) > 1 and block.line.is_sentence and len(block.text) > 300):
                self.no_place(block.spans, _("no speaker's name recognised"))
                continue
            role = role_in(block.text.lower())
            for person in people if "," not in block.text or len(people) > 2 else people[:1]:
                self.add_speaker(person, role, block)
            self.put(block.spans, Use.ROW, "speakers")
            self.account.keep(block.text)

    def read_topics(self, spans: list[Span]) -> None:
        for item in self.rows("topics", spans):
            self.page.named_topics += [part for part in re.split(r"\s*,\s*", item.text) if part]
            self.account.keep(item.text)

    def read_audience(self, spans: list[Span]) -> None:
        text = self.joined(spans)
        self.set_audience(text.rstrip("."))
        self.put(spans, Use.FIELD, "audience")
        self.keep_what_is_more(spans, f"{self.page.texts['audience']} from in of")

    def read_dates(self, spans: list[Span]) -> None:
        self.page.days = days_in(self.joined(spans))
        if self.page.days:
            self.put(spans, Use.FIELD, "starts_on")
            self.find_town(self.joined(spans), spans[0])
            self.account.keep(self.joined(spans))
        else:
            self.no_place(spans, _("no date recognised"))

    def read_place(self, spans: list[Span]) -> None:
        text = self.joined(spans)
        if days := days_in(text):
            self.page.days = self.page.days or days
        for part in re.split(r"\s*[,;(–]\s*", text.rstrip(".)")):
            town, code = town_of(part)
            self.page.texts |= {"town": town} if town else {}
            if code or country_of(part):
                self.page.texts["country"] = country_of(part) or self.page.texts.get("country", code)
        if not self.page.texts.get("town") and len(text) <= 60 and not re.search(r"\d", text):
            self.page.texts["town"] = re.split(r"\s*[,;(–]\s*", text)[0]
        self.put(spans, Use.FIELD, "town")
        self.account.keep(text)

    def finish(self) -> None:
        page = self.page
        self.find_name()
        for line in page.account.lines:
            if line is page.title:
                continue
            for sentence in sentences(line.content):
                self.find_facts(sentence, Span(line, line.start, line.end))
        self.settle_roles()
        if not page.days:
            page.doubt(_("The date of the training is not known."))

    def find_facts(self, sentence: str, span: Span) -> None:
        page = self.page
        days = days_in(sentence)
        if (
            days
            and page.days is None
            and re.search(r"\b(training|workshop|seminar|webinar|session|course)s?\b", sentence, re.I)
        ):
            page.days = days
            page.facts.append(Fact("starts_on", days[0], sentence[:120], span.line))
            self.find_town(sentence, span)
        if "audience" not in page.texts and (found := _FOR_WHOM.search(sentence)):
            self.set_audience(found["audience"])
            page.facts.append(Fact("audience", page.texts.get("audience"), found.group(), span.line))
        if found := _TOPICS.search(sentence):
            page.named_topics += [part for part in re.split(r",\s+(?:and\s+)?", found["topics"]) if part]

    def find_town(self, sentence: str, span: Span) -> None:
        """Take a town of the region that is known; another one only where nothing else can be meant."""
        if "town" in self.page.texts:
            return
        for found in _WHERE.finditer(sentence):
            for words in (found["town"], found["town"].split()[0]):
                town, code = town_of(words)
                if town:
                    self.page.texts |= {"town": town, "country": self.page.texts.get("country", code)}
                    self.page.facts.append(Fact("town", town, found.group(), span.line))
                    return

    def set_audience(self, text: str) -> None:
        """Keep whom it is for, and apart from it the one country that they come from."""
        codes = codes_in(text)
        last = list(COUNTRY_LIST.finditer(text))
        if len(codes) == 1 and last and text.rstrip().endswith(last[-1].group().strip()):
            self.page.texts["audience_country"] = codes[0]
            text = re.sub(r"\s+(?:from|in|of)\s*$", "", text[: last[-1].start()].rstrip())
        self.page.texts["audience"] = text.strip()[:250]

    def find_name(self) -> None:
        """What the text calls the training in quotation marks is its name; the page's title is then its
        headline."""
        page = self.page
        called = [
            (" ".join(found["name"].split()).rstrip(" ,."), found.group(), line)
            for line in page.account.lines
            for found in _CALLED.finditer(line.text)
        ]
        names = {name_key(name): name for name, _words, _line in called}
        if len(names) == 1 and name_key(page.name) not in names:
            page.texts["headline"] = page.name
            page.name, words, line = called[0]
            page.facts.append(Fact("name", page.name, words, line))
        elif len(names) > 1:
            page.name_proposals = list(names.values())
            page.doubt(_("The text uses several names for the training. The title was used."))

    def settle_roles(self) -> None:
        """Where one sentence names the trainer and the lecturers together, another says who is the
        trainer."""
        speakers = self.page.speakers
        has_trainer = any(row.role == TRAINER for row in speakers)
        for row in speakers:
            if not row.role and has_trainer:
                row.role = GUEST
            elif not row.role:
                row.role = TRAINER
                self.page.doubt(
                    _("The text does not state whether {name} is a trainer or a guest lecturer.").format(
                        name=row.name
                    )
                )


def cut_at_another_role(people: str) -> tuple[str, str]:
    """Part "A and B, while C was guest lecturer" before those of the other role."""
    found = _ANOTHER_ROLE.search(people)
    return (people[: found.start()], people[found.end() :]) if found else (people, "")


def role_in(words: str) -> str:
    """Give the one role that words name; empty if they name both or none."""
    is_trainer = "trainer" in words or "facilitator" in words
    is_guest = "lecturer" in words or "speaker" in words
    return "" if is_trainer == is_guest else TRAINER if is_trainer else GUEST


def testimonial_in(text: str) -> TestimonialRow | None:
    if (quoted := _QUOTED.match(text)) and quoted["more"].strip():
        more = quoted["more"].strip()
        said = _SAID.fullmatch(more) or _SIGNED.fullmatch(more)
        if said:
            groups = said.groupdict()
            person = groups["person"] or groups.get("person2")
            organisation = (groups.get("organisation") or groups.get("organisation2") or "").strip(" .,")
            if len(organisation.split()) <= MOST_WORDS_OF_A_NAME:
                row = TestimonialRow(person, organisation, quoted["words"].strip(" ,"))
                row.left_over = groups.get("role") or ""
                return row
    if before := _SAID_BEFORE.fullmatch(text):
        return TestimonialRow(
            before["person"], (before["organisation"] or "").strip(), before["words"].strip(" ,")
        )
    return None
