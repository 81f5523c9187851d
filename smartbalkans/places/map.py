"""The map of the programme's countries: an SVG of links, and the numbers that it shows.

The shapes are data, made by `smartbalkans/places/make_map_data.py` (docs/decisions/0025).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalogue.tables import load_table
from catalogue.templatetags.catalogue import grouped
from organisations.models import Country
from smartbalkans.places.towns import Town

DATA = Path(__file__).parent / "data"
STEPS = 4  # shades of countries with a number above zero
SMALLEST, LARGEST = 4, 16  # radius of the mark of a town, in units of the map
MANY = 10  # organisations: where no town has as many, no mark is of the largest size


@dataclass(frozen=True)
class MapCountry:
    """A country on the map. `step` is its shade, from 0 to `STEPS`.

    `label` is its name with its number, `list_address` the list that the number counts, if any. A country
    that has no shape is only in the table.
    """

    code: str
    name: str
    address: str
    label: str
    count: int = 0
    list_address: str = ""
    step: int = 0
    is_current: bool = False

    @property
    def shape(self) -> dict[str, Any] | None:
        return load_shapes()["countries"].get(self.code)

    @property
    def number(self) -> str:
        """Return the number with its thousands grouped."""
        return grouped(self.count)


@dataclass(frozen=True)
class TownMark:
    """A circle for a town on the map."""

    x: int
    y: int
    radius: int
    label: str


@dataclass(frozen=True)
class CountryMap:
    """What the component `components/map.html` draws."""

    countries: list[MapCountry]
    marks: list[TownMark] = field(default_factory=list)
    is_counted: bool = False

    @property
    def shapes(self) -> dict[str, Any]:
        return load_shapes()

    @property
    def drawn(self) -> list[MapCountry]:
        """Return the countries that have a shape."""
        return [country for country in self.countries if country.shape]


def load_shapes() -> dict[str, Any]:
    """Return the size of the map, its scale, the paths of the countries and that of their neighbours."""
    return load_table(DATA / "shapes.toml")


def map_of(
    countries: Iterable[Country],
    counts: Mapping[str, int],
    noun,
    *,
    addresses: Mapping[str, str] | None = None,
    list_addresses: Mapping[str, str] | None = None,
) -> CountryMap:
    """Return the map of countries that are shaded by a number.

    `counts`, `addresses` and `list_addresses` are by the code of the country. A country without a count has
    none, and one without an address links to its own page. `noun` is a lazy `ngettext` of what is counted,
    by "number", such as `EntryKind.noun`.
    """
    numbers = {country: counts.get(country.code, 0) for country in countries}
    highest = max(numbers.values(), default=0)
    shown = [
        MapCountry(
            country.code,
            country.name,
            (addresses or {}).get(country.code) or country.get_absolute_url(),
            describe(country.name, number, noun),
            count=number,
            list_address=(list_addresses or {}).get(country.code, ""),
            step=step_of(number, highest),
        )
        for country, number in numbers.items()
    ]
    return CountryMap(shown, is_counted=True)


def map_of_towns(countries: Iterable[Country], towns: Mapping[Town, int], noun) -> CountryMap:
    """Return the map with a mark for each town; small marks are drawn over large ones."""
    highest = max(towns.values(), default=0)
    marks = [
        TownMark(*project(town), radius_of(number, highest), describe(town.name, number, noun))
        for town, number in sorted(towns.items(), key=lambda item: -item[1])
    ]
    return CountryMap([plain(country) for country in countries], marks=marks)


def map_with(countries: Iterable[Country], current: Country) -> CountryMap:
    """Return the map without numbers, on which one country is shaded."""
    return CountryMap([plain(country, is_current=country == current) for country in countries])


def plain(country: Country, *, is_current: bool = False) -> MapCountry:
    """Return a country without a number, shaded if it is the current one."""
    address = country.get_absolute_url()
    step = STEPS if is_current else 0
    return MapCountry(country.code, country.name, address, country.name, step=step, is_current=is_current)


def describe(name: str, count: int, noun) -> str:
    """Return a name with its number, such as "Albania: 12 organisations"."""
    number = grouped(count)
    return _("{place}: {number} {noun}").format(place=name, number=number, noun=noun % {"number": count})


def step_of(count: int, highest: int) -> int:
    """Return the shade of a number: 0 for zero, the darkest for the highest one, in steps of equal width."""
    return math.ceil(count * STEPS / highest) if count else 0


def radius_of(count: int, highest: int) -> int:
    """Return the radius of a mark: the area of its circle grows with the number."""
    return round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(count / max(highest, MANY)))


def project(town: Town) -> tuple[int, int]:
    """Return the place of a town on the map."""
    shapes = load_shapes()
    x = (town.longitude - shapes["west"]) * shapes["x_scale"]
    y = (shapes["north"] - town.latitude) * shapes["y_scale"]
    return round(x), round(y)
