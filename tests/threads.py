"""Several threads at once, each with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


class WorkThread(threading.Thread):
    """A thread that calls a function; `finish` returns what that returned, or its error."""

    def __init__(self, work: Callable, *arguments):
        super().__init__()
        self.work, self.arguments, self.outcome = work, arguments, None

    def run(self) -> None:
        try:
            self.outcome = self.work(*self.arguments)
        except BaseException as error:  # noqa: BLE001  (the caller compares it)
            self.outcome = error
        finally:
            connection.close()

    def finish(self):
        self.join()
        return self.outcome


def start(work: Callable, *arguments) -> WorkThread:
    thread = WorkThread(work, *arguments)
    thread.start()
    return thread


def run_together(*works: Callable) -> list:
    """Call each function in a thread of its own, and return what they returned, or their errors."""
    return [thread.finish() for thread in [start(work) for work in works]]
