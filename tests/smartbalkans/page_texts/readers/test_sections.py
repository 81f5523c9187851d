"""Lines of a page go to the section of their heading, or are asked about."""

import pytest

from smartbalkans.page_texts.read import ReaderAnswers
from tests.smartbalkans.page_texts.reading import (
    dropped,
    key_of,
    read_one,
)


def test_unknown_heading_keeps_its_text_apart_until_it_is_answered():
    text = (
        "Lipa\n\nOrganisation goal\n\nShade in every street.\n\nWhat keeps us going\n\nNeighbours bring "
        "water when it is hot.\n\n"
        "Main activities\n\n• Planting\n"
    )
    page = read_one(text)
    key = key_of(page, "What keeps us going")

    as_orientation = read_one(text, ReaderAnswers(lines={key: "heading:orientation"}))
    left_out = read_one(text, ReaderAnswers(lines={key: "leave-out"}))

    assert page.account.unplaced() == ["What keeps us going", "Neighbours bring water when it is hot."]
    assert key in page.asked
    assert as_orientation.texts["strategic_orientation"] == "Neighbours bring water when it is hot."
    assert (as_orientation.account.unplaced(), dropped(left_out)) == ([], ["What keeps us going"])


def test_unplaced_line_goes_to_the_chosen_section():
    text = "Breza\n\nThey are twelve.\n\nOrganization goal\n\nBirches\n"
    page = read_one(text)

    said = read_one(text, ReaderAnswers(lines={key_of(page, "They are twelve."): "text:orientation"}))

    assert page.account.unplaced() == ["They are twelve."]
    assert (said.texts["strategic_orientation"], said.account.unplaced()) == ("They are twelve.", [])


@pytest.mark.parametrize(
    "below",
    ["CONTACT\nforum@villages.example.org", "NAŠ PONOS\nMi smo mreža sela.", "Disclaimer: it is ours alone."],
)
def test_what_follows_the_last_section_is_no_activity(below):
    above = "Forum of Villages\n\nOrganization goal\n\nRoads.\n\nActivities\n\nEvery spring we count buses."

    page = read_one(f"{above}\n\n{below}\n")

    assert [item.text for item in page.activities] == ["Every spring we count buses."]
    assert page.account.unplaced() == below.splitlines()


def test_budget_has_no_place_on_a_project():
    page = read_one(
        "Mlin\n\nImplementing organisations\n\n• Mlin, Serbia\n\nBudget\n\nEUR 20,000\n\nExpected "
        "results\n\nFlour\n"
    )

    assert page.account.unplaced() == ["Budget", "EUR 20,000"]
    assert [row.text for row in page.objectives] == ["Flour"]


def test_line_right_below_a_heading_is_none():
    page = read_one("Lipa\n\nOrganisation goal\n\nClean air\n\n• Fewer cars\n• More trees\n")

    assert [row.text for row in page.goals] == ["Clean air", "Fewer cars", "More trees"]
    assert page.account.unplaced() == []
