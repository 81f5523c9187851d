"""Rows of two levels as the nested list that a page shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.entries import LevelledRow


@dataclass
class OutlineItem:
    row: LevelledRow
    parts: list[LevelledRow] = field(default_factory=list)


def outline(rows: Iterable[LevelledRow]) -> list[OutlineItem]:
    """Return the rows of level 1 in their order, each with the rows of level 2 that follow it."""
    items: list[OutlineItem] = []
    for row in rows:
        if row.level == LevelledRow.Level.SUB and items:
            items[-1].parts.append(row)
        else:
            items.append(OutlineItem(row))
    return items
