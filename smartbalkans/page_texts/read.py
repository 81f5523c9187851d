"""Reads a text with one page or several. Pure: without a database, and always with the same result."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.organisations import OrganisationReader
from smartbalkans.page_texts.readers.page_finder import PageFinder
from smartbalkans.page_texts.readers.projects import ProjectReader
from smartbalkans.page_texts.readers.sections import Sections
from smartbalkans.page_texts.readers.trainings import TrainingReader
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.page_texts.text.lines import split

READERS = {reader.kind: reader for reader in (OrganisationReader, ProjectReader, TrainingReader)}


@dataclass(frozen=True)
class ReaderAnswers:
    """The answers of a person where the text leaves a question: for lines and for pages, by their keys."""

    lines: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


def read(text: str, answers: ReaderAnswers | None = None) -> list[Page]:
    """Return the pages of a text, each with the account of its lines.

    Every line that is not blank is in exactly one page, and each part of it has one use.
    """
    answers = answers or ReaderAnswers()
    pages = PageFinder(split(text), answers.lines).pages()
    for page in pages:
        if answers.kinds.get(page.key) in set(PageKind):
            page.kind = PageKind(answers.kinds[page.key])
        read_page(page, answers)
    return pages


def read_page(page: Page, answers: ReaderAnswers) -> None:
    if page.title:
        page.name = " ".join(page.title.content.split())
        page.asked.add(page.title.key)
    sections = Sections(page, answers.lines).read()
    if page.kind is None:
        page.doubt(_("Choose whether this is an organisation, a project or a training."))
        return
    READERS[page.kind](page).read(sections)
    if not page.name:
        page.doubt(_("The page has no title. Enter its name."))
