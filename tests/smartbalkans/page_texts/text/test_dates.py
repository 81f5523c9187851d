"""Days as texts write them."""

from datetime import date

import pytest

from smartbalkans.page_texts.text.dates import days_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on December 11 and 12, 2023, in Sarajevo", (date(2023, 12, 11), date(2023, 12, 12))),
        ("11–12 December 2023", (date(2023, 12, 11), date(2023, 12, 12))),
        ("from 28 February to 1 March 2024", (date(2024, 2, 28), date(2024, 3, 1))),
        ("from 30 December 2023 until 2 January 2024", (date(2023, 12, 30), date(2024, 1, 2))),
        ("May 4th, 2024", (date(2024, 5, 4), None)),
        ("on the 4th of May 2024", (date(2024, 5, 4), None)),
        ("4.5.2024.", (date(2024, 5, 4), None)),
        ("11.-12. 12. 2023", (date(2023, 12, 11), date(2023, 12, 12))),
        ("2024-05-04", (date(2024, 5, 4), None)),
        ("in May 2024", None),
        ("on 31 February 2024", None),
        ("in 2024", None),
        ("12 and 24 rooms", None),
    ],
)
def test_days_are_read_only_where_they_are_told_in_full(text, expected):
    assert days_in(text) == expected
