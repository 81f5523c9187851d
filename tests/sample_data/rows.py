"""Rows that organisations and projects share."""

from collections.abc import Iterator

from catalogue.entries import LevelledRow
from tests.sample_data.generator import Generator
from tests.sample_data.texts import Language


def levelled_texts(generator: Generator, language: Language) -> Iterator[dict]:
    """Yield the fields of up to six activities, the first of them at level 1."""
    levels = LevelledRow.Level
    for order in range(1, generator.random.randint(1, 6) + 1):
        is_part = order > 1 and generator.chance(0.4)
        yield {
            "order": order,
            "level": levels.SUB if is_part else levels.MAIN,
            "text": language.write(generator.random, "activity"),
        }
