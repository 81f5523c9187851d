"""Names of the portal's lists are found in a text by their own and other words."""

from smartbalkans.page_texts.text.vocabulary import NameVocabulary, names_a_group

GROUPS = ("Women", "Rural women", "Youth", "Citizens of towns")


def found(text):
    return [(one.name, one.words) for one in NameVocabulary(GROUPS, "groups").find(text)]


def test_longest_words_count_and_no_word_twice():
    assert found("rural women") == [("Rural women", "rural women")]


def test_names_are_found_in_the_order_of_the_text_and_once():
    assert found("Young people, women in villages, and youth") == [
        ("Youth", "Young people"),
        ("Rural women", "women in villages"),
    ]


def test_words_of_another_list_are_none():
    assert found("judges") == []


def test_only_the_name_of_a_group_alone_names_one():
    assert [names_a_group(text) for text in ("Young people", "Youth of Tuzla")] == [True, False]
