"""Sentences of a paragraph."""

from smartbalkans.page_texts.text.words import sentences


def test_point_of_a_title_ends_no_sentence():
    assert sentences("Dr. Mira Kovač spoke. She left.") == ["Dr. Mira Kovač spoke.", "She left."]
