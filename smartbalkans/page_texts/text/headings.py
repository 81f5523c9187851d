"""The headings of a page, in the variants and languages in which grantees write them."""

import itertools
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.folding import fold
from catalogue.similarity import KnownWords
from catalogue.vocabulary import stem, stems
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.lines import TextLine


class PageKind(TextChoices):
    ORGANISATION = "organisation", _("organisation")
    PROJECT = "project", _("project")
    TRAINING = "training", _("training")


@cache
def headings(table: str = "sections") -> dict[str, list[str]]:
    """Return the phrases of each section, or of each name in another table, in all languages."""
    merged: dict[str, list[str]] = defaultdict(list)
    for language in load_table("headings").values():
        for name, phrases in language[table].items():
            merged[name] += phrases
    return dict(merged)


_ONLY = load_table("sections")["only"]
KIND_OF = {section: PageKind(kind) for kind, sections in _ONLY.items() for section in sections}
# "About the organisation" is its strategic orientation, "About the project" a summary.
_OF_ORGANISATIONS = {"about", "description"}
_OF_GOALS = {"goals", "strategic_goals", "objectives", "results"}
_PATTERNS = load_patterns("headings")
MAX_WORDS = 9
MIN_LENGTH, MAX_LENGTH = 3, 90
SIGNATURE_MARK = "--"


@dataclass(frozen=True)
class Heading:
    """The heading of a section, and the kind of page that it indicates.

    `end` is where the heading ends in the line; a value begins there if `is_inline`.
    """

    section: str
    kind: PageKind | None
    end: int
    is_inline: bool = False


class HeadingTable:
    """The headings of all languages by their keys, which leave out small words and the words of a kind."""

    def __init__(self) -> None:
        words_of = {name: " ".join(phrases) for name, phrases in headings("words").items()}
        self.small = set(stems(words_of.pop("small")))
        self.kinds = {word: PageKind(kind) for kind, words in words_of.items() for word in stems(words)}
        phrases = " ".join(itertools.chain(*headings().values()))
        words = {*self.small, *self.kinds, *stems(phrases), *fold(phrases).split()}
        self.words = KnownWords(words, has_other_letters=True)
        self.sections: dict[str, str] = {}
        for section, several in headings().items():
            keys = (self.key(phrase)[0] for phrase in several)
            self.sections |= {key: section for key in keys if key not in self.kinds}

    def key(self, text: str, *, is_exact: bool = True) -> tuple[str, set[PageKind]]:
        """Return the words of a text that make a heading, without their slips if not exact; and its kinds."""
        words = fold(text).split()
        if is_exact:
            words = list(map(stem, words))
        else:
            words = [stem(self.words.find(word) or word) for word in self.with_spaces_moved(words)]
        words = [word for word in words if word not in self.small]
        kinds = {self.kinds[word] for word in words if word in self.kinds}
        return " ".join([word for word in words if word not in self.kinds] or words), kinds

    def with_spaces_moved(self, words: list[str]) -> list[str]:
        """Return words without a space and a letter beside it exchanged: "Projec tgoals", "o fthe"."""
        for place, (one, other) in enumerate(itertools.pairwise(words)):
            if self.are_known(one, other):
                continue
            for cut in (len(one) - 1, len(one) + 1):
                first, second = (one + other)[:cut], (one + other)[cut:]
                if self.are_known(first, second):
                    return [*words[:place], first, second, *words[place + 2 :]]
        return words

    def are_known(self, *words: str) -> bool:
        return all(stem(word) in self.words.words for word in words)


@cache
def heading_table() -> HeadingTable:
    return HeadingTable()


@lru_cache(maxsize=4096)
def section_of(text: str, *, is_exact: bool = False) -> tuple[str, PageKind | None] | None:
    """Return the section that words head and the kind of page that they indicate; None if they head none."""
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or len(text.split()) > MAX_WORDS:
        return None
    table = heading_table()
    key, kinds = table.key(text, is_exact=is_exact)
    section = table.sections.get(key, "")
    if not section:
        return None
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    if kind == PageKind.ORGANISATION and key in _OF_ORGANISATIONS:
        section = "orientation"
    if section in ("partners", "lead"):
        kind = PageKind.PROJECT  # "implementing organisations" are those of a project
    return section, kind or KIND_OF.get(section)


def read_heading(line: TextLine) -> Heading | None:
    """Return the heading that a line is or begins with, or None.

    Numbered headings count; items of a list with another mark do not. In "Goal: to …" the value follows a
    colon; a dash does the same where the words before it are exactly a heading.
    """
    if line.is_blank or line.text == SIGNATURE_MARK:
        return Heading("letter", None, line.end) if line.text else None
    if len(line.text) < MIN_LENGTH or line.caption not in ("", "link", "contact"):
        return None
    if line.is_item and not _PATTERNS["mark"].fullmatch(line.mark):
        return heading_of_item(line)
    start = line.content_start if line.is_item else line.start + _PATTERNS["numbering"].match(line.text).end()
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


def heading_of_item(line: TextLine) -> Heading | None:
    """Return the heading that an item of a list is: one of two words or more, which no row is by itself."""
    text = line.content.rstrip(" :*_")
    found = section_of(text, is_exact=True) if len(text.split()) > 1 else None
    return Heading(*found, end=line.end) if found and found[0] in _OF_GOALS else None
