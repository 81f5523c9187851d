"""Long work in portions, each a transaction of its own, so that nobody else waits long for the database."""

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection
from django.http import HttpRequest

from catalogue.batches import batched

T = TypeVar("T")

SECONDS = 1  # of work in a request of a page's script
SECONDS_OF_BUTTON = 3  # where somebody presses a button for each request
SECONDS_OF_PORTION = 0.5  # after which a portion begins with no further entry
BEGUN_AT_ONCE = 10  # entries, which are read together
PAUSE = 0.12  # seconds; SQLite has no queue, and a waiting writer tries again every 0.1 s
LONGEST_PAUSE = 0.5


class Turns:
    """Turns of the threads of a process that write much, with pauses in which all other writers come first.

    Transactions that follow each other within a pause count as one, of which others see only the lock.
    PostgreSQL has a queue of writers, and needs no pauses.
    """

    def __init__(self):
        # Whoever waits for the lock holds the queue, so the thread that has just released it comes second.
        self.queue, self.lock = threading.Lock(), threading.Lock()
        self.owner: int | None = None
        self.begun_at = self.ended_at = -math.inf

    @contextmanager
    def turn(self, seconds: float | None = None) -> Iterator[bool]:
        """Yield whether it is this thread's turn, after about so many seconds (None: without a limit).

        A turn within a turn begins at once.
        """
        if self.owner == threading.get_ident():
            self.let_others_write(is_one_work=True)
            yield True
        elif not self.wait(-1 if seconds is None else seconds):
            yield False
        else:
            try:
                self.owner = threading.get_ident()
                self.let_others_write(is_one_work=time.monotonic() - self.ended_at < PAUSE)
                yield True
            finally:
                self.owner, self.ended_at = None, time.monotonic()
                self.lock.release()

    def wait(self, seconds: float) -> bool:
        """Wait for the lock, in the queue and at its head for so long each; return whether it was free."""
        if not self.queue.acquire(timeout=seconds):
            return False
        try:
            return self.lock.acquire(timeout=seconds)
        finally:
            self.queue.release()

    def let_others_write(self, *, is_one_work: bool) -> None:
        """Wait until every other writer has tried to write, if they have had to wait.

        On a busy machine, on which the work took long, others need longer to try.
        """
        worked = time.monotonic() - self.begun_at
        if is_one_work and worked < SECONDS_OF_PORTION:
            return
        if is_one_work and connection.vendor == "sqlite":
            time.sleep(min(max(PAUSE, worked / 2), LONGEST_PAUSE))
        self.begun_at = time.monotonic()


TURNS = Turns()


def run_portions(portion: Callable[[], bool], seconds: float) -> bool:
    """Run portions for about so many seconds, at least one; return whether there is more to do.

    `portion` returns that too. Between them, other writers come first.
    """
    end = time.monotonic() + seconds
    while True:
        with TURNS.turn():
            is_left = portion()
        if not is_left or time.monotonic() > end:
            return is_left


def is_script(request: HttpRequest) -> bool:
    """Return whether a page's script asks for the next portions, and not a button."""
    return "application/json" in request.headers.get("accept", "")


def seconds_for(request: HttpRequest) -> int:
    return SECONDS if is_script(request) else SECONDS_OF_BUTTON


def begun_in_time(items: Iterable[T], at_once: int = BEGUN_AT_ONCE) -> Iterator[list[T]]:
    """Yield the items in short lists, at least one, until the time of a portion is over."""
    end = time.monotonic() + SECONDS_OF_PORTION
    for batch in batched(items, at_once):
        yield batch
        if time.monotonic() > end:
            break
