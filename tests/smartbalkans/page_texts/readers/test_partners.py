"""Lines of implementing organisations in all shapes: name, role, country and whatever else is there."""

import pytest

from smartbalkans.page_texts.readers.partners import read_partner, read_partners
from smartbalkans.page_texts.text.lines import split
from smartbalkans.page_texts.text.lists import Span


def values(row):
    return (row.name, row.acronym, row.role, row.country)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Open Door (OD) – lead applicant, Albania", ("Open Door", "OD", "lead", "AL")),
        ("Open Door, Lead applicant, B&H", ("Open Door", "", "lead", "BA")),
        ("Open Door, Serbia", ("Open Door", "", "", "RS")),
        ("Open Door", ("Open Door", "", "", "")),
        ("Open Door (Albania) - lead", ("Open Door", "", "lead", "AL")),
        ("Open Door – Albania (lead partner)", ("Open Door", "", "lead", "AL")),
        ("Open Door (OD, partner, Albania)", ("Open Door", "OD", "partner", "AL")),
        ("Open Door (North Macedonia, partner)", ("Open Door", "", "partner", "MK")),
        ("Lead applicant: Open Door, Montenegro", ("Open Door", "", "lead", "ME")),
        ("Lead applicant Open Door, Montenegro", ("Open Door", "", "lead", "ME")),
        ("Albania: Open Door (lead)", ("Open Door", "", "lead", "AL")),
        ("Open Door | Lead aplicant | Kosovo*", ("Open Door", "", "lead", "XK")),
        ("Open Door\tpartner\tMontenegro", ("Open Door", "", "partner", "ME")),
        ("Open Door; partner; Serbia", ("Open Door", "", "partner", "RS")),
        ("Open Door, partner from North Macedonia.", ("Open Door", "", "partner", "MK")),
        ("Open Door (OD), Kosovo (UNSCR 1244), partner", ("Open Door", "OD", "partner", "XK")),
        ("Open Door - OD, Bosnia and Herzegovina", ("Open Door", "OD", "", "BA")),
        ("Open Door, Tirana, Albania, co-applicant", ("Open Door", "", "partner", "AL")),
        (
            "Center for Law, Youth and Media, partner, Serbia",
            ("Center for Law, Youth and Media", "", "partner", "RS"),
        ),
        ("Udruženje „Žabac“ – mreža, partner, BiH", ("Udruženje „Žabac“ – mreža", "", "partner", "BA")),
        ("Shoqata Ura e Re, Partner, Albnaia", ("Shoqata Ura e Re", "", "partner", "AL")),
        ("Здружение Мост – партнер, North Macedonia", ("Здружение Мост", "", "partner", "MK")),
    ],
)
def test_line_is_read_in_all_its_shapes(line, expected):
    assert values(read_partner(line)) == expected


def test_names_in_two_languages_are_distinguished():
    one = read_partner("Građanski most / Civic Bridge, Partner, Montenegro")
    other = read_partner("Most 484 / Ura 484, Serbia")

    assert (one.name, one.local_name, one.other_names) == ("Civic Bridge", "Građanski most", [])
    assert (other.name, other.local_name, other.other_names) == ("Most 484", "", ["Ura 484"])


def test_letters_with_two_meanings_are_no_country():
    row = read_partner("Most, partner, RS")

    assert (row.country, row.left_over) == ("", ["RS"])


def test_town_is_read_where_it_is_known():
    assert read_partner("Open Door, Banja Luka, BiH").town == "Banja Luka"
    assert read_partner("Open Door, Somewhere, BiH").name == "Open Door, Somewhere"


@pytest.mark.parametrize(
    "line",
    [
        "Open Door (lead, Albania), Most (Serbia) and Ura e Re (partner, Kosovo)",
        "Open Door (lead, Albania); Most, Serbia; Ura e Re, partner, Kosovo",
    ],
)
def test_several_in_one_line_are_split(line):
    (the_line,) = split(line)

    rows, others = read_partners([Span(the_line, 0, len(line))])

    assert [row.name for row in rows] == ["Open Door", "Most", "Ura e Re"]
    assert ([row.country for row in rows], others) == (["AL", "RS", "XK"], [])


def test_names_without_role_and_country_are_not_split():
    (line,) = split("Center for Law, Youth and Media")

    rows, _others = read_partners([Span(line, 0, line.end)])

    assert [row.name for row in rows] == ["Center for Law, Youth and Media"]


def test_associate_is_no_partner():
    row = read_partner("Open Door, associate, Albania")

    assert values(row) == ("Open Door", "", "associate", "AL")


def test_roles_in_the_languages_of_the_region_are_read():
    lines = (
        "Kuća vode, nosilac projekta, Srbija",
        "Вода, партнер, Северна Македонија",
        "Uji, partneri, Shqipëri",
    )

    assert [values(read_partner(line)) for line in lines] == [
        ("Kuća vode", "", "lead", "RS"),
        ("Вода", "", "partner", "MK"),
        ("Uji", "", "partner", "AL"),
    ]
