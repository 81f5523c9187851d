"""A thread of each server process that updates the search index without a writer.

It finds what nobody has processed after a commit: changes by other programs or by a process that was killed,
and documents that change at a moment, such as the publication of a scheduled entry.
"""

import logging
from collections.abc import Callable

from django.db import close_old_connections, connection

from catalogue.background import BackgroundThread, ThreadOfProcess
from catalogue.search import sync

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0


class SearchWorker(BackgroundThread):
    """Looks for waiting documents every second, and writes them if no other writer has the lock."""

    def __init__(self, seconds: float = SECONDS_BETWEEN_LOOKS):
        super().__init__("search-index", seconds)
        self.logged: list[str] = []

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


SEARCH_THREAD = ThreadOfProcess()


def with_search_worker(application: Callable) -> Callable:
    """Return a WSGI application that starts the thread (see `ThreadOfProcess.started_by`)."""
    return SEARCH_THREAD.started_by(application, SearchWorker)
