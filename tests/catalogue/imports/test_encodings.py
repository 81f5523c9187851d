"""The older encodings of the region, recognised by the letters that a text would have."""

import pytest

from catalogue.imports.encodings import is_mixed, probable_encoding, regional_encoding, strange_letters


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Udruženje građana Šibenik", "cp1250"),
        ("Удружење грађана Ниш", "cp1251"),
        ("Здружение на граѓани Скопје", "cp1251"),
    ],
)
def test_regional_encoding_is_the_only_one_in_which_all_letters_are_of_the_region(text, encoding):
    assert regional_encoding(text.encode(encoding)) == encoding
    assert probable_encoding(text.encode(encoding)) == encoding


def test_encodings_that_agree_count_as_one():
    content = "Shoqëria civile në Shqipëri".encode("cp1252")

    encoding = regional_encoding(content)

    assert content.decode(encoding) == "Shoqëria civile në Shqipëri"


def test_a_text_that_makes_no_sense_has_no_encoding():
    assert regional_encoding(bytes(range(0x80, 0x100))) is None


def test_strange_letters_counts_other_letters_and_words_of_two_scripts():
    assert strange_letters("Čačak, Niš") == 0
    assert strange_letters("Ãé") == 2
    assert strange_letters("Бeograd") == len("Бeograd")


def test_is_mixed_knows_words_of_one_script():
    assert not is_mixed("Beograd")
    assert not is_mixed("Београд")
    assert is_mixed("Бeograd")
