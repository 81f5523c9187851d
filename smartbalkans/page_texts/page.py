"""A page as it was read: its kind, fields and rows, what is only proposed, and how each line was used."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.partners import PartnerRow
from smartbalkans.page_texts.readers.target_groups import TargetRow
from smartbalkans.page_texts.text.headings import Heading, PageKind
from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.text.lists import Item, Span, joined


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


@dataclass
class Page:
    """One page. `texts` are prose and single values, by the names of the model's fields.

    `headings` are those of the whole text, by the numbers of their lines. `asked` are the keys of the lines
    that a person may use in another way.
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
