"""A page as it was read: its kind, fields and rows, what is only proposed, and how each line was used."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.vocabulary import Found
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.partners import PartnerRow
from smartbalkans.page_texts.readers.target_groups import TargetRow
from smartbalkans.page_texts.text.headings import Heading, PageKind
from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.text.lists import Item, Span, joined

MAX_NAME = 250


class Use(TextChoices):
    TITLE = "title", _("page name")
    HEADING = "heading", _("heading: {name}")
    FIELD = "field", "{name}"
    ROW = "row", _("row in {name}")
    KEPT = "kept", _("goes to staff note")
    DROPPED = "dropped", _("left out")
    UNPLACED = "unplaced", _("not used")


class LinePiece(NamedTuple):
    """A part of a line and its use. `target` is the field or section; `note` is a remark for the reader."""

    start: int
    end: int
    use: Use
    target: str = ""
    note: str = ""


@dataclass
class Account:
    """Every line of a page with its pieces, and the words that go to the staff note."""

    lines: list[TextLine]
    pieces: dict[int, list[LinePiece]] = field(default_factory=lambda: defaultdict(list))
    kept: list[str] = field(default_factory=list)

    def put(self, spans: Iterable[Span], use: Use, target: str = "", note: str = "") -> None:
        """Record the use of spans. A mark before one belongs to it."""
        for span in spans:
            start = span.line.start if span.start <= span.line.content_start else span.start
            pieces = self.pieces[span.line.number]
            pieces.append(LinePiece(start, span.end, use, target, note))
            if len(pieces) > 1 and pieces[-2].start > start:
                pieces.sort(key=lambda piece: piece.start)

    def keep(self, spans: list[Span], note: str = "") -> None:
        """Keep words for the staff note. Where no field or row has any of them, `note` says why."""
        self.kept.append(joined(spans))
        if note:
            self.put(spans, Use.KEPT, note=note)

    def lines_in_use(self) -> list[TextLine]:
        """Return the lines that became fields or rows."""
        used = (Use.FIELD, Use.ROW)
        return [line for line in self.lines if any(piece.use in used for piece in self.pieces[line.number])]

    def unplaced(self) -> list[str]:
        """Return what was not used, line by line."""
        return [
            line.raw[piece.start : piece.end].strip()
            for line in self.lines
            for piece in self.pieces[line.number]
            if piece.use == Use.UNPLACED
        ]


class Obstacle(TextChoices):
    """Why a page cannot become a draft as it was read."""

    KIND = "kind", _("not recognised as an organisation, a project or a training")
    EXISTING = "existing", _("already in the portal")
    REPEATED = "repeated", _("the same page appears above in this text")
    NAME = "name", _("the page has no name of its own")
    LONG = "long", _("the name is longer than 250 characters")


@dataclass
class Page:
    """One page. `texts` are prose and single values, by the names of the model's fields.

    `headings` are those of the whole text, by the numbers of their lines. `asked` are the keys of the lines
    that a person may use in another way. From `is_repeated` on, the fields are set when the page is matched;
    `confirmed` are the proposals that a person accepted.
    """

    number: int
    title: TextLine | None
    account: Account
    headings: dict[int, Heading] = field(repr=False)
    kind: PageKind | None = None
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    days: tuple[date, date | None] | None = None
    goals: list[Item] = field(default_factory=list)
    objectives: list[Item] = field(default_factory=list)
    activities: list[Item] = field(default_factory=list)
    partners: list[PartnerRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    named_topics: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    is_name_doubtful: bool = False
    asked: set[str] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)
    is_repeated: bool = False
    existing: list[Model] = field(default_factory=list)
    groups: list[Found] = field(default_factory=list)
    themes: list[Found] = field(default_factory=list)
    topics: list[Found] = field(default_factory=list)
    confirmed: list[Proposal] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The identity of the page, also after its text was read again."""
        return (self.title or self.account.lines[0]).key

    def doubt(self, sentence: str) -> None:
        """Add a sentence for the reader: what is not known, or was read in a way that needs a check."""
        if sentence not in self.doubts:
            self.doubts.append(sentence)

    def set_aside(self, spans: list[Span], use: Use, reason: str) -> None:
        """Use spans in no field or row; a person is asked about their lines."""
        self.account.put(spans, use, note=reason)
        self.asked |= {span.line.key for span in spans}

    def add_text(self, name: str, text: str) -> None:
        if text:
            self.texts[name] = f"{self.texts[name]}\n\n{text}" if self.texts.get(name) else text

    def text_in_use(self) -> str:
        """Return the title, what became fields and rows, and what is kept for the staff note."""
        used = [line.text for line in self.account.lines_in_use()]
        return "\n".join([self.title.text if self.title else "", *used, *self.account.kept])

    @property
    def obstacle(self) -> Obstacle | None:
        found = {
            Obstacle.KIND: self.kind is None,
            Obstacle.EXISTING: self.existing,
            Obstacle.REPEATED: self.is_repeated,
            Obstacle.NAME: not self.name,
            Obstacle.LONG: len(self.name) > MAX_NAME,
        }
        return next((obstacle for obstacle, is_there in found.items() if is_there), None)

    def confirm(self, proposals: list[Proposal]) -> None:
        """Enter proposals in the page. Persons become rows when the draft is made.

        A paragraph that becomes a testimonial goes from the summary to the staff note, and a title that gives
        way to a name is the headline.
        """
        self.confirmed = proposals
        for proposal in proposals:
            match proposal.field:
                case "name":
                    if self.kind == PageKind.TRAINING and self.name:
                        self.texts["headline"] = self.name
                    self.name = proposal.value[:MAX_NAME]
                case "days":
                    self.days = proposal.days()
                case "places_of_work":
                    self.places = list(dict.fromkeys([*self.places, proposal.value]))
                case "testimonial":
                    parts = self.texts["summary"].split("\n\n")
                    self.texts["summary"] = "\n\n".join(part for part in parts if part != proposal.words)
                    self.account.kept.append(proposal.words)
                case "acronym" | "founded_year" | "country" | "town":
                    self.texts[proposal.field] = self.texts.get(proposal.field) or proposal.value

    def confirmed_rows(self, name: str) -> list[Proposal]:
        return [proposal for proposal in self.confirmed if proposal.field == name]
