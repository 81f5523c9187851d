"""Countries are named by their names, not by nationalities."""

import pytest

from smartbalkans.places.countries import PROGRAMME, codes_in
from tests.smartbalkans.page_texts.reading import (
    read_one,
)


def test_nationalities_never_become_countries():
    page = read_one(
        "Quiet Shore\n\nSummary of the project\n\nMontenegrin and Albanian youth meet Bosnian artists.\n\n"
        "Target groups\n\n• Kosovar journalists\n• Macedonian students\n"
    )

    assert (page.places, [row.countries for row in page.targets], page.proposals) == ([], [[], []], [])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("countries of the Western Balkans", [*PROGRAMME]),
        ("Serbia and other countries of the WB", ["RS", *(code for code in PROGRAMME if code != "RS")]),
        ("migrants in other WB countries", []),
    ],
)
def test_other_countries_of_the_region_are_known_only_beside_a_country(text, codes):
    assert codes_in(text) == codes
