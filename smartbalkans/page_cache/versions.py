"""The version of the data of all pages, read for each answer: the tokens of docs/decisions/0018."""

import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from smartbalkans.page_cache.reader import Reader


class Versions:
    """Reads the version that is current when a request arrives, or was at most `lease` before.

    On PostgreSQL, threads share a reading that begins while they wait for the one before: it answers for
    every request that had arrived by then. On SQLite a reading costs less than to wait.
    """

    def __init__(self, lease: timedelta = timedelta()):
        self.lease = lease
        self.last: tuple[str, datetime | None] = ("", None)  # the version, and when its reading began
        self.reader = Reader()
        self.is_shared = connection.vendor == "postgresql"
        self._lock = threading.Lock()
        self._ended_reading = threading.Condition(self._lock)
        self._waiting = 0  # threads
        self._begun = self._ended = 0  # numbers of readings
        self._is_reading = False
        self._error: DatabaseError | None = None  # of the last reading

    def current(self, now: datetime) -> str:
        """Return the version at a moment, at which the request arrived; an empty text before any migration.

        Raise DatabaseError if it cannot be read.
        """
        if self.lease:
            version, read_at = self.last
            if read_at and now - read_at < self.lease:
                return version
        return self._read_together(now) if self.is_shared else self._read(now)

    def _read(self, now: datetime) -> str:
        version = self.reader.read()
        self.last = (version, now)
        return version

    def _read_together(self, now: datetime) -> str:
        with self._lock:
            wanted = self._begun + 1
            while self._is_reading and self._ended < wanted:
                self._wait()
            if self._ended >= wanted:
                return self.last[0]
            self._is_reading = True
            self._begun = wanted
        error = None
        try:
            return self._read(now)
        except DatabaseError as raised:
            error = raised
            raise
        finally:
            with self._lock:
                self._error = error
                self._ended = self._begun
                self._is_reading = False
                if self._waiting:
                    self._ended_reading.notify_all()

    def _wait(self) -> None:
        """Wait for the reading of another thread, and raise its error.

        If the one before it failed, raise that error: one thread that waits for the database is enough.
        """
        if self._error is None:
            self._waiting += 1
            self._ended_reading.wait()
            self._waiting -= 1
        if self._error is not None:
            raise self._error.with_traceback(None)
