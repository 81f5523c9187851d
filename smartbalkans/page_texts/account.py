"""Where each line of a page went: nothing of a text is dropped unseen."""

from dataclasses import dataclass, field
from enum import StrEnum

from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.lists import Span


class Use(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    FIELD = "field"
    ROW = "row"
    DROPPED = "dropped"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class Piece:
    """A stretch of a line and where it went. `target` is the field or the rows; `note` says more to a
    reader."""

    start: int
    end: int
    use: Use
    target: str = ""
    note: str = ""


@dataclass
class Account:
    """Every line of a page with its pieces."""

    lines: list[Line]
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def put(self, span: Span, use: Use, target: str = "", note: str = "") -> None:
        """Say where a stretch went. A mark before it belongs to it."""
        start = span.line.start if span.start <= span.line.content_start else span.start
        pieces = self.pieces.setdefault(span.line.number, [])
        pieces.append(Piece(start, span.end, use, target, note))
        pieces.sort(key=lambda piece: piece.start)

    def put_line(self, line: Line, use: Use, target: str = "", note: str = "") -> None:
        self.put(Span(line, line.start, line.end), use, target, note)

    def keep(self, text: str) -> None:
        """Keep words for the staff note that a heading or an introduction has beyond its meaning."""
        self.kept.append(" ".join(text.split()))

    def unplaced(self) -> list[str]:
        """Give what found no place, line by line."""
        return [
            line.raw[piece.start : piece.end].strip()
            for line in self.lines
            for piece in self.pieces.get(line.number, ())
            if piece.use == Use.UNPLACED
        ]
