"""A PostgreSQL database, dumped beside its writers, and replaced in one transaction."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import pq

from smartbalkans.backups.archives import BackupError

SECONDS_TO_CLOSE = 3
DUMP = ("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public")
RESTORE = ("pg_restore", "--no-owner", "--no-privileges", "--schema=public", "--file=-")
PSQL = ("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
# The schema of a new database, with nothing of another release.
START = (
    "SET client_min_messages = warning",
    "BEGIN",
    "DROP SCHEMA IF EXISTS public CASCADE",
    "CREATE SCHEMA public",
    "ALTER SCHEMA public OWNER TO pg_database_owner",
)


def dump(path: Path) -> None:
    """Write a dump of the database as it is at one moment."""
    with path.open("wb") as file:
        done = subprocess.run(  # noqa: S603  (a fixed command; the connection is in the environment)
            [require(DUMP[0]), *DUMP[1:]],
            env=variables(),
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        raise BackupError(f"pg_dump failed: {message_of(done.stderr)}")


def working_folder() -> Path:
    return settings.STATE_DIR


@contextmanager
def restored(path: Path) -> Iterator[None]:
    """Restore the dump in one transaction, then run the block on the restored database."""
    require_unused()
    replace_all(path)
    yield


def replace_all(path: Path) -> None:
    """Replace the content of the database by a dump. Until all of it was read, nothing is committed."""
    start = [f"--command={statement}" for statement in START]
    psql = subprocess.Popen(  # noqa: S603
        [require(PSQL[0]), *PSQL[1:], *start, "--file=-"],
        env=variables(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    reading = subprocess.run(  # noqa: S603
        [require(RESTORE[0]), *RESTORE[1:], path], stdout=psql.stdin, stderr=subprocess.PIPE, check=False
    )
    _output, errors = psql.communicate(b"COMMIT;\n" if reading.returncode == 0 else b"")
    if psql.returncode or reading.returncode:
        raise BackupError(f"Nothing was restored: {message_of(errors) or message_of(reading.stderr)}")


def require_unused() -> None:
    """Raise BackupError if another process is connected to the database.

    The server needs a moment to notice that a connection was closed.
    """
    disconnect()
    deadline = time.monotonic() + SECONDS_TO_CLOSE
    with psycopg.Connection.connect(**parameters(), autocommit=True) as alone:
        while others := other_connections(alone):
            if time.monotonic() > deadline:
                raise BackupError(f"The database is in use (connections: {others}). Stop the portal first.")
            time.sleep(0.1)


def other_connections(alone: psycopg.Connection) -> int:
    (others,) = alone.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    return others


def disconnect() -> None:
    connection.close()
    connection.close_pool()


def parameters() -> dict[str, str]:
    """Return the parameters of the connection that libpq knows."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = connection.get_connection_params()
    return {name: str(value) for name, value in given.items() if name in known and value is not None}


def variables() -> dict[str, str]:
    """Return the environment of a program of PostgreSQL: no password is in a command, which all may see."""
    names = {option.keyword.decode(): option.envvar for option in pq.Conninfo.get_defaults()}
    own = {names[name].decode(): value for name, value in parameters().items() if names[name]}
    return {**os.environ, **own}


def require(program: str) -> str:
    """Return the path of a program, of the newest release that Debian has installed.

    Raise BackupError if there is none.
    """
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", os.defpath)])
    if found := shutil.which(program, path=path):
        return found
    raise BackupError(f"The program {program} is missing. On Debian: apt-get install postgresql-client")


def message_of(output: bytes) -> str:
    return " ".join(output.decode(errors="replace").split())
