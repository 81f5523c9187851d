"""Lists: their items, levels, introductions and wrapped lines."""

import pytest

from tests.smartbalkans.page_texts.reading import (
    levels,
    messy_project,
    project,
    read_one,
)


def test_activities_under_heads_of_their_own():
    page = read_one(
        "Kestenje\n\nOrganization goal\n\nChestnuts\n\nOrganization activities\n\nIn autumn:\n• "
        "Picking\n• Roasting\n\n"
        "In spring:\n• Grafting\n"
    )

    assert levels(page) == [
        (1, "In autumn"),
        (2, "Picking"),
        (2, "Roasting"),
        (1, "In spring"),
        (2, "Grafting"),
    ]


def test_sentence_that_introduces_a_list_is_kept_and_no_row():
    page = read_one(
        "Orah\n\nOrganization goal\n\nWalnuts\n\nOrganization activities\n\nIn the two years to come we "
        "shall:\n\n1. plant\n2. prune\n"
    )

    assert levels(page) == [(1, "Plant"), (1, "Prune")]
    assert page.account.kept == ["In the two years to come we shall:"]


def test_wrapped_lines_are_one_paragraph_or_one_item():
    page = read_one(
        "Bor\n\nOrganization goal\n\nA forest in which nobody has to be afraid of fire and\nfrom which "
        "nobody takes more than grows.\n\n"
        "Organization activities\n\n• Watching from the tower on every day of summer on\n  which no rain "
        "falls\n• Clearing\n"
    )

    assert [row.text for row in page.goals] == [
        "A forest in which nobody has to be afraid of fire and from which nobody takes more than grows."
    ]
    assert levels(page) == [
        (1, "Watching from the tower on every day of summer on which no rain falls"),
        (1, "Clearing"),
    ]


def test_numbered_parts_of_a_line_lose_their_numbers():
    page = read_one(messy_project("1) measure noise; 2) plant 12 km of hedges", "Specific objectives"))

    assert [row.text for row in page.objectives] == ["Measure noise", "Plant 12 km of hedges"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1. Research\nA1.1 Desk\nA1.2 Field\nA2. Campaign", [1, 2, 2, 1]),
        ("I. Research\nI.1 Desk\nI.2 Field\nII. Campaign", [1, 2, 2, 1]),
        ("1. Research\n1.a Desk\n1.b Field\n2. Campaign", [1, 2, 2, 1]),
        ("1. Research\n• Desk\n• Field\n2. Campaign", [1, 2, 2, 1]),
        ("1. Research • Desk • Field\n2. Campaign", [1, 2, 2, 1]),
        ("Activity 1: Research\nActivity 1.1: Desk\nActivity 1.2: Field\nActivity 2: Campaign", [1, 2, 2, 1]),
        ("Aktivnost 1 – Research\n- Desk\n- Field\nAktivnost 2 – Campaign", [1, 2, 2, 1]),
        ("• Research\n• Desk\n• Field\n• Campaign", [1, 1, 1, 1]),
        ("1.1 Research\n1.2 Desk\n2.1 Field\n2.2 Campaign", [1, 1, 1, 1]),
    ],
)
def test_nesting_follows_the_numbering_and_prefixes_are_dropped(text, expected):
    page = project("Main activities", text)

    assert levels(page) == list(zip(expected, ["Research", "Desk", "Field", "Campaign"], strict=True))


@pytest.mark.parametrize(
    "prefix",
    [
        "R1:",
        "R1.",
        "A1.",
        "Objective 1 –",
        "Specific objective 1:",
        "Cilj 1:",
        "Циљ 1.",
        "Objektivi 1 –",
        "1)",
    ],
)
def test_prefixes_of_results_are_dropped(prefix):
    page = project("Expected results", f"{prefix} Quiet shores\n{prefix.replace('1', '2')} Clean shores")

    assert [row.text for row in page.objectives] == ["Quiet shores", "Clean shores"]


def test_numbers_in_a_text_are_no_prefix():
    page = project("Expected results", "4.5 km of shore\n\nGoal 4.5 million trees\n\n3D models")

    assert [row.text for row in page.objectives] == ["4.5 km of shore", "Goal 4.5 million trees", "3D models"]


def test_wrapped_line_of_an_item_is_known_by_its_indent_too():
    page = project("Main activities", "• Cleaning the\n  Drina\n• Talks")

    assert levels(page) == [(1, "Cleaning the Drina"), (1, "Talks")]
