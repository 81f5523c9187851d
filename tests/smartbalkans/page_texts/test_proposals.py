"""What running text seems to state is only proposed."""

import pytest

from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.accounting import faults_of
from tests.smartbalkans.page_texts.reading import (
    project,
    proposed,
    read_one,
)


def test_country_is_proposed_if_it_is_the_only_one_named():
    one = read_one("Sat\n\nOrganization goal\n\nClocks in Montenegro.\n")
    two = read_one("Sat\n\nOrganization goal\n\nClocks in Serbia and Kosovo.\n")

    assert [("country" in page.texts, proposed(page, "country")) for page in (one, two)] == [
        (False, ["ME"]),
        (False, []),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Forum MNE",
        "Center for Quiet Shores",
        "Udruženje Tiha Obala",
        "Qendra Bregu i Qetë",
        "Здружение Тивок Брег",
    ],
)
def test_organisations_never_become_speakers(line):
    page = read_one(f"Quiet shores\n\nAbout the training\n\nIt was quiet.\n\nTrainers\n\n• {line}\n")

    assert (page.kind, page.proposals, page.account.kept) == (PageKind.TRAINING, [], [line])


def test_countries_in_running_text_are_only_proposed():
    page = project("Očekivani rezultati", "Mreža u Crnoj Gori.\n\nA network of Albania and Kosovo.")

    assert (page.places, [(one.field, one.value) for one in page.proposals]) == (
        [],
        [("places_of_work", "AL"), ("places_of_work", "XK")],
    )


def test_year_and_town_are_only_proposed():
    page = read_one(
        "Udruženje Izvor Mostar\n\nO nama\n\nUdruženje Izvor Mostar (UIM) osnovano je 1998. godine.\n\n"
        "Ciljevi\n\nVoda.\n"
    )

    assert [name for name in ("acronym", "founded_year", "town", "country") if name in page.texts] == []
    assert [(one.field, one.value) for one in page.proposals] == [
        ("acronym", "UIM"),
        ("founded_year", "1998"),
        ("town", "Mostar"),
    ]


def test_guest_lecturer_is_no_trainer():
    text = (
        "Learning to listen\n\nA workshop was held in Mostar on 3–5 March 2023. "
        "The trainers were Dr. Jelena Šarac and Mark O'Neill. The guest lecturer was Prof. Agim Berisha.\n"
    )
    (page,) = read(text)

    speakers = [(one.value, one.role) for one in page.proposals if one.field == "speaker"]
    assert faults_of(text, [page]) == []
    assert speakers == [
        ("Jelena Šarac", "trainer"),
        ("Mark O'Neill", "trainer"),
        ("Agim Berisha", "guest_lecturer"),
    ]
