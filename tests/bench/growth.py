"""`python -m tests.bench.growth PLACE…`: the processor time of pages, and of the first look after a change.

Each place is a STATE_DIR or the address of a database of PostgreSQL with sample data, the smallest first.
They are measured in turn, each by a process of its own, so that what else a machine does affects all of them.
Changes are saved to them.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import resolve

from organisations.models import Grant, Organisation
from projects.models import Project
from smartbalkans.kinds import KINDS
from tests.bench.searching import words
from trainings.models import Training

WORKER = "from tests.bench.growth import answer; answer()"
CHANGED = (Organisation, Project, Grant, Training)
PAGE, STAFF_PAGE = 24, 50  # entries
NTH = 5  # of the entries: which one is looked at, or changed
CHANGE = "first look after a change: "
ORDINARY = "ordinary look, its cards not kept: "


def main() -> None:
    options = read_options()
    workers = [start_worker(place, options.only) for place in options.places]
    labels, *_same = [read_line(worker).split("\t") for worker in workers]
    rounds = [[measure_next(worker) for worker in workers] for _ in range(options.rounds)]
    print("| smallest and median, ms | " + " | ".join(options.places) + " | ratios |")
    print("|---|" + "---|" * (len(workers) + 1))
    for number, label in enumerate(labels):
        print(row_of(label, [[one[place][number] for one in rounds] for place in range(len(workers))]))
    for worker in workers:
        worker.communicate()


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--only", default="", help="measure what has this text in its label")
    return parser.parse_args()


def start_worker(place: str, only: str) -> subprocess.Popen:
    variable = "DATABASE_URL" if "://" in place else "STATE_DIR"
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WORKER, only],
        env={**os.environ, variable: place},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def read_line(worker: subprocess.Popen) -> str:
    line = worker.stdout.readline().rstrip("\n")
    if not line:
        sys.exit("A database could not be measured.")
    return line


def measure_next(worker: subprocess.Popen) -> list[float]:
    worker.stdin.write("\n")
    worker.stdin.flush()
    return [float(one) for one in read_line(worker).split("\t")]


def row_of(label: str, times: list[list[float]]) -> str:
    cells = [f"{min(one):.1f}, {statistics.median(one):.1f}" for one in times]
    ratios = [
        f"{min(one) / min(times[0]):.2f}, {statistics.median(one) / statistics.median(times[0]):.2f}"
        for one in times[1:]
    ]
    return f"| {label} | {' | '.join(cells)} | {'; '.join(ratios)} |"


def answer() -> None:
    """Print the labels of what is measured, and for each line of the input its times (in a process)."""
    actions = {label: action for label, action in measured() if sys.argv[1] in label}
    for action in actions.values():
        action()
        action()
    print("\t".join(actions), flush=True)
    for _line in sys.stdin:
        print("\t".join(f"{action():.3f}" for action in actions.values()), flush=True)


def measured() -> Iterator[tuple[str, Callable[[], float]]]:
    """Yield what is measured, with a function that returns its time in milliseconds."""
    visitor, staff = Client(), Client()
    user = get_user_model().objects.get_or_create(
        username="bench", defaults={"is_superuser": True, "is_staff": True}
    )[0]
    staff.force_login(user)
    for label, address in public_addresses():
        yield label, partial(look_again, visitor, address)
    for label, address in staff_addresses():
        yield f"back office: {label}", partial(look_again, staff, address)
    for kind in KINDS:
        noun = str(kind.model._meta.verbose_name_plural)
        yield ORDINARY + noun, partial(look_without_cards, visitor, kind.list_address)
        yield CHANGE + noun, partial(look_after_change, visitor, kind.list_address, kind.model)


def public_addresses() -> Iterator[tuple[str, str]]:
    yield from {
        "home": "/",
        "search": "/search/",
        "suggestions": "/search/suggestions/?q=civ",
        "countries": "/countries/",
        "towns": "/countries/?show=towns",
        "a country": "/countries/al/",
        "themes": "/themes/",
        "insights": "/insights/",
        "pivot table": "/insights/pivot/",
        "open data": "/data/",
        "data package": "/data/datapackage.json",
        "feed": "/feed.atom",
        "calendar": "/trainings/calendar.ics",
        "360Giving": "/grants/360giving.json",
        "IATI": "/projects/iati.xml",
        "sitemap": "/sitemap.xml",
        "grants of one currency": "/grants/?currency=EUR&sort=amount",
    }.items()
    for kind in KINDS:
        yield from addresses_of_kind(kind)


def addresses_of_kind(kind) -> Iterator[tuple[str, str]]:
    noun, address = str(kind.model._meta.verbose_name_plural), kind.list_address
    last = -(-kind.model.objects.for_public().count() // PAGE)
    yield noun, address
    yield f"{noun}, last page", f"{address}?page={last}"
    yield f"{noun} of one country", f"{address}?country=AL"
    for sort in resolve(address).func.view_class.filterset_class.sorts:
        yield f"{noun} by {sort}", f"{address}?sort={sort}"
    for label, word in words().items():
        yield f"{noun}, {label}", f"{address}?q={word}"
    if kind.has_pages:
        entry = kind.model.objects.for_public().order_by("pk")[NTH]
        yield f"one of {noun}", entry.get_absolute_url()
        yield f"{noun}, section of the sitemap", f"/sitemap-{kind.section}.xml"


def staff_addresses() -> Iterator[tuple[str, str]]:
    yield "first page", "/admin/"
    for model in CHANGED:
        noun, options = str(model._meta.verbose_name_plural), model._meta
        address = f"/admin/{options.app_label}/{options.model_name}/"
        last = -(-model.objects.count() // STAFF_PAGE)
        yield noun, address
        yield f"{noun}, last page", f"{address}?p={last}"
        yield f"{noun}, searched", f"{address}?q=centar"
        yield f"one of {noun}", f"{address}{model.objects.order_by('pk')[NTH].pk}/change/"


def look_again(client: Client, address: str) -> float:
    look(client, address)
    return look(client, address)


def look_without_cards(client: Client, address: str) -> float:
    look(client, address)
    caches["entries"].clear()
    return look(client, address)


def look_after_change(client: Client, address: str, model: type) -> float:
    model.objects.published().order_by("pk")[NTH].save()
    return look(client, address)


def look(client: Client, address: str) -> float:
    """Return the time of a request, up to its first bytes."""
    start = processor_milliseconds()
    response = client.get(address, headers={"host": settings.ALLOWED_HOSTS[0]})
    if response.status_code not in (200, 404):  # 404: no grant has all facts of a standard
        raise RuntimeError(f"{address}: {response.status_code}")
    if response.streaming:
        next(iter(response))
    return processor_milliseconds() - start


def processor_milliseconds() -> float:
    """Return the processor time of this process and, on PostgreSQL, of the database's for its connection."""
    own = time.process_time() * 1000
    if connection.vendor != "postgresql":
        return own
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="utf-8")
    return own + int(server.split()[0]) / 1_000_000


if __name__ == "__main__":
    main()
