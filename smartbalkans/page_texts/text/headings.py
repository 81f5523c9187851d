"""The headings of a page, in the variants and languages in which grantees write them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, permutations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from catalogue.folding import fold
from smartbalkans.page_texts.tables import load_table
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.words import KnownWords, is_nearly, stem, stems


class Kind(TextChoices):
    ORGANISATION = "organisation", _("organisation")
    PROJECT = "project", _("project")
    TRAINING = "training", _("training")


@cache
def headings() -> dict[str, list[str]]:
    """Return how the heading of each section is written, in all languages."""
    table: dict[str, list[str]] = defaultdict(list)
    for language in load_table("headings").values():
        for section, phrases in language["sections"].items():
            table[section] += phrases
    return dict(table)


# Sections that only one kind of page has, whatever else the heading says.
KIND_OF = {
    **dict.fromkeys(("orientation", "strategic_goals"), Kind.ORGANISATION),
    **dict.fromkeys(
        ("partners", "lead", "objectives", "results", "target_groups", "final_beneficiaries"), Kind.PROJECT
    ),
    **dict.fromkeys(("speakers", "testimonials", "topics"), Kind.TRAINING),
}
# "About the organisation" is its strategic orientation, "About the project" a summary.
_OF_ORGANISATIONS = {"about", "description"}
_OF_GOALS = {"goals", "strategic_goals", "objectives", "results"}
MAX_WORDS = 9
MIN_LENGTH, MAX_LENGTH = 3, 90
MAX_SLIPS = 2
SIGNATURE_MARK = "--"


@dataclass(frozen=True)
class Heading:
    """The heading of a section, and the kind of page that it indicates.

    `end` is where the heading ends in the line; a value begins there if `is_inline`.
    """

    section: str
    kind: Kind | None
    end: int
    is_inline: bool = False


class HeadingTable:
    """The headings of all languages by their keys, which leave out small words and the words of a kind."""

    def __init__(self) -> None:
        languages = load_table("headings").values()
        self.small = {
            word for language in languages for phrase in language["small"] for word in stems(phrase)
        }
        self.kinds = {
            word: Kind(kind)
            for language in languages
            for kind, phrases in language["kinds"].items()
            for phrase in phrases
            for word in stems(phrase)
        }
        self.kind_words = KnownWords([*self.kinds, "main"])
        self.small |= {
            "".join(letters) for word in self.small if len(word) == 3 for letters in permutations(word)
        }
        self.sections = {
            key: section
            for section, phrases in headings().items()
            for key in (self.key(phrase)[0] for phrase in phrases)
            if key not in self.kinds
        }
        self.keys_of_length: dict[int, list[str]] = defaultdict(list)
        for known in self.sections:
            for length in range(len(known) - MAX_SLIPS, len(known) + MAX_SLIPS + 1):
                self.keys_of_length[length].append(known)

        phrases = " ".join(phrase for several in headings().values() for phrase in several)
        self.words = {*self.small, *self.kinds, *stems(phrases)}

    def kind_of(self, word: str) -> Kind | None:
        """Return the kind of page that a folded word names, in spite of a slip."""
        return self.kinds.get(self.kind_words.find(word))

    def key(self, text: str) -> tuple[str, frozenset[Kind]]:
        words = [
            word
            for word in map(stem, fold(text).split())
            if word not in self.small and self.kind_words.find(word) != "main"
        ]
        kinds = frozenset(filter(None, map(self.kind_of, words)))
        return " ".join([word for word in words if not self.kind_of(word)] or words), kinds

    def with_a_space_moved(self, text: str) -> str:
        """Return words in which a space and a letter beside it are exchanged: "Projec tgoals", "o fthe"."""
        words = fold(text).split()
        for place, (one, other) in enumerate(pairwise(words)):
            if {stem(one), stem(other)} <= self.words:
                continue
            for first, second in ((one + other[:1], other[1:]), (one[:-1], one[-1:] + other)):
                if stem(first) in self.words and stem(second) in self.words:
                    return " ".join([*words[:place], first, second, *words[place + 2 :]])
        return ""

    def near(self, key: str) -> set[str]:
        """Return the sections with a heading that is the same but for a slip."""
        if len(key) < 4:
            return set()
        similar = extract(
            key,
            self.keys_of_length.get(len(key), ()),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=MAX_SLIPS,
            limit=None,
        )
        return {self.sections[known] for known, _slips, _place in similar if is_nearly(key, known)}


@cache
def heading_table() -> HeadingTable:
    return HeadingTable()


@lru_cache(maxsize=4096)
def section_of(text: str, *, is_exact: bool = False) -> tuple[str, Kind | None] | None:
    """Return the section that words head and the kind of page that they indicate; None if they head none.

    A slip is accepted, but only where one section alone is that near.
    """
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or len(text.split()) > MAX_WORDS:
        return None
    table = heading_table()
    key, kinds = table.key(text)
    found = {table.sections[key]} if key in table.sections else set()
    if not found and not is_exact:
        found = table.near(key)
        moved = "" if found or " " not in text else table.with_a_space_moved(text)
        if moved:
            return section_of(moved, is_exact=True)
    if len(found) != 1:
        return None
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    section = found.pop()
    if kind == Kind.ORGANISATION and key in _OF_ORGANISATIONS:
        section = "orientation"
    if section in ("partners", "lead"):
        kind = Kind.PROJECT  # "implementing organisations" are those of a project
    return section, kind or KIND_OF.get(section)


_NUMBERING = re.compile(r"\s*(?:#{1,6}\s+|(?:[IVX]{1,4}|[A-H]|\d{1,2})[.)]\s+)?[*_]{0,2}")
_HEADING_MARK = re.compile(r"\d.*|[IVX]{1,4}\.")


def read_heading(line: Line) -> Heading | None:
    """Return the heading that a line is or begins with, or None.

    Numbered headings count; items of a list with another mark do not. In "Goal: to …" the value follows a
    colon; a dash does the same where the words before it are exactly a heading.
    """
    if line.is_blank or line.text == SIGNATURE_MARK:
        return Heading("letter", None, line.end) if line.text else None
    if len(line.text) < MIN_LENGTH or line.caption not in ("", "link", "contact"):
        return None
    if line.is_item and not _HEADING_MARK.fullmatch(line.mark):
        return heading_of_item(line)
    start = line.content_start if line.is_item else line.start + _NUMBERING.match(line.text).end()
    text = line.raw[start : line.end]
    if text.endswith(",") and (signed := section_of(text.rstrip(","), is_exact=True)):
        return Heading(*signed, end=line.end) if signed[0] == "letter" else None
    if not text.endswith((".", "!", ";", ",")) and (whole := section_of(text.rstrip(" :*_-–—"))):
        return Heading(*whole, end=line.end)
    return inline_heading(text[: MAX_LENGTH * 2], start)


def inline_heading(text: str, start: int) -> Heading | None:
    """Return the heading before a colon or dash; `start` is the place of the text in its line."""
    if " " not in text and ":" not in text:
        return None
    for separator, limit in ((":", 8), (" – ", 4), (" - ", 4), (" — ", 4)):
        before, found, after = text.partition(separator)
        if found and after.strip() and len(before.split()) <= limit:
            inline = section_of(before.strip(" *_"), is_exact=True)
            if inline:
                return Heading(*inline, end=start + len(before) + len(separator), is_inline=True)
    return None


def heading_of_item(line: Line) -> Heading | None:
    """Return the heading that an item of a list is: one of two words or more, which no row is by itself."""
    text = line.content.rstrip(" :*_")
    found = section_of(text, is_exact=True) if len(text.split()) > 1 else None
    return Heading(*found, end=line.end) if found and found[0] in _OF_GOALS else None
