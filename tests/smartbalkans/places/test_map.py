import re

import pytest
from django.template.loader import render_to_string

from organisations.models import Country
from smartbalkans.kinds import KINDS
from smartbalkans.places.map import STEPS, load_shapes, map_of, map_of_towns, map_with, project, step_of
from smartbalkans.places.towns import find_town
from tests.factories import CountryFactory

PROGRAMME = ["AL", "BA", "ME", "MK", "RS", "XK"]
MOST_BYTES = 7_000  # of the shapes with their neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries():
    CountryFactory(code="NO", name="Norway")
    for code in PROGRAMME:
        CountryFactory(code=code, name=f"Country {code}", is_programme_country=True)
    return Country.objects.in_programme()


def points_of(path: str) -> set[tuple[int, int]]:
    """Return the corners of a path of relative lines."""
    points = set()
    for ring in path.split("z")[:-1]:
        start, _l, steps = ring.removeprefix("M").partition("l")
        x, y = map(int, re.findall(r"-?\d+", start))
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        points.add((x, y))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.add((x, y))
    return points


def test_shapes_are_those_of_the_programme_and_small():
    shapes = load_shapes()

    paths = [shapes["neighbours"], *(country["path"] for country in shapes["countries"].values())]
    assert sorted(shapes["countries"]) == PROGRAMME
    assert sum(map(len, paths)) < MOST_BYTES


@pytest.mark.parametrize(("code", "neighbour"), [("XK", "RS"), ("XK", "AL"), ("ME", "BA"), ("MK", "RS")])
def test_shapes_of_neighbours_share_their_border(code, neighbour):
    shapes = load_shapes()["countries"]

    shared = points_of(shapes[code]["path"]) & points_of(shapes[neighbour]["path"])

    assert len(shared) > 5


@pytest.mark.parametrize(
    ("count", "highest", "step"), [(0, 0, 0), (0, 9, 0), (1, 900, 1), (5, 10, 2), (6, 10, 3), (10, 10, STEPS)]
)
def test_step_grows_with_the_number(count, highest, step):
    assert step_of(count, highest) == step


def test_map_has_each_country_with_its_number_address_and_shade(countries):
    addresses = {"AL": "/projects/?country=AL"}
    drawn = map_of(countries, {"AL": 1200, "BA": 1, "NO": 5}, KINDS[1].noun, list_addresses=addresses)

    assert [
        (one.address, one.label, one.number, one.list_address, one.step) for one in drawn.countries[:3]
    ] == [
        ("/countries/al/", "Country AL: 1,200 projects", "1,200", "/projects/?country=AL", STEPS),
        ("/countries/ba/", "Country BA: 1 project", "1", "", 1),
        ("/countries/me/", "Country ME: 0 projects", "0", "", 0),
    ]


def test_map_links_to_other_addresses_if_there_are_any(countries):
    drawn = map_of(countries, {}, KINDS[0].noun, addresses={"AL": "/organisations/?country=AL"})

    assert [one.address for one in drawn.countries[:2]] == ["/organisations/?country=AL", "/countries/ba/"]


def test_country_without_a_shape_is_only_in_the_table():
    CountryFactory(code="HR", name="Croatia", is_programme_country=True)
    drawn = map_of(Country.objects.in_programme(), {"HR": 2}, KINDS[0].noun)

    context = {"map": drawn, "label": "Organisations by country", "heading": "Organisations"}
    assert "Croatia" not in render_to_string("components/map.html", context)
    assert "Croatia" in render_to_string("components/map_table.html", context)


def test_map_shows_names_and_numbers_of_links_to_screen_readers_once(countries):
    drawn = map_of(countries, {"AL": 3}, KINDS[0].noun)

    svg = render_to_string("components/map.html", {"map": drawn, "label": "Organisations by country"})

    assert 'role="group" aria-label="Organisations by country"' in svg
    assert re.findall(r"<title>([^<]+)</title>", svg) == [one.label for one in drawn.countries]
    assert "<text" not in svg.partition("</g>")[2]  # what comes before is hidden from screen readers
    assert "style=" not in svg


def test_map_draws_all_borders_with_one_class(countries):
    drawn = map_with(countries, countries[2])

    svg = render_to_string("components/map.html", {"map": drawn, "label": "Montenegro on the map"})

    classes = re.findall(r'<path class="(\w+)', svg)
    assert classes == ["map__shape"] * 7 + ["map__target"] * 6
    assert re.findall(r"stroke|dash", svg) == []


def test_map_with_a_country_shades_and_marks_only_it(countries):
    drawn = map_with(countries, countries[2])

    assert [(one.label, one.step, one.is_current) for one in drawn.countries if one.step] == [
        ("Country ME", STEPS, True)
    ]
    assert drawn.is_counted is False


def test_marks_of_towns_grow_with_their_numbers_and_small_ones_are_above(countries):
    towns = {find_town("MK", "Tetovo"): 1, find_town("AL", "Tirana"): 100, find_town("AL", "Vlorë"): 25}

    marks = map_of_towns(countries, towns, KINDS[0].noun).marks

    assert [(mark.label, mark.radius) for mark in marks] == [
        ("Tirana: 100 organisations", 16),
        ("Vlorë: 25 organisations", 10),
        ("Tetovo: 1 organisation", 5),
    ]


def test_towns_are_where_they_are():
    names = [("BA", "Banja Luka"), ("RS", "Beograd"), ("XK", "Prishtinë"), ("ME", "Podgorica")]
    x, y = zip(*(project(find_town(*name)) for name in names), strict=True)

    assert sorted(names, key=lambda name: x[names.index(name)]) == [names[0], names[3], names[1], names[2]]
    assert sorted(names, key=lambda name: y[names.index(name)]) == [names[1], names[0], names[2], names[3]]
