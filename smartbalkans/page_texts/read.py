"""Reads a text with one page or many in a row. Pure: it asks no database, and the same text gives the
same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from smartbalkans.page_texts.account import Account
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.readers.organisations import OrganisationReader
from smartbalkans.page_texts.readers.page_finder import PageFinder, Stretch
from smartbalkans.page_texts.readers.projects import ProjectReader
from smartbalkans.page_texts.readers.sections import Sections, kind_of
from smartbalkans.page_texts.readers.trainings import TrainingReader
from smartbalkans.page_texts.text.headings import Kind, read_heading
from smartbalkans.page_texts.text.lines import split

READERS = {reader.kind: reader for reader in (OrganisationReader, ProjectReader, TrainingReader)}


@dataclass(frozen=True)
class Answers:
    """What a person said where the text did not: of lines and of pages, by their keys."""

    lines: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


def read(text: str, answers: Answers | None = None) -> list[Page]:
    """Take a text, give its pages as they are understood, each with the account of its lines.

    Every line that is not blank is in exactly one page, and each stretch of it went to one place.
    """
    answers = answers or Answers()
    finder = PageFinder(split(text), answers.lines)
    return [
        read_page(stretch, number, finder, answers)
        for number, stretch in enumerate(finder.stretches(), start=1)
    ]


def read_page(stretch: Stretch, number: int, finder: PageFinder, answers: Answers) -> Page:
    page = Page(number, stretch.title, Account(stretch.lines))
    headings = [
        heading for line in stretch.lines if line is not stretch.title and (heading := read_heading(line))
    ]
    place = finder.lines_told.index(stretch.title) if stretch.title else 0
    is_training = stretch.title is not None and finder.opens_a_training(finder.lines_told, place)
    page.kind, page.possible_kinds = kind_of(stretch, headings, is_training=is_training)
    if answers.kinds.get(page.key) in set(Kind):
        page.kind = Kind(answers.kinds[page.key])
    if stretch.title:
        page.name = " ".join(stretch.title.content.split())
        page.asked[stretch.title.key] = _("Used as the name of the page.")
    sections = Sections(page, stretch, answers.lines, has_lead_text=page.kind == Kind.TRAINING).read()
    if page.kind is None:
        page.doubt(_("Choose whether this is an organisation, a project or a training."))
        return page
    READERS[page.kind](page).read(sections)
    if not page.name:
        page.doubt(_("The page has no title. Enter its name."))
    return page
