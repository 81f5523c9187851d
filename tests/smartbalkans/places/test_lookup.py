import pytest

from smartbalkans.places.lookup import places_named

pytestmark = pytest.mark.django_db


def names(typed: str) -> list[str]:
    return [place.name for place in places_named(typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Montenegro", "Montenegro"),
        ("crna gora", "Montenegro"),
        ("Црна Гора", "Montenegro"),
        ("Mali i Zi", "Montenegro"),
        ("BiH", "Bosnia and Herzegovina"),
        ("Shqipëria", "Albania"),
        ("kosova", "Kosovo"),
        ("Северна Македонија", "North Macedonia"),
        ("Republic of Serbia", "Serbia"),
    ],
)
def test_country_is_named_in_every_language(programme, typed, name):
    assert names(typed) == [name]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cyber security", ["Cyber security"]),
        ("security", ["Cyber security", "Human security"]),
        ("organized crime", ["Organised crime"]),
        ("law rule of", ["Human rights and rule of law"]),
    ],
)
def test_theme_is_named_by_beginnings_of_its_words(programme, typed, found):
    assert names(typed) == found


@pytest.mark.parametrize("typed", ["", "?", "Norway", "mon", "a", "Montenegro youth", "\x00"])
def test_nothing_else_names_a_place(programme, typed):
    assert names(typed) == []
