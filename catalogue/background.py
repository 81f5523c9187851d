"""Threads of a server process that do what no request waits for."""

import os
import threading
from collections.abc import Callable

from django.db import connection


class BackgroundThread(threading.Thread):
    """Looks for work when it is woken, and every so many seconds, until it is stopped."""

    def __init__(self, name: str, seconds: float):
        super().__init__(name=name, daemon=True)
        self.seconds = seconds
        self.woken = threading.Event()
        self.is_ended = False

    def run(self) -> None:
        while not self.is_ended:
            self.woken.wait(self.seconds)
            self.woken.clear()
            self.look()
        connection.close()

    def look(self) -> None:
        """Do what is waiting. Must not raise an error, which would end the thread."""
        raise NotImplementedError

    def wake(self) -> None:
        """Have the thread look at once."""
        self.woken.set()

    def stop(self) -> None:
        self.is_ended = True
        self.wake()
        self.join()


class ThreadOfProcess:
    """The one thread of its kind in each process. A fork has none until it starts its own."""

    def __init__(self):
        self.threads: dict[int, BackgroundThread] = {}  # by process
        self._lock = threading.Lock()

    def running(self) -> BackgroundThread | None:
        """Return the thread of this process, None if it has not been started."""
        return self.threads.get(os.getpid())

    def start_once(self, make: Callable[[], BackgroundThread]) -> None:
        """Start the thread of this process if it has none."""
        if self.running():
            return
        with self._lock:
            if not self.running():
                thread = self.threads[os.getpid()] = make()
                thread.start()

    def started_by(self, application: Callable, make: Callable[[], BackgroundThread]) -> Callable:
        """Return a WSGI application that starts the thread at its first request in each process.

        A server that loads the application before it forks its workers would lose a thread that was started
        then.
        """

        def starting(environ, start_response):
            self.start_once(make)
            return application(environ, start_response)

        return starting
