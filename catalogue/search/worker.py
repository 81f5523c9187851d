"""A thread of each server process that updates the search index without a writer.

It finds what nobody has processed after a commit: changes by other programs or by a process that was killed,
and documents that change at a moment, such as the publication of a scheduled entry.
"""

import logging
import os
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection

from catalogue.search import sync

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0


class SearchWorker(threading.Thread):
    """Looks for waiting documents every second, and writes them if no other writer has the lock."""

    def __init__(self, seconds: float = SECONDS_BETWEEN_LOOKS):
        super().__init__(name="search-index", daemon=True)
        self.seconds = seconds
        self.woken = threading.Event()
        self.is_ended = False
        self.logged: list[str] = []

    def run(self) -> None:
        while not self.is_ended:
            self.woken.wait(self.seconds)
            self.woken.clear()
            self.look()
        connection.close()

    def look(self) -> None:
        """Process what is waiting. An error is logged once, until another one or none occurs."""
        errors = []
        try:
            close_old_connections()
            found = sync.process_waiting(0, only_if_writable=True)
            errors = [sync.describe_error(kind, error) for kind, error in found.items()]
        except Exception as error:  # noqa: BLE001  (the thread outlives a database that is away)
            errors = [sync.describe_error("search", error)]
        if errors:
            connection.close()
        close_old_connections()
        for line in errors:
            if line not in self.logged:
                logger.error("The search index is not updated: %s", line)
        self.logged = errors

    def wake(self) -> None:
        """Look at once."""
        self.woken.set()

    def stop(self) -> None:
        self.is_ended = True
        self.wake()
        self.join()


_lock = threading.Lock()
threads: dict[int, SearchWorker] = {}  # by process: a fork has none of them


def running() -> SearchWorker | None:
    """Return the thread of this process, None if it has not been started."""
    return threads.get(os.getpid())


def start_once() -> None:
    """Start the thread of this process if it has none."""
    if running():
        return
    with _lock:
        if not running():
            thread = threads[os.getpid()] = SearchWorker()
            thread.start()


def with_search_worker(application: Callable) -> Callable:
    """Return a WSGI application that starts the thread at the first request of each process.

    A server that loads the application before it forks its workers would lose a thread that was started then.
    """

    def starting(environ, start_response):
        start_once()
        return application(environ, start_response)

    return starting
