"""Holds the rule that nothing of a text is dropped unseen: every line is accounted for, exactly once."""

import re
from collections import Counter

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.text.lines import split

# What parts values from each other may fall between two stretches of a line.
SEPARATOR = re.compile(r"[\s;,.:&]*(?:and)?[\s;,.:]*(?:the)?\s*(?:\(?(?:\d{1,2}|[a-h])[.)]\s+)?")
# Words that a value tells without having them: "at least 60" is the number of a target group.
TOLD_OTHERWISE = {
    *("at", "least", "minimum", "of", "more", "than", "over", "no", "not", "less", "fewer", "min")
}


def words(text):
    return [word.casefold() for word in re.findall(r"\w+", text)]


def values_of(page):
    """Give every text that a draft of the page would hold."""
    yield page.name
    yield from page.texts.values()
    yield from page.other_names
    yield from page.account.kept
    yield from page.account.unplaced()
    yield from (row.text for row in (*page.goals, *page.objectives, *page.activities))
    yield from (row.written for row in page.partners)
    for row in page.targets:
        yield row.words
        yield "" if row.at_least is None else f"{row.at_least} {row.at_least:,}"
    for row in page.speakers:
        yield from (row.name, row.academic_title, row.spoke_on)
    for row in page.testimonials:
        yield from (row.person, row.organisation, row.words)
    yield from page.named_topics


def faults_of(text, pages):
    """Give what is wrong with the account of a text: lines lost or told twice, values without their words."""
    faults = []
    told = [line.number for page in pages for line in page.account.lines]
    lines = [line for line in split(text) if not line.is_blank]
    if sorted(told) != [line.number for line in lines]:
        faults.append(f"lines of pages: {Counter(told)}")
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
    """Give the words of fields and rows that no value of the page holds."""
    held = Counter(word for value in values_of(page) for word in words(value))
    told = Counter()
    for line in page.account.lines:
        for piece in page.account.pieces.get(line.number, []):
            if piece.use in (Use.FIELD, Use.ROW) and piece.target not in (
                "audience",
                "country",
                "places_of_work",
            ):
                start = piece.start if piece.start != line.start else line.content_start
                told.update(set(words(line.raw[start : piece.end])))
    lost = {word for word in told if not held[word] and word not in TOLD_OTHERWISE}
    if page.testimonials:
        lost -= {*("said", "from", "the", "of", "emphasized", "stressed", "noted", "added", "concluded")}
    return [f"page {page.number}: lost {sorted(lost)}"] if lost else []
