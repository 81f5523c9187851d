"""Patterns are put together from the parts in their table."""

from smartbalkans.page_texts.tables import load_patterns, with_parts


def test_parts_take_the_place_of_their_names_only():
    assert with_parts(r"{year}-\d{2}", {"year": r"\d{4}"}) == r"\d{4}-\d{2}"


def test_every_pattern_of_a_module_is_compiled():
    assert load_patterns("words")["sentence_end"].split("One. Two.") == ["One.", "Two."]
