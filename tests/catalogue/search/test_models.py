"""Synonyms that staff add are validated, and stored one on a line."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.search.models import MOST_SYNONYMS, SearchSynonym, synonyms_in


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("mladi, omladina", ["mladi", "omladina"]),
        (" mladi \r\n\r\nomladina;të  rinjtë\nmladi,", ["mladi", "omladina", "të rinjtë"]),
        ("", []),
    ],
)
def test_synonyms_are_separated_by_commas_or_lines(text, listed):
    assert synonyms_in(text) == listed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text", "errors"),
    [
        ("Youth", "mladi", {}),
        ("!?", "mladi", {"name": ["“!?” contains no letters or digits."]}),
        ("Youth", "mladi, …", {"synonyms": ["“…” contains no letters or digits."]}),
        (
            "Youth",
            "YOUTH, youth",
            {"synonyms": ["A search for the name finds these already. Enter other words."]},
        ),
        ("Youth", "x" * 81, {"synonyms": ["Shorten “xxxxxxxxxxxxxxxxxxxx…” to 80 characters."]}),
        (
            "Youth",
            ",".join(f"w{number}" for number in range(MOST_SYNONYMS + 1)),
            {"synonyms": ["Enter at most 12 synonyms (now 13)."]},
        ),
    ],
)  # fmt: skip
def test_synonyms_that_cannot_be_used_are_refused(name, text, errors):
    synonym = SearchSynonym(name=name, synonyms=text)

    try:
        synonym.full_clean()
    except ValidationError as error:
        refused = error.message_dict
    else:
        refused = {}

    assert refused == errors


def test_synonyms_are_stored_on_lines_of_their_own():
    synonym = SearchSynonym(name="Youth", synonyms="mladi,  omladina")
    synonym.clean()

    assert (synonym.synonyms, synonym.forms) == ("mladi\nomladina", ["Youth", "mladi", "omladina"])
