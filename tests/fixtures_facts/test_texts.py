"""What no text of the fixtures may contain: stray captions, markup, slips, other people's sentences."""

import json
import os
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from catalogue.entries import Entry
from catalogue.naturalkeys import NaturalKeyModel
from organisations.models import Grant

COPIED_RUN = 10
STRAY_CAPTION = r"Zajednička fotografija|Iskra web|NE DIRATI|^\s*1\s*$"
MARKUP = r"</?[a-z!][^>]*>|&#?\w+;|\*\*|__|`|\]\(|^\s*(#+|[-*+•>]|\d+[.)]|\(\d+\))\s"
NOT_IN_USE = r"\b(OCD|WBs?|SRB|B&H|(?<!Vaša prava )BiH)\b"
ABBREVIATIONS = ("CSO", "GBV", "ICT", "OCG", "P/CVE", "PR", "PWD", "SoM")  # EU and NGO are known to readers
OTHER_SPELLING = r"organiz|\bprogram\b|\bdefense\b|\bmarginaliz|gropus|Grassrots|greneral|two researches"
IN_NAMES = ("name", "local_name", "headline")
NAMES_IN_TEXTS = ("Western Balkans Coalition for Genocide and Mass Atrocity Crimes Prevention",)
ROWS = ("goals", "objectives", "target_groups", "activities", "speakers", "testimonials")
LONGEST_SUMMARY = 60  # words

pytestmark = pytest.mark.django_db


def texts(*, names: bool):
    """Yield every text of the fixtures' models with its place; names keep the spelling they have."""
    for model in apps.get_models():
        if issubclass(model, NaturalKeyModel):
            fields = [
                field for field in model._meta.fields if type(field) in (models.CharField, models.TextField)
            ]
            for row in model._default_manager.all():
                for field in fields:
                    if names or field.name not in IN_NAMES:
                        yield f"{model._meta.label}.{field.name}", getattr(row, field.name)


def matching(pattern, *, names):
    found = [(place, re.search(pattern, text, re.MULTILINE)) for place, text in texts(names=names)]
    return [(place, match.group()) for place, match in found if match]


@pytest.mark.usefixtures("programme")
def test_texts_hold_no_stray_caption():
    assert matching(STRAY_CAPTION, names=True) == []


@pytest.mark.usefixtures("programme")
def test_texts_hold_no_html_and_no_markdown():
    assert matching(MARKUP, names=True) == []


@pytest.mark.usefixtures("programme")
def test_texts_hold_no_abbreviation_that_readers_do_not_use():
    assert matching(NOT_IN_USE, names=False) == []


@pytest.mark.usefixtures("programme")
def test_abbreviations_are_explained_in_their_entry():
    assert [(entry.slug, unexplained(page_text(entry))) for entry in entries()] == [
        (entry.slug, []) for entry in entries()
    ]


@pytest.mark.usefixtures("programme")
def test_abbreviations_in_summaries_are_explained_there():
    assert [(entry.slug, unexplained(entry.summary)) for entry in entries()] == [
        (entry.slug, []) for entry in entries()
    ]


@pytest.mark.usefixtures("programme")
def test_texts_are_in_plain_british_spelling():
    assert matching(OTHER_SPELLING, names=False) == []


@pytest.mark.usefixtures("programme")
def test_texts_have_no_blanks_at_their_ends_or_doubled():
    assert matching(r"\A\s|\s\Z|  |[^\n]\n[^\n]|\n{3}", names=True) == []


@pytest.mark.usefixtures("programme")
def test_summaries_are_two_or_three_sentences():
    assert [(row.slug, row.summary) for row in entries() if sentences(row.summary) not in (2, 3)] == []


@pytest.mark.usefixtures("programme")
def test_summaries_are_at_most_sixty_words():
    words = {row.slug: len(row.summary.split()) for row in entries()}

    assert {slug: number for slug, number in words.items() if number > LONGEST_SUMMARY} == {}


def entries():
    """Return every entry that has a page of its own."""
    models = [model for model in apps.get_models() if issubclass(model, Entry) and model is not Grant]
    return [row for model in models for row in model.objects.all()]


def page_text(entry):
    """Return the running text of an entry and of its rows."""
    rows = [row for name in ROWS if hasattr(entry, name) for row in getattr(entry, name).all()]
    return "\n".join(text for row in (entry, *rows) for text in running_texts(row))


def running_texts(row):
    fields = [field for field in row._meta.fields if type(field) in (models.CharField, models.TextField)]
    return [getattr(row, field.name) for field in fields if field.name not in IN_NAMES]


def unexplained(text):
    used = [word for word in ABBREVIATIONS if re.search(rf"(?<![\w/]){word}s?(?!\w)", text)]
    return [word for word in used if not re.search(rf"\({word}s?\)", text)]


def sentences(text):
    return len(re.findall(r"\.(?=\s|$)", text))


def strings(value):
    """Return the texts of a fixture's fields, whatever they are nested in."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return []


def runs(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + COPIED_RUN]) for start in range(len(words) - COPIED_RUN + 1)}


@pytest.mark.skipif(
    "SOURCE_DIR" not in os.environ,
    reason="The source of the fixtures is no part of the project; SOURCE_DIR names its folder.",
)
def test_no_ten_words_in_a_row_are_copied():
    sources = sorted(Path(os.environ["SOURCE_DIR"]).glob("*.txt"))
    rows = [
        row["fields"]
        for folder in settings.FIXTURE_DIRS
        for file in sorted(folder.glob("*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
    ]
    titles = [fields[name] for fields in rows for name in IN_NAMES if name in fields] + [*NAMES_IN_TEXTS]

    copied = set().union(*(runs(source.read_text(encoding="utf-8")) for source in sources))
    copied -= set().union(*map(runs, titles))
    written = [text for fields in rows for value in fields.values() for text in strings(value)]

    assert sources != []
    assert [text for text in written if runs(text) & copied] == []
