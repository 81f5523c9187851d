"""Texts are cleaned: one kind of line ends, nothing invisible."""

import pytest

from catalogue.clean_text import clean_line, clean_text

ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
FAMILY = ZERO_WIDTH_JOINER.join("👩👩👧")


@pytest.mark.parametrize(
    "line_end", ["\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_line_ends_become_line_feeds(line_end):
    assert clean_text(f"One{line_end}two{line_end}{line_end}three\n") == "One\ntwo\n\nthree\n"


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\x07\x1b\x7f\x80\x96\xad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e",
        *"\u2060\u2063\u2066\u2069\u206f\u2800\u3164\ufeff\uffa0\ufff9\ud800\udfff\U0001bca0\U000e0001\U000e0041",
    ],
)
def test_invisible_characters_are_dropped(character):
    assert clean_text(f"{character}Gra{character}đanska{character} mreža{character}") == "Građanska mreža"


@pytest.mark.parametrize(
    "text",
    [
        *("", "Građanska\talijansa", "Граѓанска алијанса", "Të drejtat – “100 %”", "Αθήνα", "منظمة"),
        *("12\u00a0500 EUR", f"क्{ZERO_WIDTH_JOINER}ष", FAMILY, "♥\ufe0f", "one\n\ntwo\n", " spaces "),
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert clean_text(text) == text


def test_letters_are_composed():
    assert clean_text("Nasˇe Nas\u030ce") == "Nasˇe Naše"


def test_a_variation_selector_alone_is_dropped():
    assert clean_text("\ufe0f \ufe0fOpen") == " Open"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Open \t Doors\u00a0", "Open Doors"),
        ("Open\r\nDoors", "Open Doors"),
        ("Open\vDoors", "Open Doors"),
        ("Građanska\u00a0 mre\u200bža", "Građanska mreža"),
        ("\u200b\u3164 \ufe0f", ""),
    ],
)
def test_a_line_has_single_spaces(text, line):
    assert clean_line(text) == line
