"""Other programs that write to the same database."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


def database_url() -> str:
    """Return the address of the database of the tests."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return f"postgresql://{place['USER']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


@contextmanager
def another_writer() -> Iterator[None]:
    """Hold the locks of a transaction that changes an entry and the search index, in another connection."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
            cursor.execute("UPDATE organisations_organisation SET town = town")
            cursor.execute("UPDATE catalogue_searchclock SET version = version")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def write_elsewhere(sql: str, parameters: tuple = ()) -> None:
    """Execute a statement as a program would that knows nothing of Django."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(sql, parameters)
    finally:
        other.close()


@contextmanager
def read_only_database() -> Iterator[None]:
    """Let the database refuse all that this connection writes, as a read replica does."""
    on, off = {
        "sqlite": ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


def wait_until(is_true: Callable[[], bool]) -> None:
    """Wait for another thread, at most half a minute."""
    deadline = time.monotonic() + 30
    while not is_true() and time.monotonic() < deadline:
        threading.Event().wait(0.02)


@contextmanager
def gone(monkeypatch) -> Iterator[None]:
    """Let the database be out of reach for new connections."""
    disconnect()
    with monkeypatch.context() as patch:
        name = "/nowhere/portal.sqlite3" if connection.vendor == "sqlite" else "no_such_database"
        patch.setitem(connection.settings_dict, "NAME", name)
        if connection.vendor == "postgresql":
            pool = {"min_size": 0, "max_size": 1, "timeout": 1}
            patch.setitem(connection.settings_dict["OPTIONS"], "pool", pool)
        yield
        disconnect()


def disconnect() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
