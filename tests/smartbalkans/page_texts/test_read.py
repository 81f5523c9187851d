"""Reading takes time in proportion to the text, whatever its shape: steps are counted, not seconds."""

import sys

import pytest

from smartbalkans.page_texts.read import read

SHAPES = {
    "repeated headings": "Project goals\n",
    "headings and texts": "Summary of the project\n\nText.\n\nTarget groups\n\nYouth\n\n",
    "pages": "Club\n\nOrganization goal\n\nPeace.\n\n",
    "captions": "Photo: archive\n",
    "titles": "---\nClub\n",
    "titles alone": "Club\n\n",
    "semicolons": "a; ",
    "items": "• a\n",
    "items with numbers": "A1.1 Abc\n",
    "lines of one letter": "a\n",
    "sentences": "The target groups are youth, and women. ",
    "partners": "• Open Door, partner, Albania\n",
    "signatures": "Best regards\nArta Hoxha\n",
}


HEADING = "Quiet Shore\n\nTarget groups of the project\n\n"


def steps(text):
    """Return the number of calls that reading a text takes."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_steps_grow_with_the_length_of_the_text(shape):
    read(HEADING)  # the tables are loaded once

    once, four_times = (steps(HEADING + SHAPES[shape] * number) for number in (200, 800))

    assert four_times <= 4.2 * once
