"""Rows that organisations and projects have alike."""

from collections.abc import Iterator

from catalogue.entries import LevelledRow
from tests.sample_data.generator import Making
from tests.sample_data.texts import Language


def levelled_texts(making: Making, language: Language) -> Iterator[dict]:
    """Give the fields of up to six activities, the first of them at level 1."""
    levels = LevelledRow.Level
    for order in range(1, making.random.randint(1, 6) + 1):
        is_part = order > 1 and making.chance(0.4)
        yield {
            "order": order,
            "level": levels.SUB if is_part else levels.MAIN,
            "text": language.write(making.random, "activity"),
        }
