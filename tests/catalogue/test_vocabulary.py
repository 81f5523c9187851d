"""Names of the portal's lists are found in a text by their own and other words."""

from catalogue.vocabulary import NameVocabulary

GROUPS = ("Women", "Rural women", "Youth", "Citizens of towns")
OTHERS = {"Youth": ["young people"], "rural women": ["women in villages"], "Judiciary": ["judges"]}


def found(text):
    return [(one.name, one.words) for one in NameVocabulary(GROUPS, OTHERS).find(text)]


def test_longest_words_count_and_no_word_twice():
    assert found("rural women") == [("Rural women", "rural women")]


def test_names_are_found_in_the_order_of_the_text_and_once():
    assert found("Young people, women in villages, and youth") == [
        ("Youth", "Young people"),
        ("Rural women", "women in villages"),
    ]


def test_words_of_another_list_are_none():
    assert found("judges") == []
