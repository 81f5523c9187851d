"""Three-way comparison of an entry: whose change each value is, and which questions that leaves."""

import pytest

from catalogue.history.conflicts import Choice, Whose, differences, questions_of
from catalogue.history.versions import EntryPart, EntryState

FIRST = ("goals", "1")


def state(goals=None, **fields) -> EntryState:
    """Return an organisation with the texts of its goals, by their keys."""
    rows = {
        key: EntryPart("organisations.goal", key, text, {"text": text}) for key, text in (goals or {}).items()
    }
    entry = EntryPart("organisations.organisation", "1", "Most", {"name": "Most", "town": "", **fields})
    return EntryState(entry, {"goals": rows})


def found(opened, theirs, yours) -> list[tuple]:
    return [(str(value.place), value.whose) for value in differences(opened, theirs, yours)]


@pytest.mark.parametrize(
    ("opened", "theirs", "yours", "whose"),
    [
        ("Bar", "Ulcinj", "Bar", [("town", Whose.THEIRS)]),
        ("Bar", "Bar", "Ulcinj", [("town", Whose.YOURS)]),
        ("Bar", "Ulcinj", "Tivat", [("town", Whose.BOTH)]),
        ("Bar", "Ulcinj", "Ulcinj", []),
        ("Bar", "Bar", "Bar", []),
    ],
)
def test_change_of_a_field_is_of_those_who_made_it(opened, theirs, yours, whose):
    assert found(state(town=opened), state(town=theirs), state(town=yours)) == whose


def test_change_is_of_nobody_known_without_the_form_as_it_was_opened():
    theirs, yours = state({"1": "Teach"}, town="Ulcinj"), state({"1": "Learn", "new-0": "Read"}, town="Tivat")

    assert found(None, theirs, yours) == [
        ("town", Whose.UNKNOWN),
        ("goals-1-text", Whose.UNKNOWN),
        ("goals-new-0", Whose.YOURS),
    ]


@pytest.mark.parametrize(
    ("opened", "theirs", "yours", "whose"),
    [
        ({"1": "Teach"}, {}, {"1": "Teach"}, [("goals-1", Whose.THEIRS)]),
        ({"1": "Teach"}, {"1": "Teach"}, {}, [("goals-1", Whose.YOURS)]),
        ({"1": "Teach"}, {}, {"1": "Learn"}, [("goals-1", Whose.BOTH)]),
        ({"1": "Teach"}, {"1": "Learn"}, {}, [("goals-1", Whose.BOTH)]),
        ({"1": "Teach"}, {}, {}, []),
        ({}, {"2": "Teach"}, {"new-0": "Learn"}, [("goals-2", Whose.THEIRS), ("goals-new-0", Whose.YOURS)]),
    ],
)
def test_row_that_one_side_lacks_is_compared_as_a_whole(opened, theirs, yours, whose):
    assert found(state(opened), state(theirs), state(yours)) == whose


def test_only_changes_of_both_are_questions_and_both_rows_can_be_kept():
    opened = state({"1": "Teach", "2": "Read"}, town="Bar", acronym="")
    theirs = state({"1": "Teach them", "2": "Read"}, town="Ulcinj", acronym="MO")
    yours = state({"1": "Teach me", "2": "Read"}, town="Tivat", acronym="")

    questions = questions_of(differences(opened, theirs, yours), {"town": "mine", "goals-1": "none"})

    assert [(one.key, one.options, one.is_answered) for one in questions] == [
        ("town", [Choice.MINE, Choice.THEIRS], True),
        ("goals-1", [Choice.MINE, Choice.THEIRS, Choice.BOTH], False),
    ]
    assert [value.place.row for value in questions[1].values] == [FIRST]
