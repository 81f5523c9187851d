import pytest

from catalogue.duplicates.similarity import find_similar_names, letters_of, name_similarity, read_name


def similarity_of(one: str, other: str) -> float:
    return round(name_similarity(read_name(one), read_name(other)))


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("Građanska alijansa", "GRADJANSKA  ALIJANSA", 100),
        ("Грађанска алијанса", "Gradanska alijansa", 100),
        ("Pro Budućnost", "ProBudućnost", 100),
        ("Juventas", "NVO Juventas", 98),
        ("Udruženje građana Juventas", "Udruženje građana „Juventas“", 100),
        ("Centar za promociju civilnog društva", "Centar za promociju civilnog društva (CPCD)", 98),
        ("Omladinski centar Vermont", "Vermont omladinski centar", 98),
        ("Assocciation Brezorik", "Association Brezorik", 97),
        ("Juventas", "Juvantas", 88),
        ("Centre for Research & Policy Making", "Center for Research and Policy Making", 100),
        ("CRPM", "crpm", 90),
    ],
)
def test_names_of_the_same_are_similar(one, other, score):
    assert (similarity_of(one, other), similarity_of(other, one)) == (score, score)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("School of Politics 2023", "School of Politics 2024"),
        ("Bridges, phase II", "Bridges, phase III"),
        ("Udruženje žena Tuzla", "Udruženje žena Tirana"),
        ("Centar za mir", "Centar za rom"),
        ("Helsinki Committee in Serbia", "Helsinki Committee of Macedonia"),
        ("Centar za razvoj", "Centar za razvoj zajednice"),
        ("CRPM", "CRPB"),
        ("Civic League", "Civic Alliance"),
    ],
)
def test_names_of_others_are_not_similar(one, other):
    assert (similarity_of(one, other), similarity_of(other, one)) == (0, 0)


@pytest.mark.parametrize("text", ["", "!?", "IDM", "а б"])
def test_name_too_short_to_mean_anything_is_not_compared(text):
    assert read_name(text) is None


def test_letters_are_those_of_the_names():
    texts = ["NVO Juventas (Podgorica)", "Građanska alijansa", "(all in brackets)", "Udruženje", "Group 484"]

    assert [*map(letters_of, texts)] == [read_name(text).letters for text in texts]


def test_nearest_returns_the_places_of_similar_names():
    others = [read_name(text) for text in ("Civic League", "NGO Juventas", "Juvantas", "Open School")]

    assert find_similar_names(read_name("Juventas"), others) == [(1, 98), (2, 87.5)]
