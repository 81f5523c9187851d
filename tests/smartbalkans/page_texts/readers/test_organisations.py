"""The sections of an organisation become its fields and rows."""

from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.reading import (
    levels,
    read_one,
)


def test_values_behind_their_headings():
    page = read_one(
        "Udruženje Žabac (UŽ)\n\nOrganisation goal: ponds without rubbish\nBeneficiaries: children; anglers\n"
        "Website: www.zabac.example\nE-mail: info@zabac.example\nFounded: 1998\nCountry: Bosnia & "
        "Herzegovina\n"
        "Main activities: cleaning ponds; counting frogs; telling about it\n"
    )

    assert (page.kind, page.name, page.texts["acronym"]) == (PageKind.ORGANISATION, "Udruženje Žabac", "UŽ")
    assert [row.text for row in page.goals] == ["Ponds without rubbish"]
    assert {name: page.texts[name] for name in ("website", "email", "founded_year", "country")} == {
        "website": "https://www.zabac.example",
        "email": "info@zabac.example",
        "founded_year": "1998",
        "country": "BA",
    }
    assert levels(page) == [(1, "Cleaning ponds"), (1, "Counting frogs"), (1, "Telling about it")]


def test_headings_in_capitals_with_windows_line_ends_and_tabs():
    page = read_one(
        "GRAĐANSKI KRUG ŠABAC\r\n\r\nORGANIZATION GOAL:\r\n\r\n\tLibraries that stay open in the "
        "evening\r\n\r\n"
        "BENEFICIARIES\r\n\r\n\t•\tReaders\r\n\t•\tPensioners\r\n\r\n"
        "MAIN ORGANISATION ACTIVITIES :\r\n\r\n\t•\tReading aloud\r\n\t\t–\tin villages\r\n\t•\tMending "
        "books\r\n"
    )

    assert (page.kind, page.name) == (PageKind.ORGANISATION, "GRAĐANSKI KRUG ŠABAC")
    assert [(row.kind, row.text) for row in page.goals] == [
        ("goal", "Libraries that stay open in the evening")
    ]
    assert page.texts["beneficiaries"] == "Readers; Pensioners"
    assert levels(page) == [(1, "Reading aloud"), (2, "In villages"), (1, "Mending books")]
