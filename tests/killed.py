"""Work of the portal in a process that is killed with SIGKILL after one of its writes.

`python -m tests.killed save NAME 5` prepares the saving of an entry in the database NAME, starts it, and is
killed after the fifth statement that writes. Without a number it prints the number of such statements.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import django
from django.apps import apps
from django.test import Client

if not apps.ready:  # in the tests they are
    django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from catalogue import portions
from catalogue.mail.outbox import send_waiting
from catalogue.publishing.admin import bulk
from catalogue.publishing.models import BulkRun
from catalogue.seeding.load import seed as load_fixtures
from organisations.merging import merge as merging
from organisations.models import Organisation
from tests.forms import add_row, open_form
from tests.pages import admin_page, change_page

ROOT = Path(__file__).resolve().parents[1]
READS = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "BEGIN", "SET")


def save():
    """Save an entry with a new name and one row more."""
    client = staff()
    address = change_page(Organisation.objects.get())
    data = open_form(client, address)
    add_row(data, "goals", kind="goal", text="Clean rivers", order="2")
    yield
    client.post(address, data | {"name": "Civic Union"})


def merge():
    """Merge an organisation into another, with more rows than move at once."""
    merging.PORTION = 2
    kept, gone = Organisation.objects.order_by("pk")
    yield
    merging.merge(kept.pk, gone.pk, (kept.token, gone.token), {}, User.objects.get())


def publish():
    """Publish all drafts from the list; continue if that was started."""
    bulk.PORTION = 2
    portions.SECONDS = 0
    client = staff()
    keys = ",".join(map(str, Organisation.objects.values_list("pk", flat=True)))
    yield
    if not BulkRun.objects.exists():
        client.post(admin_page(Organisation, "bulk", "publish"), {"keys": keys, "confirmed": "Yes"})
    while run := BulkRun.objects.first():
        client.post(admin_page(Organisation, "bulk_go_on", run.pk), headers={"accept": "application/json"})


def seed():
    """Load the programme's entries."""
    yield
    load_fixtures()


def send_mail():
    """Send the mail that is due to the server on the port in the environment."""
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
    yield
    send_waiting()


WORKS = {work.__name__: work for work in (save, merge, publish, seed, send_mail)}


def staff() -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    return client


def run(name: str) -> None:
    """Do the work in this process, to its end."""
    work = WORKS[name]()
    next(work)
    next(work, None)


def run_and_kill(name: str, number: int) -> int:
    """Do the work in another process, which is killed after this write; return its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed", name, str(connection.settings_dict["NAME"]), str(number)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=ROOT,
        check=False,
    )
    return done.returncode


def main(name: str, database: str, number: str = "0") -> None:
    connection.settings_dict["NAME"] = database
    work = WORKS[name]()
    next(work)
    writes = 0

    def count(execute, sql, params, many, context):
        nonlocal writes
        result = execute(sql, params, many, context)
        if not sql.lstrip().startswith(READS):
            writes += 1
            if writes == int(number):
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    with connection.execute_wrapper(count):
        next(work, None)
    sys.stdout.write(f"{writes}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
