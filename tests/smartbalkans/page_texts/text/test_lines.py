"""Lines keep their identity, and invisible characters are removed."""

import pytest

from smartbalkans.page_texts.read import ReaderAnswers
from smartbalkans.page_texts.text.lines import sentences
from tests.smartbalkans.page_texts.reading import (
    key_of,
    read_one,
)


def test_answers_hold_when_lines_are_added_above():
    text = "Lipa\n\nOrganisation goal\n\nShade.\n\nOur pride\n\nNeighbours bring water when it is hot.\n"
    key = key_of(read_one(text), "Our pride")

    page = read_one("Photo: archive\n\n" + text, ReaderAnswers(lines={key: "heading:orientation"}))

    assert page.texts["strategic_orientation"] == "Neighbours bring water when it is hot."


@pytest.mark.parametrize("mark", ["\u200e", "\u200b", "\ufeff", "\u2066", "\u00ad", "\u202a"])
def test_title_with_an_invisible_character_is_a_title(mark):
    page = read_one(f"{mark}Tiha obala\n\nCiljevi organizacije\n\nMir.\n")

    assert page.name == "Tiha obala"


def test_point_of_a_title_ends_no_sentence():
    assert sentences("Dr. Mira Kovač spoke. She left.") == ["Dr. Mira Kovač spoke.", "She left."]
