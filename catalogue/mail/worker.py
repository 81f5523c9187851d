"""A thread of each server process that sends mail as soon as what it is about is committed.

No request waits for the mail server. What a process that ended has left, `manage.py send_mail` sends.
"""

import logging
import os
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections, connection

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 60.0  # for what is due again

_lock = threading.Lock()
_waiting = threading.Event()
_process: int | None = None  # in which the thread was started


class MailWorker(threading.Thread):
    """Sends what is due when it is woken, and once a minute."""

    def __init__(self, send: Callable, seconds: float = SECONDS_BETWEEN_LOOKS):
        super().__init__(name="mail", daemon=True)
        self.send = send
        self.seconds = seconds
        self.ended = False

    def run(self) -> None:
        while not self.ended:
            _waiting.wait(self.seconds)
            _waiting.clear()
            self.look()
        connection.close()

    def look(self) -> None:
        """Send what is due. Errors of the mail server are noted with each message."""
        try:
            close_old_connections()
            for error in self.send().errors:
                logger.warning("A message was not sent: %s", error)
        except Exception:
            logger.exception("Mail is not sent")
            connection.close()
        close_old_connections()

    def stop(self) -> None:
        self.ended = True
        wake()
        self.join()


def wake() -> None:
    """Have the thread of this process send what is due, if it has one."""
    _waiting.set()


def start_once(send: Callable) -> None:
    """Start the thread of this process if it has none."""
    global _process
    if _process == os.getpid():
        return
    with _lock:
        if _process != os.getpid():
            MailWorker(send).start()
            _process = os.getpid()


def with_mail_worker(application: Callable, send: Callable) -> Callable:
    """Return a WSGI application that starts the thread at the first request of each process.

    Without a mail server, it is the application itself.
    """
    if not settings.SENDS_MAIL:
        return application

    def starting(environ, start_response):
        start_once(send)
        return application(environ, start_response)

    return starting
