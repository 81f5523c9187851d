"""When two words or names count as the same, however they are spelt."""

from catalogue.folding import fold
from smartbalkans.page_texts.tables import load_patterns

_PATTERNS = load_patterns("words")


def stem(word: str) -> str:
    """Return the singular of a folded English word, roughly: the same for both sides of a comparison."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in fold(text).split()]


def sentences(text: str) -> list[str]:
    """Split a paragraph into its sentences. The point of a title (Ph.D., Dr., Prof.) ends none."""
    return [part for part in _PATTERNS["sentence_end"].split(text) if part.strip()]
