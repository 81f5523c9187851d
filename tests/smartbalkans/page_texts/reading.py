"""Texts of one page, as read, with each line accounted for."""

from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.read import read
from tests.smartbalkans.page_texts.accounting import faults_of


def read_one(text, answers=None):
    """Return the page of a text; assert that it is the only one, with each line accounted for."""
    pages = read(text, answers)
    assert (len(pages), faults_of(text, pages)) == (1, [])
    return pages[0]


def project(heading, text):
    """Return the page of a project with one section of this heading."""
    return read_one(f"Tiha obala\n\nSažetak projekta\n\nMladi čiste obalu.\n\n{heading}\n\n{text}\n")


def messy_project(under, heading="Implementing organizations:"):
    """Return the text of a project whose lines follow without blank ones."""
    return f"Quiet Streets\n\nSummary of the project\n\nStreets get quieter.\n\n{heading}\n{under}\n"


def key_of(page, text):
    return next(line.key for line in page.account.lines if line.text == text)


def proposed(page, field):
    return [proposal.value for proposal in page.proposals if proposal.field == field]


def levels(page):
    return [(item.level, item.text) for item in page.activities]


def dropped(page) -> list[str]:
    """Return the lines of a page that were left out."""
    return [
        line.text for line in page.account.lines if page.account.pieces[line.number][0].use == Use.DROPPED
    ]


def dropped_or_unused(page) -> list[str]:
    return [
        line.text
        for line in page.account.lines
        if page.account.pieces[line.number][0].use in (Use.DROPPED, Use.UNPLACED)
    ]
