"""What no text of the fixtures may hold: stray captions, markup, slips, other people's sentences."""

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

COPIED_RUN = 10
STRAY_CAPTION = r"Zajednička fotografija|Iskra web|NE DIRATI|^\s*1\s*$"
MARKUP = r"</?[a-z!][^>]*>|&#?\w+;|\*\*|__|`|\]\(|^\s*(#+|[-*+•>]|\d+[.)]|\(\d+\))\s"
UNEXPLAINED = r"\b(OCD|WBs?|SRB|PWDs?|B&H|BiH|CSOs?)\b"
OTHER_SPELLING = r"organiz|\bprogram\b|\bdefense\b|\bmarginaliz|gropus|Grassrots|greneral|two researches"
IN_NAMES = ("name", "local_name", "headline")


def texts(*, names: bool):
    """Give every text of the fixtures' models with its place; names keep the spelling they have."""
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
def test_texts_hold_no_unexplained_abbreviation():
    assert matching(UNEXPLAINED, names=False) == []


@pytest.mark.usefixtures("programme")
def test_texts_are_in_plain_british_spelling():
    assert matching(OTHER_SPELLING, names=False) == []


@pytest.mark.usefixtures("programme")
def test_texts_have_no_blanks_at_their_ends_or_doubled():
    assert matching(r"\A\s|\s\Z|  |[^\n]\n[^\n]|\n{3}", names=True) == []


@pytest.mark.usefixtures("programme")
def test_every_entry_has_a_summary_of_one_to_three_sentences():
    entries = [row for model in apps.get_models() if issubclass(model, Entry) for row in model.objects.all()]

    assert [(row.slug, row.summary) for row in entries if not 1 <= sentences(row.summary) <= 3] == []


def sentences(text):
    return len(re.findall(r"\.(?=\s|$)", text))


def strings(value):
    """Give the texts of a fixture's fields, whatever they are nested in."""
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
    reason="The texts that the fixtures tell anew are no part of the project; SOURCE_DIR names their folder.",
)
def test_no_ten_words_in_a_row_are_copied():
    sources = sorted(Path(os.environ["SOURCE_DIR"]).glob("*.txt"))
    rows = [
        row["fields"]
        for folder in settings.FIXTURE_DIRS
        for file in sorted(folder.glob("*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
    ]
    titles = [fields[name] for fields in rows for name in IN_NAMES if name in fields]

    copied = set().union(*(runs(source.read_text(encoding="utf-8")) for source in sources))
    copied -= set().union(*map(runs, titles))
    written = [text for fields in rows for value in fields.values() for text in strings(value)]

    assert sources != []
    assert [text for text in written if runs(text) & copied] == []
