"""Headings in the variants in which they are written, and words that are near them and are none."""

import pytest

from smartbalkans.page_texts.text.headings import HEADINGS, Kind, read_heading, section_of
from smartbalkans.page_texts.text.lines import split

ORGANISATION, PROJECT, TRAINING = Kind


@pytest.mark.parametrize(
    ("text", "section", "kind"),
    [
        ("Organization goal", "goals", ORGANISATION),
        ("ORGANISATION GOALS:", "goals", ORGANISATION),
        ("Summary of organization’s strategic orientation", "orientation", ORGANISATION),
        ("Main organization activites", "activities", ORGANISATION),
        ("Project’s main activities include:", "activities", PROJECT),
        ("2. Main activities", "activities", None),
        ("II. Main activities", "activities", None),
        ("## Main activities", "activities", None),
        ("**Main activities**", "activities", None),
        ("Implementing organisations", "partners", PROJECT),
        ("Organisation(s) implementing the project", "partners", PROJECT),
        ("Lead organization", "lead", PROJECT),
        ("Lead applicant", "lead", PROJECT),
        ("Target group(s)", "target_groups", PROJECT),
        ("Final beneficiaries", "final_beneficiaries", PROJECT),
        ("Benificiaries", "beneficiaries", None),
        ("Specific objectives (outcomes) are:", "objectives", PROJECT),
        ("Expected results of the project are:", "results", PROJECT),
        ("Projec tgoals", "goals", PROJECT),
        ("Trainers", "speakers", TRAINING),
        ("Duration of the project", "grant", PROJECT),
    ],
)
def test_heading_is_read_in_its_variants(text, section, kind):
    (line,) = split(text)

    heading = read_heading(line)

    assert (heading.section, heading.kind, heading.is_inline) == (section, kind, False)


@pytest.mark.parametrize(
    "text",
    [
        "Police",
        "Media",
        "Partners from Albania",
        "Project tools",
        "Emissions",
        "Our values",
        "Goal 1",
        "• Activities",
        "Our goals are open schools and open libraries.",
        "The goal is reached when nobody in the whole of the valley has to wade any more",
    ],
)
def test_what_only_looks_like_a_heading_is_none(text):
    (line,) = split(text)

    assert read_heading(line) is None


@pytest.mark.parametrize("text", ["Goal: Clean rivers", "Goal – Clean rivers", "1. Goal: Clean rivers"])
def test_value_may_stand_behind_its_heading(text):
    (line,) = split(text)

    heading = read_heading(line)

    assert (heading.section, heading.is_inline, line.raw[heading.end :].strip()) == (
        "goals",
        True,
        "Clean rivers",
    )


def test_no_phrase_heads_two_sections():
    found = {phrase: section_of(phrase) for phrases in HEADINGS.values() for phrase in phrases}

    expected = {phrase: section for section, phrases in HEADINGS.items() for phrase in phrases}
    assert {phrase: one and one[0] for phrase, one in found.items()} == expected
