"""Texts of one page, as read, with each line accounted for."""

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.read import read
from tests.smartbalkans.page_texts.accounting import faults_of


def read_one(text, answers=None):
    """Return the page of a text; assert that it is the only one, with each line accounted for."""
    pages = read(text, answers)
    assert (len(pages), faults_of(text, pages)) == (1, [])
    return pages[0]


def dropped(page) -> list[str]:
    """Return the lines of a page that were left out."""
    return [
        line.text for line in page.account.lines if page.account.pieces[line.number][0].use == Use.DROPPED
    ]
