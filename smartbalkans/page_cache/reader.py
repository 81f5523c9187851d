"""Reads the tokens of the data through a connection of its own, as directly as the drivers allow."""

import select
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections

from catalogue.data_versions.models import DataVersion

SECONDS_TO_ANSWER = 2  # for the database, and to connect to it; then it counts as away
TABLE = DataVersion._meta.db_table
# In any order: tokens are random, so after a change it is another text.
SQLITE = f"SELECT group_concat(token) FROM {TABLE}"  # noqa: S608  (a constant)
POSTGRESQL = f"SELECT string_agg(token, ',') FROM {TABLE}"  # noqa: S608  (a constant)
EXECUTE = "EXECUTE page_cache"
PREPARE = f"PREPARE page_cache AS {POSTGRESQL}; {EXECUTE}"


class Reader:
    """Connects again if the connection is broken, perhaps because the database was restarted.

    On SQLite each thread has a connection, on PostgreSQL one thread reads at a time.
    """

    def __init__(self):
        is_by_thread = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
        self._place = threading.local() if is_by_thread else SimpleNamespace()

    def read(self) -> str:
        """Return the tokens of all kinds, an empty text if there are none.

        Raise DatabaseError if they cannot be read within a few seconds.
        """
        started, was_connected = time.monotonic(), self._connection is not None
        try:
            return self._read()
        except DatabaseError:
            self.close()
            if not was_connected or time.monotonic() - started > SECONDS_TO_ANSWER / 2:
                raise
        return self._read()

    def _read(self) -> str:
        place = self._place
        if self._connection is None:
            place.connection, place.ask = connect()
        try:
            return place.ask() or ""
        except Exception:
            with place.connection.wrap_database_errors:
                raise

    @property
    def _connection(self):
        return getattr(self._place, "connection", None)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._place.connection = None


def connect() -> tuple:
    """Return a connection with the portal's parameters, but outside of its pool, and how to ask it."""
    connection = connections[DEFAULT_DB_ALIAS].copy()
    connection.inc_thread_sharing()
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["timeout"] = SECONDS_TO_ANSWER
        connection.ensure_connection()
        return connection, asking_sqlite(connection.connection)
    options.pop("pool", None)
    options["connect_timeout"] = SECONDS_TO_ANSWER
    connection.ensure_connection()
    # PgBouncer may send each query to another connection, where it is not prepared.
    is_shared = connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
    queries = repeat(POSTGRESQL) if is_shared else chain([PREPARE], repeat(EXECUTE))
    return connection, asking_postgresql(connection.connection.pgconn, queries)


def asking_sqlite(connection) -> Callable[[], str | None]:
    """Return a function that asks for the tokens if anything was committed since it did so last."""
    known, version = None, None

    def ask() -> str | None:
        nonlocal known, version
        ((commits,),) = connection.execute("PRAGMA data_version").fetchall()
        if commits != known:
            ((version,),) = connection.execute(SQLITE).fetchall()
            known = commits
        return version

    return ask


def asking_postgresql(server, queries: Iterator[str]) -> Callable[[], str | None]:
    """Return a function that asks with a time limit; libpq itself has one for connecting only."""
    poll = select.poll()
    poll.register(server.socket, select.POLLIN)

    def next_result():
        while server.is_busy():
            if not poll.poll(SECONDS_TO_ANSWER * 1000):
                raise OperationalError("The database does not respond.")
            server.consume_input()
        return server.get_result()

    def ask() -> str | None:
        server.send_query(next(queries).encode())
        while (found := next_result()) is not None:
            result = found
        if result.ntuples != 1:
            raise OperationalError(result.error_message.decode())
        version = result.get_value(0, 0)
        return version and version.decode()

    return ask
