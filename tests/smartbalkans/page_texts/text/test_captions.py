"""Stray lines are told from the entry's own, and never the other way round."""

import pytest

from smartbalkans.page_texts.text.captions import caption_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1", "only a number"),
        ("-----", "a page separator"),
        ("Page 3 of 7", "a page separator"),
        ("Traka 2 - NE DIRATI", "a note by the site's editors"),
        ("Photo: Open Riverbank", "a picture caption"),
        ("Foto: arhiva udruženja", "a picture caption"),
        ("Slika 3", "a picture caption"),
        ("Zajednička slika za naslovnu", "a picture caption"),
        ("cover image", "a picture caption"),
        ("IMG_2041.JPG", "a file name"),
        ("© 2024 Open Riverbank", "a copyright notice"),
        ("Read more", "a website button"),
        ("Share | Facebook | Twitter", "a website button"),
        ("Lexo më shumë", "a website button"),
        ("Повеќе", "a website button"),
        ("Home » Grantees", "a breadcrumb"),
        ("Published on 12. 3. 2024", "the date it was posted"),
        ("Tags: rivers, peace", "text added by the website"),
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
