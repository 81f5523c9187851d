"""Reads the word lists of this package, which are written so that a person can read them."""


def words(text: str) -> list[str]:
    """Take words parted by blanks."""
    return text.split()


def phrases(text: str) -> list[str]:
    """Take words, or several words at a time, parted by commas."""
    return [" ".join(phrase.split()) for phrase in text.split(",")]


def rows(text: str) -> list[tuple[str, ...]]:
    """Take a table with a line a row and strokes between its columns; a backslash carries a row over."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
