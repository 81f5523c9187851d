"""A thread of each server process that sends mail as soon as what it is about is committed.

No request waits for the mail server. What a process that ended has left, `manage.py send_mail` sends.
"""

import logging
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connection

from catalogue.background import BackgroundThread, ThreadOfProcess

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 60.0  # for what is due again


class MailWorker(BackgroundThread):
    """Sends what is due when it is woken, and once a minute."""

    def __init__(self, send: Callable, seconds: float = SECONDS_BETWEEN_LOOKS):
        super().__init__("mail", seconds)
        self.send = send

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


MAIL_THREAD = ThreadOfProcess()


def wake() -> None:
    """Have the thread of this process send what is due, if it has one."""
    if thread := MAIL_THREAD.running():
        thread.wake()


def with_mail_worker(application: Callable, send: Callable) -> Callable:
    """Return a WSGI application that starts the thread (see `ThreadOfProcess.started_by`).

    Without a mail server, it is the application itself.
    """
    if not settings.SENDS_MAIL:
        return application
    return MAIL_THREAD.started_by(application, partial(MailWorker, send))
