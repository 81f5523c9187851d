"""Restores a backup: all of it, or nothing."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from smartbalkans.backups.archives import DATABASE, BackupError, extract, verified_manifest
from smartbalkans.backups.backup import ENGINES
from smartbalkans.backups.uploads import uploads


def restore(path: Path, *, replaces: bool = False, report: Callable[[str], None] = lambda line: None) -> None:
    """Restore the database and the uploads of an archive, migrate and check them. Raise BackupError.

    An SQLite database is migrated and checked before it replaces the other one.
    """
    engine = ENGINES[connection.vendor]
    report("Verifying the backup …")
    manifest = verified_manifest(path)
    require_fitting(manifest)
    if not replaces and connection.introspection.table_names():
        raise BackupError("The database is not empty. To replace all of it, add --replace.")
    engine.require_unused()
    with tempfile.TemporaryDirectory(dir=engine.working_folder()) as folder:
        database = Path(folder) / DATABASE
        report("Restoring the uploads …")
        count = extract(path, database, uploads())
        report(f"{count:,} uploads. Restoring the database …")
        with engine.restored(database):
            report("Migrating and checking the database …")
            migrate_and_check()


def require_fitting(manifest: dict) -> None:
    """Raise BackupError if the backup is of another kind of database, or of a later release."""
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest['database']}, and this portal uses {connection.vendor}. Set "
            "DATABASE_URL to a database of that kind."
        )
    known = MigrationLoader(None)
    unknown = [
        f"{app}.{name}"
        for app, name in map(tuple, manifest["migrations"])
        if app in known.migrated_apps and (app, name) not in known.disk_migrations
    ]
    if unknown:
        raise BackupError(
            f"The backup is of a newer release: this one has no migration {unknown[0]}. Install that release."
        )


def migrate_and_check() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    try:
        call_command("rebuild_search", check=True, verbosity=0)
    except CommandError as error:
        raise BackupError(f"The restored database is wrong: {error}") from error
