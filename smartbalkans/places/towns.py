"""Where the towns are that organisations state: names as people write them, found by folded names."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Count

from catalogue.folding import fold
from catalogue.search.documents import facet_value
from catalogue.search.facets import Facets
from catalogue.tables import load_table
from organisations.models import Organisation

DATA = Path(__file__).parent / "data"
_FURTHER = re.compile(r"\s*[,;/(].*")  # "Tirana, Albania"; "Peja (Peć)"


@dataclass(frozen=True)
class Town:
    """A town of the gazetteer (GeoNames, CC BY 4.0)."""

    country: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class TownNumber:
    """How many public organisations are in a town, and the values of the lists' filter that it has."""

    town: Town
    count: int
    values: list[str]


def find_town(country: str, name: str) -> Town | None:
    """Return the town of a country that people call by a name, the largest one if there are several."""
    towns = _towns_by_name()
    return towns.get((country, _key(name))) or towns.get((country, _key(_FURTHER.sub("", name))))


def town_numbers(counter: Facets) -> list[TownNumber]:
    """Return the towns of organisations, most first. They are kept until the data changes."""
    return counter.remember("towns on the map", read_town_numbers)


def read_town_numbers() -> list[TownNumber]:
    stated = Organisation.objects.for_public().exclude(town="").order_by()
    counts: Counter[tuple[str, str]] = Counter()
    towns: dict[tuple[str, str], Town] = {}
    for country, name, number in stated.values_list("country_id", "town").annotate(Count("pk")).iterator():
        value = country or "", facet_value(name)
        counts[value] += number
        if town := find_town(country or "", name):
            towns[value] = town
    by_town: dict[Town, list[tuple[str, str]]] = {}
    for value, town in towns.items():
        by_town.setdefault(town, []).append(value)
    found = [
        TownNumber(town, sum(counts[value] for value in values), sorted(name for _country, name in values))
        for town, values in by_town.items()
    ]
    return sorted(found, key=lambda number: (-number.count, number.town.name))


def _key(name: str) -> str:
    return fold(name).replace(" ", "")


@cache
def _towns_by_name() -> dict[tuple[str, str], Town]:
    """Return the towns by country and folded name. A main name comes before another town's other name."""
    rows = list(_read_rows())
    towns: dict[tuple[str, str], Town] = {}
    for town, _others in rows:
        towns.setdefault((town.country, _key(town.name)), town)
    for town, others in rows:
        for name in others:
            towns.setdefault((town.country, _key(name)), town)
    forms = load_table(DATA / "town_forms.toml")
    for country, names in forms.items():
        for form, name in names.items():
            towns[country, _key(form)] = towns[country, _key(name)]
    return towns


def _read_rows() -> Iterator[tuple[Town, list[str]]]:
    """Yield each town with its other names; the largest of a country come first."""
    for line in (DATA / "towns.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, name, latitude, longitude, others = line.split("\t")
            yield Town(country, name, float(latitude), float(longitude)), [*filter(None, others.split("; "))]
