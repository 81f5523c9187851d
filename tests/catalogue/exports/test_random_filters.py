"""The rows of a file are the rows of its pages, in their order, whatever filters are combined."""

import csv
import io
import json
import re
from random import Random
from urllib.parse import urlencode

import pytest

from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

COMBINATIONS = 12
SECTIONS = ["organisations", "projects", "grants", "trainings"]
# Makes the same combinations each time, so that a failure comes back.
SEED = 21


def choices_of(filterset) -> dict[str, list[str]]:
    """Return each filter of a list with the values that its form offers."""
    facets = filterset.facets
    return {facet.name: [one.value for one in (*facet.shown, *facet.folded)] for facet in facets}


def random_query(random: Random, filterset, words: list[str]) -> str:
    """Return a query string: some filters with some of their values, maybe words, maybe an order."""
    query = []
    for name, values in choices_of(filterset).items():
        if values and random.random() < 0.4:
            query += [
                (name, value) for value in random.sample(values, min(len(values), random.randint(1, 3)))
            ]
    if random.random() < 0.3:
        query.append(("match", random.choice(["all", *choices_of(filterset)])))
    if random.random() < 0.3:
        query.append(("q", random.choice(words)[: random.randint(1, 6)]))
    if random.random() < 0.5:
        query.append(("sort", random.choice([name for name, _label in filterset.orders])))
    return urlencode(query)


def listed(client, section: str, query: str) -> list[str]:
    """Return the addresses of the entries on all pages of a list."""
    slugs = []
    for number in range(1, 100):
        page = client.get(f"/{section}/?{query}&page={number}").context
        slugs += [entry.slug for entry in page["object_list"]]
        if not page["page_obj"].has_next():
            return slugs
    raise AssertionError("A list of made-up entries has no hundred pages.")


def in_csv(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    text = response.getvalue().decode("utf-8-sig")
    return [row["Slug"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def in_json(client, address: str) -> list[str]:
    return [row["slug"] for row in json.loads(client.get(address).getvalue())["rows"]]


@pytest.mark.parametrize("section", SECTIONS)
def test_rows_of_files_are_those_of_pages_for_random_filters(client, section):
    make_entries(100)
    random = Random(SEED)  # noqa: S311  (chance for a test keeps no secret)
    first = client.get(f"/{section}/").context
    words = [word for entry in first["object_list"] for word in re.findall(r"\w+", str(entry))]
    queries = ["", *(random_query(random, first["filterset"], words) for _ in range(COMBINATIONS))]

    pages = {query: listed(client, section, query) for query in queries}

    for query, slugs in pages.items():
        assert (query, in_csv(client, f"/{section}/data.csv?{query}&columns=slug")) == (query, slugs)
        assert (query, in_json(client, f"/{section}/data.json?{query}&columns=slug")) == (query, slugs)
    everything = len(pages[""])
    assert len({len(slugs) for slugs in pages.values() if 0 < len(slugs) < everything}) > 2
