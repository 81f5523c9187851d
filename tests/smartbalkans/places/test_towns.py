import pytest

from catalogue.search.facets import counter_of
from catalogue.search.registry import index_of
from organisations.models import Organisation
from smartbalkans.places.towns import find_town, read_town_numbers, town_numbers
from tests.factories import CountryFactory, OrganisationFactory


def town_of(country: str, name: str) -> str:
    return town.name if (town := find_town(country, name)) else ""


@pytest.mark.parametrize(
    ("country", "name", "found"),
    [
        *[("RS", name, "Belgrade") for name in ("Beograd", "Београд", "Belgrade", "BEOGRAD")],
        *[("MK", name, "Skopje") for name in ("Skopje", "Скопје", "Shkup")],
        *[("XK", name, "Pristina") for name in ("Prishtinë", "Prishtina", "Priština", "Pristina")],
        *[("AL", name, "Fushë-Arrëz") for name in ("Fushë-Arrëz", "Fushe Arrez", "Fushë Arrëz")],
        ("AL", "Tirana, Albania", "Tirana"),
        ("XK", "Peja (Peć)", "Pejë"),
    ],
)
def test_town_is_found_by_the_names_that_people_write(country, name, found):
    assert town_of(country, name) == found


@pytest.mark.parametrize(
    ("country", "name", "found"),
    [
        ("AL", "Dibër", "Peshkopi"),
        ("ME", "Ulqin", "Ulcinj"),
        ("MK", "Dibër", "Debar"),
        ("MK", "Kërçovë", "Kičevo"),
        ("MK", "Strugë", "Struga"),
        ("MK", "Tetovë", "Tetovo"),
        ("RS", "Bujanoc", "Bujanovac"),
        ("XK", "North Mitrovica", "Mitrovicë"),
        ("XK", "Severna Mitrovica", "Mitrovicë"),
    ],
)
def test_town_is_found_by_forms_that_geonames_lacks(country, name, found):
    assert town_of(country, name) == found


def test_town_of_several_of_its_name_is_the_largest_of_the_country():
    assert find_town("MK", "Negotino").longitude > 22  # on the Vardar; the village is in the west
    assert (find_town("XK", "Gračanica").latitude, find_town("BA", "Gračanica").latitude) == (42.601, 44.703)


@pytest.mark.parametrize(
    ("country", "name"), [("AL", "Belgrade"), ("", "Tirana"), ("NO", "Oslo"), ("AL", "?")]
)
def test_town_that_is_unknown_or_in_another_country_is_not_found(country, name):
    assert find_town(country, name) is None


@pytest.mark.django_db
def test_towns_are_counted_by_place_of_public_organisations():
    macedonia = CountryFactory(code="MK")
    for town in ("Skopje", "Скопје", "Shkup", "Tetovo", "Nowhere", ""):
        OrganisationFactory(country=macedonia, town=town)
    OrganisationFactory(country=macedonia, town="Skopje", draft=True)
    OrganisationFactory(country=None, town="Tirana")

    numbers = [(one.town.name, one.count, one.values) for one in read_town_numbers()]

    assert numbers == [("Skopje", 3, ["skopje", "skup"]), ("Tetovo", 1, ["tetovo"])]


@pytest.mark.django_db
def test_numbers_of_towns_are_kept_until_the_data_changes(django_assert_num_queries):
    OrganisationFactory(country=CountryFactory(code="AL"), town="Tirana")
    index = index_of(Organisation)
    town_numbers(counter_of(index))

    with django_assert_num_queries(1):
        kept = town_numbers(counter_of(index))
    OrganisationFactory(country=CountryFactory(code="AL"), town="Vlorë")

    assert [one.town.name for one in kept] == ["Tirana"]
    assert [one.town.name for one in town_numbers(counter_of(index))] == ["Tirana", "Vlorë"]
