"""Prints the table of how long requests of large changes last, and how long another writer waits meanwhile.

Run it with the STATE_DIR (or DATABASE_URL) of sample data (`manage.py make_entries 3000 --settings
tests.sample_data.settings`): it changes them.
"""

import csv as python_csv
import io
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from catalogue.exports import csv
from catalogue.exports.reader import ReadPlan
from catalogue.search import sync
from catalogue.search.worker import SEARCH_THREAD, SearchWorker
from organisations.exports import OrganisationResource
from organisations.models import Grant, Organisation
from projects.models import Partner, Project
from trainings.models import Training

IMPORTED, PUBLISHED, MERGED = 3_000, 1_000, 3_000
LIST = "/admin/organisations/organisation/"
WRITE = "UPDATE trainings_training SET town = town WHERE id = (SELECT min(id) FROM trainings_training)"
SECONDS_BETWEEN_WRITES = 0.05
# The other writer is a process of its own, and ends with its standard input.
OTHER_WRITER = "from tests.bench.waiting import write_until_asked; write_until_asked()"


class Browser:
    """The browser of a member of staff, with the longest time and processor time of a request."""

    def __init__(self):
        self.client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        user = get_user_model().objects.get_or_create(
            username="bench", defaults={"is_superuser": True, "is_staff": True}
        )[0]
        self.client.force_login(user)
        self.longest = self.most_work = 0.0

    def post(self, address: str, data: dict | None = None, **headers: str):
        start, work = time.perf_counter(), time.thread_time()
        response = self.client.post(address, data or {}, headers=headers)
        self.longest = max(self.longest, time.perf_counter() - start)
        self.most_work = max(self.most_work, time.thread_time() - work)
        if response.status_code >= 400:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response

    def go_on(self, address: str, **data: str) -> None:
        """Send what a page's script sends until there is nothing left to do."""
        while not self.post(address, data, accept="application/json").json()["is_done"]:
            pass


def write_until_asked() -> None:
    """Write a row again and again, and print the seconds of the longest transaction when the input ends."""
    other, longest = connection.copy(), 0.0
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], SECONDS_BETWEEN_WRITES)[0]:
        start = time.perf_counter()
        with other.cursor() as cursor:
            cursor.execute(WRITE)
        longest = max(longest, time.perf_counter() - start)
    print(longest)


@contextmanager
def another_writer(waits: list[float]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER_WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    process.stdout.readline()
    try:
        yield
        wait_until_processed()
    finally:
        waits.append(float(process.communicate()[0] or "nan"))


def wait_until_processed() -> None:
    """Wait until the thread has processed what the requests have left of the search index.

    Documents of trainings are left out: the other writer changes one all the time.
    """
    while any(index.model is not Training for index in sync.waiting_indexes()):
        time.sleep(0.1)


def import_all(browser: Browser) -> None:
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:IMPORTED])
    text = "".join(csv.lines(ReadPlan(OrganisationResource, for_staff=True), keys))
    reader = python_csv.DictReader(io.StringIO(text.lstrip(csv.BYTE_ORDER_MARK), newline=""))
    target = io.StringIO()
    writer = python_csv.DictWriter(target, reader.fieldnames)
    writer.writeheader()
    writer.writerows(row | {"Town": f"{row['Town']} again"} for row in reader)
    file = io.BytesIO(target.getvalue().encode())
    file.name = "organisations.csv"
    address = browser.post(f"{LIST}import/", {"file": file}).url
    browser.go_on(f"{address}go-on/")
    address = browser.post(f"{address}confirm/").url.partition("?")[0]
    browser.go_on(f"{address}go-on/", status="importing")


def publish_many(browser: Browser) -> None:
    keys = Organisation.objects.order_by("pk").values_list("pk", flat=True)[:PUBLISHED]
    Organisation.objects.filter(pk__in=list(keys)).update(published_at=None)
    data = {"keys": ",".join(map(str, keys)), "confirmed": "Yes"}
    address, _question, _query = browser.post(f"{LIST}bulk/publish/", data).url.partition("?")
    if address != LIST:
        browser.go_on(f"{address}go-on/")


def merge_two(browser: Browser) -> None:
    kept, gone = Organisation.objects.order_by("pk")[:2]
    missing = Project.objects.exclude(partners__organisation__in=[kept, gone]).order_by("pk")
    Partner.objects.bulk_create(Partner(project=one, organisation=gone) for one in missing)
    rows = gone.partnerships.count() + gone.grants.count()
    grants = Grant.objects.exclude(recipient__in=[kept, gone]).order_by("pk")[: max(0, MERGED - rows)]
    Grant.objects.filter(pk__in=list(grants.values_list("pk", flat=True))).update(recipient=gone)
    print(f"{gone.partnerships.count()} partners and {gone.grants.count()} grants", file=sys.stderr)
    data = {"kept_token": kept.token, "gone_token": gone.token}
    while browser.post(f"{LIST}{kept.pk}/merge/{gone.pk}/", data).status_code != 302:
        pass


WORKS = {
    f"publishing {PUBLISHED:,} organisations": publish_many,
    f"merging two organisations, with {MERGED:,} rows that move": merge_two,
    f"importing {IMPORTED:,} changed organisations": import_all,
}


def main() -> None:
    SEARCH_THREAD.start_once(SearchWorker)
    print(
        "| work, seconds | longest request | its processor time | longest wait of another writer | in all |"
    )
    print("|---|---|---|---|---|")
    for label, work in WORKS.items():
        browser, waits = Browser(), []
        wait_until_processed()
        start = time.perf_counter()
        with another_writer(waits):
            work(browser)
            total = time.perf_counter() - start
        print(
            f"| {label} | {browser.longest:.1f} | {browser.most_work:.1f} | {waits[0]:.1f} | {total:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
