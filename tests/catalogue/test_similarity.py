import pytest

from catalogue.folding import fold
from catalogue.similarity import (
    KnownWords,
    SimilarName,
    edit_distance,
    find_most_similar,
    find_similar,
    label_similarity,
    letter_similarity,
    part_similarity,
    slip_distance,
    word_similarity,
)

NAMES = ["juventas", "juvantas", "helsinki", "juvent"]


@pytest.mark.parametrize(
    ("measure", "one", "other", "score"),
    [
        (letter_similarity, "civic alliance", "civic alliance", 100),
        (letter_similarity, "civic alliance", "alliance civic", 57),
        (word_similarity, "civic alliance", "alliance civic", 100),
        (part_similarity, "alliance", "civic alliance", 100),
        (label_similarity, "name", "name of the organisation", 90),
        (edit_distance, "civic", "civik", 1),
        (edit_distance, "civic", "cviic", 2),
        (slip_distance, "civic", "cviic", 1),
    ],
)
def test_measure_scores_what_is_the_same_to_it(measure, one, other, score):
    assert round(measure(one, other)) == score


def test_similar_names_are_those_within_the_cut_off_the_most_similar_first():
    found = find_similar("juventas", NAMES, cutoff=80)

    assert found == [
        SimilarName("juventas", 100, 0),
        SimilarName("juvantas", 87.5, 1),
        SimilarName("juvent", pytest.approx(85.71, abs=0.01), 3),
    ]


def test_similar_names_by_edits_are_those_with_the_fewest():
    found = find_similar("juventas", NAMES, edit_distance, cutoff=2, limit=2)

    assert found == [SimilarName("juventas", 0, 0), SimilarName("juvantas", 1, 1)]


def test_most_similar_name_is_compared_as_the_processor_normalises_it():
    found = find_most_similar("Грађанска", ["Open School", "GRADJANSKA"], cutoff=95, processor=fold)

    assert found == "GRADJANSKA"


def test_nothing_is_most_similar_below_the_cut_off():
    assert find_most_similar("helsinki", ["juventas"], cutoff=70) is None


KNOWN_WORDS = ("policy", "mission", "summary", "organisation", "groups", "and", "beneficiary")


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
    found = [KnownWords(KNOWN_WORDS, has_other_letters=other).find(word) for other in (False, True)]

    assert found == [strict, lenient]


def test_slip_that_may_be_of_two_words_is_of_none():
    assert KnownWords(["teachers", "reachers"]).find("eachers") == ""
