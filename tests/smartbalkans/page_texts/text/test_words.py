"""Words count as the same in spite of a slip; other words do not."""

import pytest

from smartbalkans.page_texts.text.words import KnownWords, sentences

KNOWN = ("policy", "mission", "summary", "organisation", "groups", "and", "beneficiary")


@pytest.mark.parametrize(
    ("word", "strict", "lenient"),
    [
        ("summary", "summary", "summary"),
        ("sumary", "summary", "summary"),
        ("summmary", "summary", "summary"),
        ("gropus", "groups", "groups"),
        ("adn", "and", "and"),
        ("orgainzation", "organisation", "organisation"),
        ("benificiary", "", "beneficiary"),
        ("police", "", ""),
        ("emission", "", ""),
        ("an", "", ""),
        ("", "", ""),
    ],
)
def test_known_word_is_found_in_spite_of_one_slip(word, strict, lenient):
    found = [KnownWords(KNOWN, has_other_letters=other).find(word) for other in (False, True)]

    assert found == [strict, lenient]


def test_slip_that_may_be_of_two_words_is_of_none():
    assert KnownWords(["teachers", "reachers"]).find("eachers") == ""


def test_point_of_a_title_ends_no_sentence():
    assert sentences("Dr. Mira Kovač spoke. She left.") == ["Dr. Mira Kovač spoke.", "She left."]
