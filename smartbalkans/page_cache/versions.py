"""The version of the data of all pages, read for each answer: the tokens of docs/decisions/0018."""

import threading
from datetime import datetime, timedelta

from django.db import DatabaseError

from smartbalkans.page_cache.reader import Reader


class Versions:
    """Reads the version that is current when a request arrives, or was at most `lease` before.

    Threads share a reading that begins while they wait for the one before: it answers for every request that
    had arrived by then.
    """

    def __init__(self, lease: timedelta = timedelta()):
        self.lease = lease
        self.version = ""
        self.read_at: datetime | None = None  # when the last successful reading began
        self.reader = Reader()
        self._changed = threading.Condition()
        self._begun = self._ended = 0  # numbers of readings
        self._is_reading = False
        self._error: DatabaseError | None = None  # of the last reading

    def current(self, now: datetime) -> str:
        """Return the version at a moment, at which the request arrived; an empty text before any migration.

        Raise DatabaseError if it cannot be read. While one thread waits for a database that was away, the
        others get the last error at once.
        """
        if self.lease and self.read_at and now - self.read_at < self.lease:
            return self.version
        with self._changed:
            wanted = self._begun + 1
            while self._is_reading and self._ended < wanted:
                if self._error is None:
                    self._changed.wait()
                if self._error is not None:
                    raise self._error.with_traceback(None)
            if self._ended >= wanted:
                return self.version
            self._is_reading = True
            self._begun = wanted
        return self._read(now)

    def _read(self, now: datetime) -> str:
        error = None
        try:
            version = self.reader.read()
        except DatabaseError as raised:
            error = raised
            raise
        finally:
            with self._changed:
                if error is None:
                    self.version, self.read_at = version, now
                self._error = error
                self._ended = self._begun
                self._is_reading = False
                self._changed.notify_all()
        return version
