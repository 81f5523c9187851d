"""Target groups: their words, numbers and countries."""

import pytest

from tests.smartbalkans.page_texts.reading import (
    messy_project,
    project,
    read_one,
)


def test_target_groups_in_sentences_stay_text_and_become_rows():
    page = read_one(
        "Clear Water\n\nLead applicant: Bistra voda, Bosnia and Herzegovina\n\nTarget groups and "
        "beneficiaries\n\n"
        "The target groups are at least 1,200 high school students from Serbia and Montenegro, 15 mayors, "
        "and rural women. "
        "The final beneficiaries will be citizens of Albania, especially those living on the coast.\n"
    )

    assert [(row.kind, row.words, row.at_least, row.countries) for row in page.targets] == [
        ("direct", "high school students from Serbia and Montenegro", 1200, ["RS", "ME"]),
        ("direct", "mayors", 15, []),
        ("direct", "rural women", None, []),
        ("final", "citizens of Albania, especially those living on the coast", None, ["AL"]),
    ]
    assert page.texts["target_groups_text"].startswith("The target groups are at least 1,200")


def test_number_that_is_no_least_one_stays_in_the_words():
    page = read_one(
        "Plot\n\nImplementing organisations\n\n• Plot, Serbia\n\nTarget groups\n\n• up to 50 farmers\n• "
        "30 – 40 pupils\n"
    )

    assert [(row.words, row.at_least) for row in page.targets] == [
        ("up to 50 farmers", None),
        ("30 – 40 pupils", None),
    ]


def test_list_without_marks_whose_lines_have_commas():
    page = read_one(
        "Vrelo\n\nImplementing organisations\n\n• Vrelo, Serbia\n\nTarget groups\n\nYouth, above all from "
        "villages\n\nMedia\n"
    )

    assert [row.words for row in page.targets] == ["Youth, above all from villages", "Media"]


def test_numbers_with_blanks_and_in_brackets_are_read_whole():
    page = read_one(
        messy_project("drivers, at least 1 200; journalists (min. 12); 15-20 mayors", "Target groups")
    )

    assert [(row.words, row.at_least) for row in page.targets] == [
        ("drivers", 1200),
        ("journalists", 12),
        ("15-20 mayors", None),
    ]


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("• 4.500 mladih", 4500, "mladih"),
        ("• najmanje 4.500 mladih", 4500, "mladih"),
        ("• at least 12,000 pupils", 12000, "pupils"),
        ("• 1 200 vozača", 1200, "vozača"),
        ("• 1.250.000 građana", 1250000, "građana"),
        ("4.500 mladih; nastavnici", 4500, "mladih"),
        ("• do 4.500 mladih", None, "do 4.500 mladih"),
    ],
)
def test_point_and_three_digits_are_thousands(text, number, words):
    page = project("Ciljne grupe", text)

    assert (page.targets[0].at_least, page.targets[0].words) == (number, words)
