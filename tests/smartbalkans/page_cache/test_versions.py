"""The version of the data is that of a reading that began after the request arrived."""

import socket
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from catalogue.data_versions.models import DataVersion
from smartbalkans.page_cache import reader
from smartbalkans.page_cache.reader import Reader
from smartbalkans.page_cache.versions import Versions
from tests.factories import ContactFactory, OrganisationFactory
from tests.writers import gone, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ONLY_ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's connections")


@pytest.fixture
def tokens():
    reader = Reader()
    yield reader
    reader.close()


class SlowReader:
    """Reads numbers, each when it is allowed to."""

    def __init__(self):
        self.begun = 0
        self.allowed = threading.Semaphore(0)
        self.error: DatabaseError | None = None

    def read(self) -> str:
        self.begun += 1
        number = self.begun
        self.allowed.acquire()
        if self.error:
            raise self.error
        return str(number)


@pytest.fixture
def slow():
    versions = Versions()
    versions.is_shared = True
    versions.reader = SlowReader()
    return versions


class Asking:
    """Threads that ask for the version, and what each got."""

    def __init__(self, versions: Versions):
        self.versions = versions
        self.threads: list[threading.Thread] = []
        self.found: dict[str, str | DatabaseError] = {}

    def start(self, *names: str) -> None:
        """Start threads, and return when all of them read or wait."""
        for name in names:
            thread = threading.Thread(target=self.ask, args=[name])
            self.threads.append(thread)
            thread.start()
        wait_until(lambda: self.number_waiting() + 1 + len(self.found) == len(self.threads))

    def ask(self, name: str) -> None:
        try:
            self.found[name] = self.versions.current(timezone.now())
        except DatabaseError as error:
            self.found[name] = error

    def number_waiting(self) -> int:
        return self.versions._waiting

    def finish(self, readings: int) -> None:
        for _ in range(readings):
            self.versions.reader.allowed.release()
        for thread in self.threads:
            thread.join()


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
def test_threads_that_wait_share_the_next_reading(slow):
    asking = Asking(slow)
    asking.start("first")
    asking.start("second", "third", "fourth")

    asking.finish(readings=2)

    assert asking.found == {"first": "1", "second": "2", "third": "2", "fourth": "2"}


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
def test_error_of_a_reading_is_that_of_all_who_wait(slow):
    slow.reader.error = OperationalError("away")
    asking = Asking(slow)
    asking.start("first", "second", "third")

    asking.finish(readings=3)

    assert [str(error) for error in asking.found.values()] == ["away"] * 3


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
def test_only_one_thread_waits_for_a_database_that_was_away(slow):
    slow.reader.error = OperationalError("away")
    slow.reader.allowed.release()
    with pytest.raises(OperationalError):
        slow.current(timezone.now())
    asking = Asking(slow)
    asking.start("first")

    with pytest.raises(OperationalError, match="away"):
        slow.current(timezone.now())
    slow.reader.error = None
    asking.finish(readings=1)

    assert asking.found == {"first": "2"}
    slow.reader.allowed.release()
    assert slow.current(timezone.now()) == "3"


def test_version_is_read_again_for_each_request_without_a_lease(slow):
    slow.reader.allowed.release(3)
    now = timezone.now()

    assert [slow.current(now) for _ in range(3)] == ["1", "2", "3"]


def test_version_is_trusted_as_long_as_its_lease(slow):
    slow.lease = timedelta(seconds=1)
    slow.reader.allowed.release(3)
    now = timezone.now()

    found = [slow.current(now + timedelta(seconds=seconds)) for seconds in (0, 0.5, 0.99, 1, 1.5, 2.1)]

    assert found == ["1", "1", "1", "2", "2", "3"]


def test_version_changes_with_the_token_of_any_kind(tokens):
    found = [tokens.read(), tokens.read()]
    for kind in DataVersion.objects.values_list("kind", flat=True):
        DataVersion.objects.filter(kind=kind).update(token=f"new {kind}")
        found.append(tokens.read())

    assert found[0] == found[1]
    assert len(set(found)) == len(found) - 1


def test_version_is_renewed_at_the_commit_and_not_by_a_rollback(tokens):
    found = [tokens.read()]
    for is_kept in (False, True):
        with transaction.atomic():
            ContactFactory()
            found.append(tokens.read())
            transaction.set_rollback(not is_kept)
        found.append(tokens.read())

    before, within, rolled_back, within_again, after = found
    assert before == within == rolled_back == within_again
    assert after != before


def test_version_is_empty_without_any_token(tokens):
    DataVersion.objects.all().delete()

    assert tokens.read() == ""


def test_broken_connection_is_made_again(tokens):
    before = tokens.read()
    tokens._connection.connection.close()

    assert tokens.read() == before


@ONLY_ON_POSTGRESQL
def test_connection_that_the_server_ended_is_made_again(tokens):
    before = tokens.read()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [tokens._connection.connection.info.backend_pid])

    assert tokens.read() == before


def test_database_that_is_away_is_an_error_until_it_is_back(tokens, monkeypatch):
    with gone(monkeypatch):
        for _ in range(2):
            with pytest.raises(OperationalError):
                tokens.read()

    assert tokens.read()


@ONLY_ON_POSTGRESQL
def test_server_that_does_not_answer_is_away(tokens, monkeypatch):
    monkeypatch.setattr(reader, "SECONDS_TO_ANSWER", 0.2)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE catalogue_dataversion IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="does not respond"):
            tokens.read()
        cursor.execute("ROLLBACK")
    other.close()

    assert tokens.read()


@ONLY_ON_POSTGRESQL
def test_server_that_only_accepts_connections_is_away(tokens, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(silent.getsockname()[1]))
        with pytest.raises(OperationalError):
            tokens.read()


def test_reading_does_not_keep_a_writer_waiting(tokens):
    tokens.read()

    OrganisationFactory()

    assert tokens.read()
