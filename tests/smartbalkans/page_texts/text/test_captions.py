"""Stray lines are told from the entry's own, and never the other way round."""

import pytest

from smartbalkans.page_texts.text.captions import caption_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1", "a number alone"),
        ("-----", "a line between pages"),
        ("Page 3 of 7", "a line between pages"),
        ("Traka 2 - NE DIRATI", "a note of the site's editors"),
        ("Photo: Open Riverbank", "a caption of a picture"),
        ("Foto: arhiva udruženja", "a caption of a picture"),
        ("Slika 3", "a caption of a picture"),
        ("Zajednička slika za naslovnu", "a caption of a picture"),
        ("cover image", "a caption of a picture"),
        ("IMG_2041.JPG", "the name of a file"),
        ("© 2024 Open Riverbank", "a copyright notice"),
        ("Read more", "a button of the site"),
        ("Share | Facebook | Twitter", "a button of the site"),
        ("Lexo më shumë", "a button of the site"),
        ("Повеќе", "a button of the site"),
        ("Home » Grantees", "where the page stands in the site"),
        ("Published on 12. 3. 2024", "when it was put on the site"),
        ("Tags: rivers, peace", "what the site adds to a page"),
    ],
)
def test_stray_line_is_told_with_its_reason(text, reason):
    assert str(caption_reason(text)) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Photo competition for students",
        "Pictures of the region, a travelling exhibition",
        "Sharing of good practice",
        "More schools with a library",
        "Home visits",
        "Search for missing persons",
        "120 young people",
        "Media",
        "Next steps for the network",
        "Images by young photographers are shown",
        "Print media",
    ],
)
def test_line_of_the_entry_is_never_taken_for_a_stray_one(text):
    assert caption_reason(text) is None
