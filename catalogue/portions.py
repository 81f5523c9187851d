"""Long work in portions, each a transaction of its own, so that nobody else waits long for the database."""

import time
from collections.abc import Callable

from django.db import connection

SECONDS = 1  # of work in a request of a page's script
SECONDS_OF_BUTTON = 5  # where somebody presses a button for each request
SECONDS_OF_PORTION = 0.5  # after which a portion begins with no further entry
PAUSE = 0.12  # seconds; SQLite has no queue, and a waiting writer tries again every 0.1 s


def run_portions(portion: Callable[[], bool], seconds: float) -> bool:
    """Run portions for about so many seconds, at least one; return whether there is more to do.

    `portion` returns that too. After each one there is a pause in which other writers come first.
    """
    end = time.monotonic() + seconds
    while is_left := portion():
        let_others_write()
        if time.monotonic() > end:
            break
    return is_left


def let_others_write() -> None:
    """Wait until every other writer has tried to write; PostgreSQL has a queue instead."""
    if connection.vendor == "sqlite":
        time.sleep(PAUSE)


class Portion:
    """The time of one portion."""

    def __init__(self):
        self.end = time.monotonic() + SECONDS_OF_PORTION

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.end
