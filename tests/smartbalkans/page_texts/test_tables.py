"""Patterns are those of the page texts."""

from smartbalkans.page_texts.tables import load_patterns


def test_every_pattern_of_a_module_is_compiled():
    assert load_patterns("lines")["sentence_end"].split("One. Two.") == ["One.", "Two."]
