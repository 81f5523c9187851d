"""How each part of a line of a page was used: nothing of a text is lost unseen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.text.lists import Span, joined


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
