"""How each part of a line of a page was used: nothing of a text is lost unseen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.lists import Span, whole


class Use(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    FIELD = "field"
    ROW = "row"
    DROPPED = "dropped"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class Piece:
    """A part of a line and its use. `target` is the field or the rows; `note` is a remark for the reader."""

    start: int
    end: int
    use: Use
    target: str = ""
    note: str = ""


@dataclass
class Account:
    """Every line of a page with its pieces, and the words that go to the staff note."""

    lines: list[Line]
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def put(self, spans: Iterable[Span], use: Use, target: str = "", note: str = "") -> None:
        """Record the use of spans. A mark before one belongs to it."""
        for span in spans:
            start = span.line.start if span.start <= span.line.content_start else span.start
            pieces = self.pieces.setdefault(span.line.number, [])
            pieces.append(Piece(start, span.end, use, target, note))
            if len(pieces) > 1 and pieces[-2].start > start:
                pieces.sort(key=lambda piece: piece.start)

    def put_line(self, line: Line, use: Use, target: str = "", note: str = "") -> None:
        self.put([whole(line)], use, target, note)

    def keep(self, text: str) -> None:
        """Keep words for the staff note that no field or row has."""
        self.kept.append(" ".join(text.split()))

    def lines_in_use(self) -> list[Line]:
        """Return the lines that became fields or rows."""
        return [
            line
            for line in self.lines
            if any(piece.use in (Use.FIELD, Use.ROW) for piece in self.pieces.get(line.number, ()))
        ]

    def unplaced(self) -> list[str]:
        """Return what was not used, line by line."""
        return [
            line.raw[piece.start : piece.end].strip()
            for line in self.lines
            for piece in self.pieces.get(line.number, ())
            if piece.use == Use.UNPLACED
        ]
