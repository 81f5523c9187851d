"""The word lists of the sample data: TOML files in the folder `words`."""

from pathlib import Path

from catalogue.tables import load_table

FOLDER = Path(__file__).parent / "words"


def load(name: str) -> dict:
    return load_table(FOLDER / f"{name}.toml")


def phrases(text: str) -> list[str]:
    """Return the words and phrases that commas separate in a text."""
    return [" ".join(phrase.split()) for phrase in text.split(",")]


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the rows of a table, which has a line for each row and strokes between its columns."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
