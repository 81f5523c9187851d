"""Moves all rows to an empty PostgreSQL database, in one transaction, and compares both."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from smartbalkans.backups import sqlite
from smartbalkans.backups.archives import BackupError
from smartbalkans.backups.digests import RENEWED, digest_of, stored_models
from smartbalkans.environment import database_at

TARGET = "target"
# The table that shows that a database was empty when the move began: only a finished move deletes it.
MARK = "smartbalkans_unfinished_move"
PORTION = 2000

Report = Callable[[str], None]


def move_database(address: str, report: Report = lambda line: None) -> int:
    """Copy all rows to the database at an address; return their number.

    Nobody may write meanwhile: the database of now is locked. Until all rows were copied and compared, the
    other database has none, so an interrupted move is repeated. Raise BackupError.
    """
    if connection.vendor != "sqlite":
        raise BackupError("The portal uses PostgreSQL already. To move it, use manage.py backup and restore.")
    require_migrated()
    sqlite.require_unused()
    with target_at(address):
        require_empty()
        report("Creating the tables …")
        manage(address, "migrate", "--no-input", "--verbosity", "0")
        with transaction.atomic():
            count = copy_all(report)
        report("Checking the search index …")
        if not succeeds(address, "rebuild_search", "--check"):
            manage(address, "rebuild_search")
    return count


def require_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupError(
            "The database does not have the tables of this release. Run manage.py migrate first."
        )


@contextmanager
def target_at(address: str) -> Iterator[None]:
    """Add the database at an address to Django's connections, as `target`, within the block."""
    try:
        config = database_at(address, "The address of the database")
    except ImproperlyConfigured as error:
        raise BackupError(str(error)) from error
    if not config["ENGINE"].endswith("postgresql"):
        raise BackupError("The database to move to is PostgreSQL: postgresql://user:password@host/name")
    config["OPTIONS"].pop("pool", None)
    connections.settings[TARGET] = connections.configure_settings({"default": config})["default"]
    try:
        yield
    except DatabaseError as error:
        raise BackupError(f"Not moved: {' '.join(str(error).split())}") from error
    finally:
        connections[TARGET].close()
        del connections[TARGET], connections.settings[TARGET]


def require_empty() -> None:
    """Mark the database as one to move to. Raise BackupError if it has tables of anything but such a move."""
    target = connections[TARGET]
    tables = target.introspection.table_names(include_views=True)
    if tables and MARK not in tables:
        raise BackupError(
            f"The database to move to is not empty: it has a table {tables[0]}. Create an empty one."
        )
    with target.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARK} ()")


def copy_all(report: Report) -> int:
    """Copy the rows of all tables in one transaction, and compare them."""
    found = [*stored_models(), *RENEWED]
    tables = ", ".join(quoted(model._meta.db_table) for model in found)
    count = 0
    with transaction.atomic(using=TARGET), connections[TARGET].cursor() as cursor:
        change_triggers(cursor, found, "DISABLE")
        cursor.execute(f"TRUNCATE {tables}")
        for model in found:
            copied = copy(model, cursor)
            count += copied
            report(f"{model._meta.db_table}: {copied:,} rows")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with unchecked rows cannot be altered
        change_triggers(cursor, found, "ENABLE")
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)
        report("Comparing the rows …")
        compare(found)
        cursor.execute(f"DROP TABLE {MARK}")
    return count


def change_triggers(cursor, found: list[type[models.Model]], change: str) -> None:
    """Enable or disable the triggers of all tables: what they write is copied, too."""
    for model in found:
        cursor.execute(f"ALTER TABLE {quoted(model._meta.db_table)} {change} TRIGGER USER")


def copy(model: type[models.Model], cursor) -> int:
    """Copy the rows of a table, of which a portion is in memory."""
    target, count = connections[TARGET], 0
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(quoted(field.column) for field in fields)
    rows = model._base_manager.using("default").order_by().values_list(*(field.attname for field in fields))
    with cursor.copy(f"COPY {quoted(model._meta.db_table)} ({names}) FROM STDIN") as writer:
        for row in rows.iterator(PORTION):
            pairs = zip(fields, row, strict=True)
            writer.write_row([field.get_db_prep_save(value, target) for field, value in pairs])
            count += 1
    return count


def compare(found: list[type[models.Model]]) -> None:
    """Raise BackupError unless both databases have the same rows in each table."""
    for model in found:
        before, after = (digest_of(model, using) for using in ("default", TARGET))
        if before != after:
            raise BackupError(
                f"Nothing was moved: the table {model._meta.db_table} is not equal ({before}; now {after})."
            )


def quoted(name: str) -> str:
    return connections[TARGET].ops.quote_name(name)


def manage(address: str, *arguments: str) -> None:
    if not succeeds(address, *arguments):
        raise BackupError(f"manage.py {arguments[0]} has failed in the database to move to: see above.")


def succeeds(address: str, *arguments: str) -> bool:
    """Return whether a command of manage.py succeeds in the other database."""
    done = subprocess.run(  # noqa: S603  (a fixed command; the address is in the environment)
        [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
        env={**os.environ, "DATABASE_URL": address},
        check=False,
    )
    return done.returncode == 0
