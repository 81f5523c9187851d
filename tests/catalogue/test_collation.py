from random import Random

import pytest

from catalogue.collation import MAX_LENGTH, sort_key

# Names of the region as people expect them in one list. The comments name what each group is about.
IN_ORDER = [
    "7 dana",  # numbers by value, before letters
    "112 Emergency Line",
    "Azra",
    "Cazin",  # č, ć and ç are letters after c
    "Cvijet",
    "Čačak",
    "Čvor",
    "Ćuprija",
    "Çelnaja",
    "Dubrava",  # dž and đ
    "Džep",
    "Ђаковица",  # Cyrillic where its Latin form is
    "Đurđevak",
    "elan",  # at equal letters: without accents first, small letters first
    "Elan",
    "élan",
    "Élan",
    "Elbasan",
    "Ezop",
    "Ëndrra",
    "Ѓорѓи и Ќемал",
    "Group 7",
    "Group 484",
    "Group 1325",
    "Jabuka",
    "Љубав",
    "„Luna“ Association",  # quotation marks do not count
    "Macedonia",
    "Македонка",
    "Makedonska inicijativa",
    "Mladi",
    "New York",  # word by word
    "Newark",
    "Szeged",
    "Šabac",
    "Шид",
    "Women in Law",
    "Women's Network",
    "Womenswork",
    "Zvornik",
    "Žene",
    "Жене",  # Latin before Cyrillic
    "Женски центар",
]


def test_names_are_sorted_as_people_of_the_region_expect():
    shuffled = Random(1).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311  (chance for a test keeps no secret)

    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("NARKO-NE", "NARKO NE"),
        ("„Luna“", "Luna"),
        ("Women's Network", "Women’s Network"),
        ("  Two \u00a0 spaces ", "Two spaces"),
        ("Be\u00adtween", "Between"),
        ("C\u030carobni", "\u010carobni"),
        ("Office\ufb01ce", "Officefice"),
        ("Room ７", "Room 7"),
        ("Group 007", "Group 7"),
    ],
)
def test_characters_that_people_do_not_sort_by_do_not_count(name, same):
    assert sort_key(name) == sort_key(same)


def test_names_in_other_scripts_are_sorted_among_the_latin_ones():
    assert sorted(["Zagreb", "Ελλάδα", "България", "Amman", "Făgăraș"], key=sort_key) == [
        "Amman",
        "България",
        "Ελλάδα",
        "Făgăraș",
        "Zagreb",
    ]


@pytest.mark.parametrize("name", ["", "***", "😀"])
def test_names_without_letters_come_first(name):
    assert sort_key(name) < sort_key("0")


def test_keys_are_short_enough_for_an_index():
    assert [len(sort_key(name * 250)) for name in ("é", "ﷺ", "9")] == [752, MAX_LENGTH, 253]
