"""Two texts beside each other, with the words marked in which they differ."""

import pytest

from catalogue.history import text_diff
from catalogue.history.text_diff import Segment, compare_lists, compare_texts


def test_equal_texts_have_no_mark():
    assert compare_texts("One\nTwo", "One\nTwo") == ([Segment("One\nTwo")], [Segment("One\nTwo")])


def test_a_changed_word_is_marked_in_both():
    before, after = compare_texts("A youth centre", "A youth club")

    assert before == [Segment("A youth "), Segment("centre", True)]
    assert after == [Segment("A youth "), Segment("club", True)]


def test_an_added_line_is_marked_in_one():
    before, after = compare_texts("One\nTwo", "One\nNew\nTwo")

    assert before == [Segment("One\nTwo")]
    assert after == [Segment("One\n"), Segment("New\n", True), Segment("Two")]


@pytest.mark.parametrize(("before", "after"), [("", "new"), ("old", ""), ("a b c", "x y z"), ("", "")])
def test_segments_of_each_side_are_its_text(before, after):
    sides = compare_texts(before, after)

    assert ["".join(segment.text for segment in side) for side in sides] == [before, after]


def test_very_long_passages_are_marked_whole(monkeypatch):
    monkeypatch.setattr(text_diff, "MOST_PAIRS", 3)

    assert compare_texts("a b", "a c") == ([Segment("a b", True)], [Segment("a c", True)])


def test_compare_lists_marks_what_the_other_lacks():
    before, after = compare_lists(["Media", "Youth"], ["Youth"])

    assert before == [Segment("Media", True), Segment(", "), Segment("Youth")]
    assert after == [Segment("Youth")]
