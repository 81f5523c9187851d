"""What a file states about itself."""

from catalogue.exports.cover_sheet import LICENCE, about_list, about_rows


def about(**more) -> dict:
    facts = {
        "title": "Grants",
        "address": "https://portal.example.org/grants/",
        "filters": [],
        "order": "name",
    }
    return about_list(**facts | {"rows": 3} | more)


def test_about_list_has_a_note_only_where_there_is_one():
    assert "note" not in about()
    assert about(note="Every word was searched for.")["note"] == "Every word was searched for."


def test_about_list_names_the_licence():
    assert about()["licence"] == LICENCE


def test_about_rows_state_that_nothing_was_filtered():
    assert ["Filter", "none (all rows)"] in about_rows(about())


def test_about_rows_have_a_row_for_each_filter():
    rows = about_rows(about(filters=["Country: Albania", "Year: 2024"]))

    assert [value for label, value in rows if label == "Filter"] == ["Country: Albania", "Year: 2024"]


def test_about_rows_have_two_totals_for_each_currency():
    totals = [{"currency": "EUR", "awarded": 100, "current": 90}]

    rows = about_rows(about() | {"totals": totals})

    assert ["Total awarded, EUR", 100] in rows
    assert ["Total after revisions, EUR", 90] in rows


def test_about_rows_are_pairs():
    assert {len(row) for row in about_rows(about(note="Note", filters=["Year: 2024"]))} == {2}
