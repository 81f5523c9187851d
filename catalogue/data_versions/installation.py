"""Keeps the triggers in step with migrations, and checks that they are."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.apps import AppConfig
from django.core import checks
from django.db import connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from catalogue.data_versions import triggers
from catalogue.data_versions.models import DataVersion


def connect_signals(config: AppConfig, tables: Callable[[], triggers.Tables]) -> None:
    """Keep the triggers of these tables in step with migrations, and register their check."""
    pre_migrate.connect(drop_triggers, sender=config)
    post_migrate.connect(partial(install, tables), sender=config, weak=False)
    checks.register(partial(check_triggers, tables), checks.Tags.database)


def drop_triggers(plan, **kwargs) -> None:
    """Drop the triggers on SQLite before a migration, which may rebuild tables there (`pre_migrate`).

    PostgreSQL changes a table under its triggers.
    """
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            triggers.drop(cursor)


def install(tables: Callable[[], triggers.Tables], **kwargs) -> None:
    """Install the triggers if any is missing, and renew all versions, after a migration (`post_migrate`)."""
    expected = tables()
    if not _are_migrated(expected):
        return  # some apps are not migrated yet, or no longer
    with transaction.atomic(), connection.cursor() as cursor:
        if not triggers.are_installed(cursor, expected):
            triggers.install(cursor, expected)
        DataVersion.objects.exclude(kind__in=expected).delete()
        DataVersion.objects.bulk_create(
            [DataVersion(kind=kind, token=uuid4()) for kind in sorted(expected)],
            update_conflicts=True,
            unique_fields=["kind"],
            update_fields=["token"],
        )


def check_triggers(tables: Callable[[], triggers.Tables], databases=None, **kwargs) -> list[checks.Warning]:
    """Return a warning if triggers differ from what this release needs: pages would stay outdated."""
    expected = tables()
    if not databases or not _are_migrated(expected):
        return []
    with connection.cursor() as cursor:
        if triggers.are_installed(cursor, expected):
            return []
    return [
        checks.Warning(
            "The database triggers that renew the versions of the data are not those of this release.",
            hint="Run manage.py migrate. Until then, lists and totals can be outdated.",
            id="catalogue.W001",
        )
    ]


def _are_migrated(expected: triggers.Tables) -> bool:
    needed = {triggers.VERSIONS, triggers.PENDING}.union(*expected.values())
    return needed <= set(connection.introspection.table_names())
