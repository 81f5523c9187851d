"""The version of the data is that of a reading that began after the request arrived."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from smartbalkans.page_cache.versions import Versions
from tests.writers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


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
