"""The server's thread processes what no writer has processed."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from catalogue.search import registry, sync
from catalogue.search.models import StaleEntry
from catalogue.search.worker import SearchWorker
from organisations.models import Organisation
from tests.catalogue.search.finding import found
from tests.factories import OrganisationFactory
from tests.writers import another_writer, read_only_database, wait_until, write_elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

INDEX = registry.index_of(Organisation)
# A server that loads the application and forks; each process counts its threads.
FORKING_SERVER = """
import os, threading
from wsgiref.util import setup_testing_defaults
from smartbalkans.wsgi import application

def ask():
    environ = {"PATH_INFO": "/healthz", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    b"".join(application(environ, lambda *arguments: None))
    return [thread.name for thread in threading.enumerate()].count("search-index")

def show(*counts):
    os.write(1, f"{counts}\\n".encode())

show(threading.active_count())
if os.fork() == 0:
    show(ask(), ask())
    os._exit(0)
os.wait()
show(threading.active_count(), ask())
if os.fork() == 0:
    show(threading.active_count(), ask())
    os._exit(0)
os.wait()
"""


@pytest.fixture
def waiting():
    """An organisation whose name another program has changed."""
    organisation = OrganisationFactory()
    write_elsewhere("UPDATE organisations_organisation SET name = 'Kestrel'")
    assert sync.waiting_keys(INDEX) == {organisation.pk}
    return organisation


def test_thread_processes_what_another_program_wrote(waiting):
    worker = SearchWorker(seconds=0.01)

    worker.start()
    wait_until(lambda: not sync.waiting_keys(INDEX))
    worker.stop()

    assert sync.waiting_keys(INDEX) == set()
    assert found(Organisation, "kestrel") == [waiting]


def test_thread_processes_documents_that_are_due(monkeypatch):
    organisation = OrganisationFactory(name="Kestrel", published_at=timezone.now() + timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    SearchWorker().look()

    assert INDEX.document.objects.get(pk=organisation.pk).title == "kestrel"


def test_thread_only_reads_if_nothing_is_waiting():
    statements = []

    def noting(execute, sql, *arguments):
        statements.append(sql.partition(" ")[0])
        return execute(sql, *arguments)

    OrganisationFactory()
    with connection.execute_wrapper(noting):
        sync.process_waiting(0, only_if_writable=True)

    assert statements == ["SELECT"]


def test_thread_leaves_what_another_writer_locks(waiting, caplog):
    worker = SearchWorker()

    with another_writer():
        worker.look()

    assert (sync.waiting_keys(INDEX), caplog.messages) == ({waiting.pk}, [])
    worker.look()
    assert sync.waiting_keys(INDEX) == set()


def test_thread_does_not_write_to_a_read_replica(waiting, caplog):
    with read_only_database():
        failed = sync.process_waiting(0, only_if_writable=True)

    assert (failed, sync.waiting_keys(INDEX)) == ({}, {waiting.pk})
    assert caplog.messages == []


def test_thread_does_not_write_documents_of_another_release(waiting, monkeypatch, caplog):
    monkeypatch.setattr(type(INDEX), "version", INDEX.version + 1)

    SearchWorker().look()

    assert (sync.waiting_keys(INDEX), caplog.messages) == ({waiting.pk}, [])


def test_thread_logs_an_error_once_and_goes_on(waiting, caplog):
    worker = SearchWorker()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalogue_staleentry RENAME TO away")

    try:
        worker.look()
        worker.look()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO catalogue_staleentry")
    worker.look()

    (line,) = caplog.messages
    assert line.startswith("The search index is not updated: search: ")
    assert "\n" not in line
    assert StaleEntry.objects.count() == 0


def test_each_process_of_a_server_starts_one_thread_at_its_first_request(tmp_path):
    environment = {"STATE_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "smartbalkans.settings"}

    finished = subprocess.run(
        [sys.executable, "-c", FORKING_SERVER],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.stdout.splitlines() == ["(1,)", "(1, 1)", "(1, 1)", "(1, 1)"]
