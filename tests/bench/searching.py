"""Prints the table of times for searching, counting and saving."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from django.db.models import Q
from django.test import Client

from catalogue.search import registry
from catalogue.search.backends import backend_for
from catalogue.search.facets import counter_of
from catalogue.search.questions import read_question
from organisations.amounts import amounts_in
from organisations.models import Grant, Organisation
from smartbalkans.insights.partners import partnerships_from, read_partners
from smartbalkans.insights.target_numbers import numbers_from, read_numbers

TIMES = 15
INDEX = registry.index_of(Organisation)
TARGET_NUMBERS = "of=projects&rows=theme&columns=country&measure=direct"
LISTS = {
    "first page of the list": "/organisations/",
    "the same, two filters chosen": "/organisations/?country=AL&kind=cso",
    "figures": "/insights/",
    "figures, two filters chosen": "/insights/?country=AL&line=core",
    "pivot table of target numbers": f"/insights/pivot/?{TARGET_NUMBERS}",
    "list of grants of one currency by amount": "/grants/?currency=EUR&sort=amount",
}
TEXTS = ("name", "acronym", "local_name", "town", "summary", "strategic_orientation", "beneficiaries")


def median(action: Callable[[], object]) -> float:
    """Return the median time of an action in milliseconds, after one run that is not counted."""
    action()
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def raw(word: str) -> Callable[[], object]:
    """Return a query to the index alone, for the keys of all entries with a word."""
    engine = backend_for(INDEX.document)
    sql, parameters = engine.hits(read_question(word))

    def ask():
        with engine.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    return ask


def plain(word: str) -> Callable[[], object]:
    """Return a search without an index, in the own texts only: it counts, and fetches the first page."""
    condition = Q()
    for name in TEXTS:
        condition |= Q(**{f"{name}__icontains": word})

    def ask():
        found = Organisation.objects.for_public().filter(condition)
        return found.count(), list(found[:24])

    return ask


def page(client: Client, address: str) -> Callable[[], object]:
    def get():
        response = client.get(address, headers={"host": "localhost"})
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")

    return get


def words() -> dict[str, str]:
    """Return a rare word, the most common one, and two letters that many words begin with."""
    found: dict[str, int] = {}
    for title, body in INDEX.document.objects.order_by("pk").values_list("title", "body")[:3000]:
        for word in {*title.split(), *body.split()}:
            if len(word) > 4:
                found[word] = found.get(word, 0) + 1
    common = max(found, key=lambda word: found[word])
    rare = min((word for word, count in found.items() if count == 1), key=lambda word: (-len(word), word))
    return {"a rare word": rare, "the most common word": common, "a prefix of two letters": common[:2]}


def read_for_figures() -> None:
    """Read all that a process keeps for /insights/ and the pivot table."""
    amounts_in(Grant.objects.all())
    partnerships_from(read_partners())
    numbers_from(read_numbers())


def save() -> None:
    organisation = Organisation.objects.order_by("pk").first()
    organisation.town = f"Town {time.perf_counter()}"
    organisation.save()


def save_and_count() -> None:
    save()
    counter_of(INDEX)


def save_and_get(get: Callable[[], object]) -> None:
    save()
    get()


def main() -> None:
    client = Client()
    figures = page(client, LISTS["figures"])
    print(
        "| median of 15, ms | index alone | our page, all filters counted | `icontains`, no filters | hits |"
    )
    print("|---|---|---|---|---|")
    for label, word in words().items():
        hits = len(raw(word)())
        times = [median(raw(word)), median(page(client, f"/organisations/?q={word}")), median(plain(word))]
        print(f"| {label} | {' | '.join(f'{one:.1f}' for one in times)} | {hits:,} |")
    for label, address in LISTS.items():
        print(f"| {label} | | {median(page(client, address)):.1f} | | |")
    print(f"| what figures keep, read after a change | | {median(read_for_figures):.1f} | | |")
    print(f"| saving an organisation | | {median(save):.1f} | | |")
    print(f"| the same, and the next search | | {median(save_and_count):.1f} | | |")
    print(f"| the same, and the next page of figures | | {median(partial(save_and_get, figures)):.1f} | | |")


if __name__ == "__main__":
    main()
