"""The page of a training: news stay text, and its headings give single values."""

from datetime import date

from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.reading import (
    read_one,
)


def test_training_under_headings():
    page = read_one(
        "Budgets in Plain Words\n\nDate and place\n\n12.05.2025, Prishtina\n\nTrainers\n\n• Prof. Dr. "
        "Genta Krasniqi\n• Forum MNE\n\n"
        "Topics covered\n\n• Energy security\n• Corruption\n\nParticipants: journalists from Kosovo\n\n"
        "About the training\n\nNumbers were read aloud.\n"
    )

    assert (page.kind, page.days) == (PageKind.TRAINING, (date(2025, 5, 12), None))
    assert (page.texts["town"], page.texts["country"]) == ("Prishtina", "XK")
    assert [(one.academic_title, one.value) for one in page.proposals] == [("Prof. Dr.", "Genta Krasniqi")]
    assert "Prof. Dr. Genta Krasniqi Forum MNE" in page.account.kept
    assert page.named_topics == ["Energy security", "Corruption"]
    assert (page.texts["audience"], page.texts["audience_country"]) == ("journalists", "XK")
    assert page.texts["summary"] == "Numbers were read aloud."


def test_news_of_a_training_stay_text_and_are_only_proposed():
    page = read_one(
        "Fotografija: arhiva\n\nMaps bring neighbours together\n\n"
        "A three-day training “Maps of Home” for mapmakers was held from 28 February to 1 March 2024 in "
        "Skopje.\n\n"
        "Intended for youth workers from North Macedonia, it was led with patience. The trainers were Dr. "
        "Arta Hoxha and Мира Ковачевић.\n\n"
        "“I shall draw my village,” said Blerim Gashi from Qendra Lule.\n"
    )

    assert (page.kind, page.name, list(page.texts), page.days) == (
        PageKind.TRAINING,
        "Maps bring neighbours together",
        ["summary"],
        None,
    )
    assert [(proposal.field, proposal.value) for proposal in page.proposals] == [
        ("name", "Maps of Home"),
        ("days", "2024-02-28/2024-03-01"),
        ("town", "Skopje"),
        ("country", "MK"),
        ("speaker", "Arta Hoxha"),
        ("speaker", "Мира Ковачевић"),
        ("testimonial", "I shall draw my village"),
    ]
    assert page.proposals[-1].person == "Blerim Gashi"


def test_place_is_the_town_that_is_stated_and_an_unknown_date_is_not_used():
    page = read_one(
        "Budgets in Plain Words\n\nTrainers\n\n• Genta Krasniqi\n\nPlace\n\nKragujevac, Serbia\n\n"
        "Date and time\n\nnext spring\n"
    )

    assert (page.texts["town"], page.texts["country"], page.days) == ("Kragujevac", "RS", None)
    assert page.account.unplaced() == ["next spring"]
