"""Errors by mail to ADMINS: each once in a while, without what a visitor has sent."""

import logging
import time
import traceback

from django.conf import settings
from django.views.debug import ExceptionReporter

from smartbalkans.database_errors import find_unavailable

SECONDS_BETWEEN_MAILS = 600  # about the same error, from the same process
MOST_REMEMBERED = 100


class TracebackReporter(ExceptionReporter):
    """Describe an error by its traceback alone: Django's own report contains cookies and fields of forms."""

    def get_traceback_text(self) -> str:
        return "".join(traceback.format_exception(self.exc_value)) if self.exc_type else ""


class NewErrorFilter(logging.Filter):
    """Accept an error that was not mailed in the last minutes.

    A database that is away would cause a mail for each request; monitoring reports it by /readyz.
    """

    def __init__(self, name: str = ""):
        super().__init__(name)
        self.mailed_at: dict[tuple, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not settings.ADMINS or (record.exc_info and find_unavailable(record.exc_info[1])):
            return False
        now = time.time()
        key = place_of(record)
        if now - self.mailed_at.get(key, 0) < SECONDS_BETWEEN_MAILS:
            return False
        if len(self.mailed_at) >= MOST_REMEMBERED:
            self.mailed_at.clear()
        self.mailed_at[key] = now
        return True


def place_of(record: logging.LogRecord) -> tuple:
    """Return what distinguishes an error: where it was raised, or else where it was logged."""
    if not record.exc_info:
        return record.pathname, record.lineno
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)
    return (type(error), frames[-1].filename, frames[-1].lineno) if frames else (type(error),)
