"""Whatever a text looks like, each of its lines is accounted for, and the reader never breaks down."""

import random
import re

import pytest

from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.read import ReaderAnswers, read
from smartbalkans.page_texts.readers.page_finder import IS_NO_TITLE, IS_TITLE
from smartbalkans.page_texts.readers.sections import AS_HEADING, AS_TEXT, LEAVE_OUT, SECTIONS
from smartbalkans.page_texts.text.headings import PageKind, headings
from tests.smartbalkans.page_texts.accounting import faults_of

WORDS = re.findall(
    r"\S+",
    "river bridge youth Ура мост shoqata žene ćuprija ђак village school team map music forest budget open "
    "small Albania Montenegro BiH RS CSOs media police training workshop project organisation goal "
    "activities 2024 1 120",
)
CAPTIONS = (
    "Photo: archive",
    "Read more",
    "7",
    "---",
    "Share | Facebook",
    "Slika 3",
    "IMG_2001",
    "© Open Riverbank",
)
MARKS = ("• ", "- ", "– ", "* ", "1. ", "2) ", "(3) ", "a) ", "ii. ", "1.1 ", "•", "\t• ", "    o ", "")
PARTNERS = (
    "Open Door (OD) – lead applicant, Albania",
    "Друштво Мост / Bridge Society, partner, North Macedonia",
    "Ura e Re; partner; Kosovo*",
    "Lead partner: River Watch, Podgorica, Montenegro",
    "Open Door (lead, Albania), River Watch (Montenegro) and Bridge Society (partner, RS)",
)
QUOTES = (
    "“We learnt a lot,” said Mira Kovač from the River Watch.",
    "Trainer Mira Kovač presented maps and music.",
    "The trainers were Dr. Mira Kovač and Prof. Arta Hoxha.",
    "A two-day training “Maps of Home” was held on 3 and 4 May 2024 in Skopje.",
)


class Texts:
    """Makes texts at random, the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 (no secret)

    def some(self, low, high):
        return " ".join(self.random.choices(WORDS, k=self.random.randint(low, high)))

    def heading(self):
        phrase = self.random.choice(self.random.choice(list(headings().values())))
        phrase = self.random.choice(
            (
                phrase,
                phrase.upper(),
                phrase.title(),
                f"Main {phrase}",
                f"Project {phrase}",
                f"{phrase} of the organization",
            )
        )
        if self.random.random() < 0.2:
            place = self.random.randrange(len(phrase))
            phrase = phrase[:place] + phrase[place + 1 :]
        end = self.random.choice(("", "", ":", " :", f": {self.some(1, 8)}", f" are: {self.some(1, 4)}."))
        return self.random.choice(("", "", "", "1. ", "## ", "II. ")) + phrase + end

    def line(self):
        kind = self.random.random()
        if kind < 0.3:
            return self.heading()
        if kind < 0.4:
            return self.random.choice(CAPTIONS)
        if kind < 0.5:
            return self.random.choice(MARKS) + self.random.choice(PARTNERS)
        if kind < 0.55:
            return self.random.choice(QUOTES)
        if kind < 0.75:
            return (
                self.random.choice(("", "  ", "\t"))
                + self.random.choice(MARKS)
                + self.some(1, 9)
                + self.random.choice(("", ";", ",", "."))
            )
        if kind < 0.85:
            return "; ".join(self.some(1, 4) for _part in range(3)) + self.random.choice(
                ("", ".", "; and more")
            )
        if kind < 0.93:
            return self.some(1, 5).capitalize()
        return self.some(12, 60).capitalize() + self.random.choice(
            (".", ":", "", " The target groups are youth, women, and 20 mayors.")
        )

    def text(self):
        lines = []
        for _line in range(self.random.randint(1, 45)):
            lines += [self.line(), *self.random.choice(([], [""], ["", " \xa0 "]))]
        return self.random.choice(("\n", "\r\n", "\r")).join(lines)

    def answers(self, pages):
        """Answer what is asked as somebody might who clicks about."""
        lines = {key: self.random.choice(self.options(page)) for page in pages for key in sorted(page.asked)}
        kinds = {page.key: self.random.choice(list(PageKind)) for page in pages if self.random.random() < 0.5}
        return ReaderAnswers(lines=lines, kinds=kinds)

    @staticmethod
    def options(page):
        names = SECTIONS.get(page.kind, ("summary",))
        return [
            "",
            IS_TITLE,
            IS_NO_TITLE,
            LEAVE_OUT,
            *(AS_HEADING + name for name in names),
            *(AS_TEXT + name for name in names),
        ]


@pytest.mark.parametrize("batch", range(10))
def test_every_line_of_a_random_text_is_accounted_for_once(batch):
    for seed in range(batch * 60, (batch + 1) * 60):
        texts = Texts(seed)
        text = texts.text()

        pages = read(text)
        again = read(text, texts.answers(pages))

        assert (seed, faults_of(text, pages)) == (seed, [])
        assert (seed, faults_of(text, again)) == (seed, [])


def test_same_text_is_read_as_the_same_pages():
    text = Texts(7).text()

    assert repr(read(text)) == repr(read(text))


def test_account_finds_a_line_that_is_lost():
    text = "Open Riverbank\n\nOrganisation goal\n\nClean rivers."
    pages = read(text)
    del pages[0].account.pieces[5]

    assert faults_of(text, pages) == ["line 5: 'Clean rivers.' has no place: 'Clean rivers.'"]


def test_account_finds_words_that_no_value_holds():
    text = "Open Riverbank\n\nOrganisation goal\n\nClean rivers."
    pages = read(text)
    pages[0].goals.clear()

    assert faults_of(text, pages) == ["page 1: lost ['clean', 'rivers']"]


def test_every_unplaced_line_has_a_reason():
    pages = [page for seed in range(40) for page in read(Texts(seed).text())]

    pieces = [piece for page in pages for pieces in page.account.pieces.values() for piece in pieces]

    assert [piece for piece in pieces if piece.use in (Use.DROPPED, Use.UNPLACED) and not piece.note] == []
