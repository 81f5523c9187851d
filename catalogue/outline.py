"""Rows of two levels, as the nested list that a page shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.entries import LevelledRow


@dataclass
class Item:
    row: LevelledRow
    parts: list[LevelledRow] = field(default_factory=list)


def outline(rows: Iterable[LevelledRow]) -> list[Item]:
    """Take rows in their order, give those of level 1, each with the rows of level 2 that follow it."""
    items: list[Item] = []
    for row in rows:
        if row.level == LevelledRow.Level.SUB and items:
            items[-1].parts.append(row)
        else:
            items.append(Item(row))
    return items
