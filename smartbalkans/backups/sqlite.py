"""An SQLite database, copied beside its writers, and replaced by another file at once."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from smartbalkans.backups.archives import BackupError


def dump(path: Path) -> None:
    """Write a copy of the database as it is at one moment."""
    connection.ensure_connection()
    with closing(sqlite3.Connection(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def working_folder() -> Path:
    """Return a folder on the disk of the database, where a file can replace it at once."""
    return Path(connection.settings_dict["NAME"]).parent


@contextmanager
def restored(path: Path) -> Iterator[None]:
    """Run the block on the restored database, then replace the old one with it.

    If the block fails, the old one stays as it was.
    """
    live = Path(connection.settings_dict["NAME"])
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(live)
    require_unused()
    path.replace(live)
    sync_folder(live.parent)


def require_unused() -> None:
    """Raise BackupError if another process has the database open; write its log into it, and delete the log.

    The log must not be left to a file that it does not belong to.
    """
    live = Path(connection.settings_dict["NAME"])
    connection.close()
    if not live.exists():
        return
    with closing(sqlite3.Connection(live, timeout=1, isolation_level=None)) as alone:
        try:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("COMMIT")
            alone.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise BackupError(f"The database is in use ({error}). Stop the portal first.") from error


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
