"""The programme's own page texts beside the fixtures: no name or figure is lost, and every term is found."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from catalogue.duplicates.known_names import name_key
from catalogue.folding import fold
from catalogue.search.variants import number_forms
from organisations.models import Organisation
from projects.models import Project
from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.read import read
from tests.catalogue.search.finding import found
from tests.pages import text_of
from trainings.models import Training

# A word with a capital or a digit that does not begin a line or a sentence.
NAME_OR_FIGURE = r"(?<=\S )(?<![.!?:] )[“(]?([\w/&-]*[A-ZČĆĐŠŽ0-9][\w/&-]*)"
# What the source writes in another way than the portal.
WRITTEN_AS = {
    "4500": "4,500",
    "Advocating": "advocacy",
    "B&H": "Bosnia and Herzegovina",
    "BiH": "Bosnia and Herzegovina",
    "Capacity-building": "capacity building",
    "Grassrots": "grassroots",
    "MNE": "Montenegro",
    "Montenegrin": "Montenegro",
    "SRB": "Serbia",
    "WB": "Western Balkans",
    "WBs": "Western Balkans",
}
GLOSSARY = settings.BASE_DIR / "docs" / "glossary.md"
# Terms that no page has word for word. What a page has in other words is in `test_search_terms`.
OF_NO_PAGE = {
    *("core grant", "countering violent extremism", "GBV", "information and communication technology"),
    *("organised criminal groups", "persons with disabilities", "policy brief", "regional grant"),
    "social inclusion",
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("programme"),
    pytest.mark.skipif(
        "SOURCE_DIR" not in os.environ,
        reason="The programme's page texts are no part of the project; SOURCE_DIR names their folder.",
    ),
]


@pytest.fixture(scope="module")
def pages(programme):
    """Return each page of the source, by the entry that it is about."""
    files = sorted(Path(os.environ["SOURCE_DIR"]).glob("*.txt"))
    entries = {name_key(name): entry for entry in all_entries() for name in names_of(entry)}
    return {
        entries[name_key(page.name)]: page
        for page in read("\n".join(file.read_text(encoding="utf-8") for file in files))
    }


def all_entries():
    return [entry for model in (Organisation, Project, Training) for entry in model.objects.all()]


def names_of(entry):
    others = entry.other_names.values_list("name", flat=True) if isinstance(entry, Organisation) else ()
    return [entry.name, getattr(entry, "headline", "") or entry.name, *others]


def shown_of(client, entry):
    """Return the text of the entry's page, and of those of its partners."""
    partners = [row.organisation for row in entry.partners.all()] if isinstance(entry, Project) else []
    pages = [text_of(client.get(one.get_absolute_url())) for one in (entry, *partners)]
    return "\n".join(pages).casefold()


def test_names_and_figures_of_the_source_are_on_the_page(client, pages):
    missing = []
    for entry, page in pages.items():
        shown = shown_of(client, entry)
        lines = page.account.lines_in_use()
        words = {word for line in lines for word in re.findall(NAME_OR_FIGURE, line.content)}
        missing += [
            (entry.slug, word)
            for word in sorted(words)
            if WRITTEN_AS.get(word, word.removesuffix("s")).casefold() not in shown
        ]

    assert len(pages) == 10
    assert missing == []


def glossary_terms():
    """Return the sector's terms of the glossary, and their abbreviations."""
    section = GLOSSARY.read_text(encoding="utf-8").rpartition("\n## ")[2]
    items = re.findall(r"^- \*\*.*?:\*\* (.*?)\.$", section, re.MULTILINE | re.DOTALL)
    terms = [term for item in items for term in re.split(r",\s+", " ".join(item.split()))]
    return [part.rstrip(")") for term in terms for part in term.split(" (")]


def words_of(account):
    """Return the lines of a page and its headings, without those that are left out."""
    pieces = account.pieces
    lines = [line for line in account.lines if pieces[line.number][0].use != Use.DROPPED]
    return " . ".join(line.content for line in lines)


def in_one_form(text):
    """Return a text without marks and hyphens, in British spelling, and with the singular of each word."""
    words = fold(text.replace("-", " ").replace("iz", "is")).split()
    return " ".join(min((word, *number_forms(word)), key=len) for word in words)


def spellings(term):
    """Return a term in singular and plural, with hyphens and without."""
    *first, last = term.split(" ")
    numbers = {
        " ".join([*first, form]) for form in (last, last.removesuffix("s"), f"{last.removesuffix('s')}s")
    }
    return {form for one in numbers for form in (one, one.replace("-", " "), one.replace(" ", "-"))}


def test_terms_of_the_glossary_find_the_entries_whose_source_has_them(pages):
    texts = {entry: f" {in_one_form(words_of(page.account))} " for entry, page in pages.items()}
    terms = {
        term: [one for one in texts if f" {in_one_form(term)} " in texts[one]] for term in glossary_terms()
    }

    missed = [
        (spelling, entry.slug)
        for term, entries in terms.items()
        for spelling in spellings(term)
        for entry in entries
        if entry not in found(type(entry), spelling)
    ]

    assert {term for term in terms if not terms[term]} == OF_NO_PAGE
    assert missed == []
