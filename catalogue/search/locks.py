"""Transactions that wait only briefly for another writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg import errors

from catalogue.driver_errors import sqlite_code, sqlstate

LOCK_NOT_AVAILABLE = errors.LockNotAvailable.sqlstate


@contextmanager
def brief_transaction(seconds: float | None) -> Iterator[None]:
    """Run the block in a transaction that waits at most so long for a lock; None is the usual time.

    Whoever does not get the lock gets an error for which `is_locked` is true.
    """
    if seconds is None:
        with transaction.atomic():
            yield
    else:
        milliseconds = max(1, round(seconds * 1000))  # PostgreSQL waits without a limit for 0
        with {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor](milliseconds):
            yield


def is_locked(error: BaseException) -> bool:
    """Return whether another writer had the lock for longer than the transaction waits."""
    return (
        sqlite_code(error.__cause__) == sqlite3.SQLITE_BUSY or sqlstate(error.__cause__) == LOCK_NOT_AVAILABLE
    )


def is_read_only(error: BaseException) -> bool:
    """Return whether SQLite refused to write because its file was opened for reading."""
    return sqlite_code(error.__cause__) == sqlite3.SQLITE_READONLY


def refuses_writes() -> bool:
    """Return whether the server is a read replica, or read-only for this user.

    SQLite has no such question: it refuses the start of a transaction (see `is_read_only`).
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only')")
        return cursor.fetchone() == ("on",)


@contextmanager
def _on_sqlite(milliseconds: int) -> Iterator[None]:
    usual = _busy_timeout()
    _busy_timeout(milliseconds)
    try:
        with transaction.atomic():
            yield
    finally:
        _busy_timeout(usual)


def _busy_timeout(milliseconds: int | None = None) -> int:
    """Return how long this connection waits for a lock, after changing it to a number of milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" + ("" if milliseconds is None else f" = {milliseconds}"))
        return cursor.fetchone()[0]


@contextmanager
def _on_postgresql(milliseconds: int) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {milliseconds}")
        yield
