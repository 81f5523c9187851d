"""Writes a backup."""

import tempfile
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from smartbalkans.backups import postgresql, sqlite
from smartbalkans.backups.archives import DATABASE, new_archive
from smartbalkans.backups.uploads import uploads

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def back_up(path: Path) -> dict[str, dict]:
    """Write an archive, and return its files. Raise BackupError.

    The database comes first: an upload is stored before its entry, so none is missing.
    """
    with new_archive(path) as writer, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / DATABASE
        ENGINES[connection.vendor].dump(copy)
        writer.add_database(copy)
        writer.add_uploads(uploads())
        writer.finish(
            {
                "created_at": timezone.now().isoformat(),
                "database": connection.vendor,
                "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
            }
        )
    return writer.files
