"""Updates of the search index after each commit, in the process that wrote.

Where a thread of the server can do the rest, a request spends little time on it.

Every statement that Django sends is seen here: `save`, `update`, `bulk_create`, `loaddata` and SQL of one's
own. Only other programs and PostgreSQL's COPY are not; what these queue is left to the next writer or to the
server's thread (see `worker`).
"""

import logging
import re
from functools import cache

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, post_save, pre_migrate

from catalogue.search import registry, sync, triggers, worker

logger = logging.getLogger(__name__)

SECONDS_TO_WAIT = 1  # for another writer; what cannot be written by then is left to it or to the thread
SECONDS_OF_REQUEST = 2  # in which batches begin; what is left then is processed by the thread at once
WRITE = re.compile(
    r"\s*(?:WITH\b.*?\b)?"
    r"(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?)"
    r'\s+(?:"?\w+"?\.)?"?(\w+)',
    re.IGNORECASE | re.DOTALL,
)


def connect_signals(config: AppConfig) -> None:
    """Keep triggers and documents in step with migrations and with writes. Requires loaded models."""
    pre_migrate.connect(sync.drop_triggers, sender=config)
    post_migrate.connect(install, sender=config)
    connection_created.connect(watch)
    post_save.connect(process_after_save)


def install(**kwargs) -> None:
    """Create what the database needs, and write the documents that the migration queued (`post_migrate`)."""
    if sync.install():
        process_now()


def watch(connection, **kwargs) -> None:
    """See the statements of a new connection (`connection_created`)."""
    is_own = connection is connections[DEFAULT_DB_ALIAS]
    if is_own and process_after_write not in connection.execute_wrappers:
        # `connection.execute_wrapper()` takes the last one away at the end of its block.
        connection.execute_wrappers.insert(0, process_after_write)


def process_after_write(execute, sql, params, many, context):
    """Execute a statement; if it writes to a table that the index follows, process the queue after commit."""
    result = execute(sql, params, many, context)
    if isinstance(sql, str) and is_followed(sql) and can_follow(context):
        process_after_commit()
    return result


def process_after_save(sender, **kwargs) -> None:
    """Process the queue after a `save` outside of a transaction, when its row is committed (`post_save`)."""
    if sender._meta.db_table in followed_tables():
        process_after_commit()


def is_followed(sql: str) -> bool:
    """Return whether a statement writes to a table that search documents are made from."""
    write = WRITE.match(sql)
    return write is not None and write[1] in followed_tables()


@cache
def followed_tables() -> frozenset[str]:
    return frozenset(
        dependency.table for index in registry.all_indexes() for dependency in triggers.dependencies_of(index)
    )


def can_follow(context: dict) -> bool:
    """Return whether the statement is in a transaction, or is complete and committed.

    Without a transaction, SQLite commits a statement with RETURNING when its rows were read.
    """
    if context["connection"].in_atomic_block:
        return True
    return context["connection"].get_autocommit() and context["cursor"].description is None


def process_after_commit() -> None:
    """Process the queue when the current transaction is committed, once however much it writes."""
    if not any(callback is process_now for _savepoints, callback, _robust in connection.run_on_commit):
        connection.on_commit(process_now)


def process_now() -> None:
    """Process the queue. An error is logged: what was committed stays committed, and queued.

    A process without a thread, such as that of a command, processes all of it.
    """
    thread = worker.SEARCH_THREAD.running()
    limit = SECONDS_OF_REQUEST if thread else None
    try:
        errors = sync.process_waiting(SECONDS_TO_WAIT, limit=limit)
    except Exception as error:  # noqa: BLE001  (whatever fails here must not fail the writer's request)
        errors = {"search": error}
    for kind, error in errors.items():
        logger.error("The search index was not updated after a commit: %s", sync.describe_error(kind, error))
    if thread:
        thread.wake()
