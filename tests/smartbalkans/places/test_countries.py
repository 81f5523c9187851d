"""Countries are named by their names, not by nationalities."""

from tests.smartbalkans.page_texts.reading import (
    read_one,
)


def test_nationalities_never_become_countries():
    page = read_one(
        "Quiet Shore\n\nSummary of the project\n\nMontenegrin and Albanian youth meet Bosnian artists.\n\n"
        "Target groups\n\n• Kosovar journalists\n• Macedonian students\n"
    )

    assert (page.places, [row.countries for row in page.targets], page.proposals) == ([], [[], []], [])
