"""Long work in portions, each a transaction of its own, so that nobody else waits long for the database."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db import connection
from django.http import HttpRequest

from catalogue.batches import batched

T = TypeVar("T")

SECONDS = 1  # of work in a request of a page's script
SECONDS_OF_BUTTON = 5  # where somebody presses a button for each request
SECONDS_OF_PORTION = 0.5  # after which a portion begins with no further entry
BEGUN_AT_ONCE = 10  # entries, which are read together
PAUSE = 0.12  # seconds; SQLite has no queue, and a waiting writer tries again every 0.1 s
LONGEST_PAUSE = 0.5


def run_portions(portion: Callable[[], bool], seconds: float) -> bool:
    """Run portions for about so many seconds, at least one; return whether there is more to do.

    `portion` returns that too. After each one there is a pause in which other writers come first.
    """
    begun_at = time.monotonic()
    end = begun_at + seconds
    while is_left := portion():
        let_others_write(time.monotonic() - begun_at)
        begun_at = time.monotonic()
        if begun_at > end:
            break
    return is_left


def is_script(request: HttpRequest) -> bool:
    """Return whether a page's script asks for the next portions, and not a button."""
    return "application/json" in request.headers.get("accept", "")


def seconds_for(request: HttpRequest) -> int:
    return SECONDS if is_script(request) else SECONDS_OF_BUTTON


def let_others_write(seconds: float) -> None:
    """Wait until every other writer has tried to write, after so many seconds of work.

    On a busy machine, on which that took long, others need longer to try. PostgreSQL has a queue instead.
    """
    if connection.vendor == "sqlite":
        time.sleep(min(max(PAUSE, seconds / 2), LONGEST_PAUSE))


def begun_in_time(items: Iterable[T], at_once: int = BEGUN_AT_ONCE) -> Iterator[list[T]]:
    """Yield the items in short lists, at least one, until the time of a portion is over."""
    end = time.monotonic() + SECONDS_OF_PORTION
    for batch in batched(items, at_once):
        yield batch
        if time.monotonic() > end:
            break
