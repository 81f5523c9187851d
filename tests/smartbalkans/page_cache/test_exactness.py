"""Two server processes of eight threads show every change after its commit, and none before."""

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from catalogue.history.recording import recorded
from catalogue.history.restoring import plan_restore, restore
from catalogue.history.versions import states_now
from organisations.models import Goal, Organisation
from tests.factories import OrganisationFactory
from tests.postgresql import free_port
from tests.threads import start
from tests.writers import database_url, wait_until

pytestmark = [pytest.mark.attack, pytest.mark.django_db(transaction=True)]

WRITERS, READERS = 3, 4
# Of each writer, at least 16: every way of writing comes twice.
TRANSACTIONS = int(os.environ.get("TRANSACTIONS", "16"))
COMMAND = ("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "8", "--no-ws")
NEVER = "Never committed"


@dataclass
class Writer:
    """A writer with an entry of its own, and the server that it looks at."""

    organisation: Organisation
    port: int
    folder: str

    @property
    def address(self) -> str:
        return self.organisation.get_absolute_url()

    @property
    def row(self):
        return Organisation.objects.filter(pk=self.organisation.pk)


def save(writer: Writer, text: str) -> None:
    entry = writer.row.get()
    entry.name = text
    entry.save()


def update(writer: Writer, text: str) -> None:
    writer.row.update(name=text)


def update_in_bulk(writer: Writer, text: str) -> None:
    entry = writer.row.get()
    entry.name = text
    Organisation.objects.bulk_update([entry], ["name"])


def create_in_bulk(writer: Writer, text: str) -> None:
    Goal.objects.filter(organisation=writer.organisation).delete()
    Goal.objects.bulk_create([Goal(organisation=writer.organisation, text=text, kind="goal", order=1)])


def execute_sql(writer: Writer, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_organisation SET name = %s WHERE id = %s", [text, writer.organisation.pk]
        )


def write_with_a_history(writer: Writer, text: str) -> None:
    with recorded(None, text):
        save(writer, text)


def restore_a_version(writer: Writer, text: str) -> None:
    """Restore the state in which the entry had the text."""
    key = writer.organisation.pk
    with transaction.atomic():
        update(writer, text)
        state = states_now(Organisation, [key])[key]
        update(writer, "Another name")
    with transaction.atomic():
        restore(plan_restore(Organisation, state), writer.row.get())


def import_a_file(writer: Writer, text: str) -> None:
    path = f"{writer.folder}/{writer.organisation.slug}.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"slug,name\n{writer.organisation.slug},{text}\n")
    call_command("import", "organisations.exports.OrganisationResource", path, "--no-input", verbosity=0)


WAYS = (
    *(save, update, update_in_bulk, create_in_bulk, execute_sql, write_with_a_history),
    *(restore_a_version, import_a_file),
)


def roll_back(writer: Writer) -> bool:
    """Change the entry in a transaction that is rolled back; return whether anybody saw it."""
    with transaction.atomic():
        update(writer, NEVER)
        is_seen = any(NEVER in page for page in pages(writer.port, writer.address))
        transaction.set_rollback(True)
    return is_seen


def pages(port: int, address: str, number: int = 4) -> Iterator[str]:
    """Yield a page as several connections get it, which the system shares out to the processes."""
    for _ in range(number):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        client.request("GET", address, headers={"Host": "localhost", "Connection": "close"})
        response = client.getresponse()
        body = response.read().decode()
        client.close()
        assert (response.status, response.headers["Warning"]) == (200, None), body
        yield body


def write_and_look(writer: Writer, wrong: list[str]) -> None:
    for number in range(TRANSACTIONS):
        write = WAYS[number % len(WAYS)]
        text = f"Change {number} by {write.__name__} of {writer.organisation.slug}"
        write(writer, text)
        if not all(text in page for page in pages(writer.port, writer.address)):
            wrong.append(f"stale after {write.__name__}")
        if write not in (create_in_bulk, restore_a_version) and number % 4 == 0 and roll_back(writer):
            wrong.append("uncommitted")


def read_until(ended: threading.Event, port: int, addresses: list[str], wrong: list[str]) -> None:
    """Keep the processes busy, and look for what was never committed."""
    while not ended.is_set():
        for address in addresses:
            if any(NEVER in page for page in pages(port, address, number=1)):
                wrong.append(f"uncommitted at {address}")


@contextmanager
def server() -> Iterator[int]:
    """Run the server of production with the database of the tests; yield its port."""
    port = free_port()
    environ = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", *COMMAND, "--port", str(port), "--workers-kill-timeout", "1"]
    process = subprocess.Popen(
        [*command, "smartbalkans.wsgi:application"], cwd=settings.BASE_DIR, env=environ
    )
    try:
        wait_until(lambda: is_answering(port))
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def is_answering(port: int) -> bool:
    try:
        return bool(list(pages(port, "/healthz", number=1)))
    except OSError:
        return False


@pytest.mark.usefixtures("attack_round")
def test_every_change_is_shown_after_its_commit_and_none_before(tmp_path):
    entries = OrganisationFactory.create_batch(WRITERS)
    wrong, ended = [], threading.Event()

    with server() as port:
        writers = [Writer(entry, port, str(tmp_path)) for entry in entries]
        shown = ["/", "/organisations/", *(writer.address for writer in writers)]
        reading = [start(read_until, ended, port, shown, wrong) for _ in range(READERS)]
        writing = [start(write_and_look, writer, wrong) for writer in writers]
        outcomes = [thread.finish() for thread in writing]
        ended.set()
        outcomes += [thread.finish() for thread in reading]

    assert (set(outcomes), wrong) == ({None}, [])
