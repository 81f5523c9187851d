"""Which errors mean that the database, or another server, cannot be used now, and their line in the log."""

import logging
import sqlite3

from django.db import Error, InterfaceError, OperationalError

from catalogue.driver_errors import sqlite_code, sqlstate

SQLITE_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
# Classes of SQLSTATE (PostgreSQL, Appendix A): connection, transaction rollback, resources, locks and state
# of objects, operator intervention, system; and the code of a read-only transaction.
SQLSTATE_CLASSES = ("08", "40", "53", "55", "57", "58", "25006")

REDIS = "redis.exceptions"  # the module of its errors; the package is optional


class ServiceUnavailable(OSError):
    """A server that the portal needs beside the database does not answer, such as the object store."""


def find_unavailable(error: BaseException | None) -> BaseException | None:
    """Return the error that shows that the database or another server cannot be used now; None without one.

    The driver's error is not always the last one: a transaction that the database has ended cannot be rolled
    back, either.
    """
    if isinstance(error, ServiceUnavailable) or type(error).__module__ == REDIS:
        return error
    while isinstance(error, Error):
        cause = error.__cause__ or error
        if means_unavailable(error, cause):
            return cause
        error = cause.__context__
    return None


def means_unavailable(error: Error, cause: BaseException) -> bool:
    """Return whether an error of Django's and the driver's that caused it are not about a query."""
    if (code := sqlite_code(cause)) is not None:
        return code in SQLITE_CODES
    if (state := sqlstate(cause)) is not None:
        return state.startswith(SQLSTATE_CLASSES)
    return isinstance(error, OperationalError | InterfaceError)


class OneLineFilter(logging.Filter):
    """Log a refused request and an unavailable database in one line, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        if record.exc_info and (error := find_unavailable(record.exc_info[1])):
            record.msg, record.args = f"{record.getMessage()} ({' '.join(str(error).split())})", ()
            record.exc_info = record.exc_text = None
        return True
