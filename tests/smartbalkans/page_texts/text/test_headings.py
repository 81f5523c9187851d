"""Headings in their variants and languages, and words that are similar and are none."""

import pytest

from smartbalkans.page_texts.text.headings import PageKind, headings, read_heading, section_of
from smartbalkans.page_texts.text.lines import split

ORGANISATION, PROJECT, TRAINING = PageKind


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
        ("Ciljevi organizacije", "goals", ORGANISATION),
        ("CILJEVI ORGANIZACIJE:", "goals", ORGANISATION),
        ("Циљеви организације", "goals", ORGANISATION),
        ("Ciljne grupe i krajnji korisnici", "target_groups", PROJECT),
        ("Циљне групе", "target_groups", PROJECT),
        ("Ciljne skupine", "target_groups", PROJECT),
        ("Krajnji korisnici", "final_beneficiaries", PROJECT),
        ("Glavne aktivnosti projekta", "activities", PROJECT),
        ("Главне активности организације", "activities", ORGANISATION),
        ("Sažetak projekta", "summary", PROJECT),
        ("Očekivani rezultati", "results", PROJECT),
        ("Partneri na projektu", "partners", PROJECT),
        ("Цели на проектот", "goals", PROJECT),
        ("Резиме на проектот", "summary", PROJECT),
        ("Главни активности", "activities", None),
        ("Очекувани резултати", "results", PROJECT),
        ("Целни групи", "target_groups", PROJECT),
        ("Qëllimi i projektit", "goals", PROJECT),
        ("Përmbledhje e projektit", "summary", PROJECT),
        ("Aktivitetet kryesore", "activities", None),
        ("Grupet e synuara", "target_groups", PROJECT),
        ("Rezultatet e pritshme", "results", PROJECT),
        ("Organizatat partnere", "partners", PROJECT),
        ("Trajnerët", "speakers", TRAINING),
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
        "Objective 1 – Clean rivers",
        "Cilj 2: Čiste rijeke",
        "Mladi",
        "Novinari",
        "Gratë rurale",
        "Новинари",
        "• Activities",
        "Our goals are open schools and open libraries.",
        "The goal is reached when nobody in the whole of the valley has to wade any more",
    ],
)
def test_what_only_looks_like_a_heading_is_none(text):
    (line,) = split(text)

    assert read_heading(line) is None


@pytest.mark.parametrize("text", ["Goal: Clean rivers", "Goal – Clean rivers", "1. Goal: Clean rivers"])
def test_value_may_follow_its_heading(text):
    (line,) = split(text)

    heading = read_heading(line)

    assert (heading.section, heading.is_inline, line.raw[heading.end :].strip()) == (
        "goals",
        True,
        "Clean rivers",
    )


def test_no_phrase_is_the_heading_of_two_sections():
    found = {phrase: section_of(phrase) for phrases in headings().values() for phrase in phrases}

    expected = {phrase: section for section, phrases in headings().items() for phrase in phrases}
    assert {phrase: one and one[0] for phrase, one in found.items()} == expected
