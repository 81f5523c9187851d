"""Invisible characters: the same for cleaning, searching and names of people."""

import re
import sys
import unicodedata

from django.core.exceptions import ValidationError

from catalogue.clean_text import clean_line
from catalogue.folding import fold
from catalogue.invisible import CONTROLS, INVISIBLE, JOINERS, LINE_ENDS, MARKS, SELECTORS, class_of
from smartbalkans.accounts.usernames import validate_without_invisible
from smartbalkans.page_texts.text.lines import split


def is_refused(name: str) -> bool:
    try:
        validate_without_invisible(name)
    except ValidationError:
        return True
    return False


def test_table_has_all_formatting_characters_without_a_glyph():
    formatting = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"}

    visible = sorted(unicodedata.name(character, "?") for character in formatting - {*INVISIBLE})

    assert [name for name in visible if not name.startswith(("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"))] == []


def test_table_has_all_control_characters_and_halves_of_surrogate_pairs():
    characters = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cs")}

    assert characters - {*CONTROLS, *LINE_ENDS} == {"\t"}


def test_invisible_characters_are_cleaned_away():
    kept = [mark for mark in MARKS + JOINERS + CONTROLS if clean_line(f"ci{mark}vic") != "civic"]

    assert kept == []
    assert [mark for mark in SELECTORS if clean_line(f"civic {mark}works") != "civic works"] == []


def test_words_are_found_whatever_is_invisible_in_them():
    assert [mark for mark in INVISIBLE if fold(f"ci{mark}vic") != "civic"] == []


def test_words_of_page_texts_are_read_whatever_is_invisible_in_them():
    assert [mark for mark in INVISIBLE if split(f"ci{mark}vic")[0].text != "civic"] == []


def test_names_with_invisible_characters_are_refused():
    assert [mark for mark in INVISIBLE + CONTROLS + LINE_ENDS + "\t" if not is_refused(f"An{mark}a")] == []


def test_class_has_ranges():
    found = class_of("xb\U000e0002ca\U000e0001")

    assert found == r"[\U00000061-\U00000063\U00000078-\U00000078\U000e0001-\U000e0002]"


def test_class_has_every_character_alone():
    others = "".join({chr(code) for code in range(0x110000)}.difference(INVISIBLE, CONTROLS))

    pattern = re.compile(class_of(INVISIBLE + CONTROLS))

    assert [one for one in INVISIBLE + CONTROLS if not pattern.fullmatch(one)] == []
    assert pattern.search(others) is None


def test_no_pattern_lists_many_characters_beyond_the_first_plane():
    """`re` compares each letter of a text with one after the other of them."""
    modules = [
        module for name, module in sys.modules.items() if name.startswith(("catalogue", "smartbalkans"))
    ]
    patterns = {
        f"{module.__name__}.{name}": value.pattern
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }

    slow = [name for name, text in patterns.items() if sum(character > "\uffff" for character in text) > 100]

    assert slow == []
