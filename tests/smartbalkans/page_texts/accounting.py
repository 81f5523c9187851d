"""Checks that nothing of a text is lost unseen: every line is accounted for, exactly once."""

import re
from collections import Counter

from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.text.lines import split

# What separates values may be between two parts of a line.
SEPARATOR = re.compile(r"[\s;,.:&•◦▪‣●○■]*(?:and)?[\s;,.:]*(?:the)?\s*(?:\(?(?:\d{1,2}|[a-h])[.)]\s+)?")
# Words that a value contains in another form: "at least 60" is the number of a target group.
IN_ANOTHER_FORM = {
    *("at", "least", "minimum", "of", "more", "than", "over", "no", "not", "less", "fewer", "min", "najmanje")
}


def words(text):
    return [word.casefold() for word in re.findall(r"\w+", text)]


def values_of(page):
    """Yield every text that a draft of the page would have."""
    yield page.name
    yield from page.texts.values()
    yield from page.account.kept
    yield from page.account.unplaced()
    yield from (row.text for row in (*page.goals, *page.objectives, *page.activities))
    yield from (row.written for row in page.partners)
    for row in page.targets:
        yield row.words
        yield "" if row.at_least is None else f"{row.at_least} {row.at_least:,}"
    yield from page.named_topics


def faults_of(text, pages):
    """Return the faults of the account of a text: lines lost or used twice, values without their words."""
    faults = []
    shown = [line.number for page in pages for line in page.account.lines]
    lines = [line for line in split(text) if not line.is_blank]
    if sorted(shown) != [line.number for line in lines]:
        faults.append(f"lines of pages: {Counter(shown)}")
    for page in pages:
        faults += faults_of_lines(page)
        faults += words_lost(page)
    return faults


def faults_of_lines(page):
    for line in page.account.lines:
        pieces = page.account.pieces.get(line.number, [])
        place = line.start
        for piece in pieces:
            gap = line.raw[place : piece.start]
            if piece.start < place or not SEPARATOR.fullmatch(gap):
                yield f"line {line.number}: {gap!r} before {piece}"
            place = piece.end
        rest = line.raw[place : line.end]
        if not pieces or not SEPARATOR.fullmatch(rest):
            yield f"line {line.number}: {rest!r} has no place: {line.text!r}"


def words_lost(page):
    """Return the words of fields and rows that no value of the page has."""
    held = Counter(word for value in values_of(page) for word in words(value))
    used = Counter()
    for line in page.account.lines:
        for piece in page.account.pieces.get(line.number, []):
            if piece.use in (Use.FIELD, Use.ROW) and piece.target not in (
                "audience",
                "country",
                "places_of_work",
            ):
                start = piece.start if piece.start != line.start else line.content_start
                used.update(set(words(line.raw[start : piece.end])))
    lost = {word for word in used if not held[word] and word not in IN_ANOTHER_FORM}
    return [f"page {page.number}: lost {sorted(lost)}"] if lost else []
