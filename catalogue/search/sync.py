"""Keeps the search documents up to date with the entries, however these are written.

Database triggers queue the entries whose documents became stale, in the transaction of the change. Whoever
wrote processes the queue after the commit (see `commits`), and a thread of the server processes what is left
(see `worker`). Readers never write: until then they get the documents as they are.

Each index declares the version of its documents, and the database stores the version that it has. A process
of another version serves the documents as they are and leaves the queue alone: while two releases run beside
each other, only the one that was migrated last writes documents.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from catalogue.batches import batched
from catalogue.portions import TURNS, begun_in_time
from catalogue.search import backends, locks, registry, triggers
from catalogue.search.documents import DocumentText, SearchIndex
from catalogue.search.models import SearchClock, SearchDocument, StaleEntry

BATCH = 500  # entries whose documents are written in one transaction, at most
READ_AT_ONCE = 50  # of them; between these it ends when its time is over
ROWS = 4 * BATCH  # of the queue that are read for it; an entry whose rows were saved is in it many times
SECONDS_BETWEEN_LINES = 3
MOST_MARKS = 64  # a process that is at most so many versions behind reads only what has changed
STORED = ("title", "body", "staff_text", "facets", "refresh_at")


class Batch(NamedTuple):
    """How many documents were processed in one transaction, and whether more may be waiting."""

    done: int
    is_last: bool


class IndexVersionError(Exception):
    """The search index in the database belongs to another release."""


def process_waiting(
    seconds: float | None = None, *, only_if_writable: bool = False, limit: float | None = None
) -> dict[str, Exception]:
    """Write the documents that are waiting, in batches, and return what failed, by kind.

    It waits at most so many seconds for another writer (None: the usual time), and leaves the rest to it or
    to the next one. With `only_if_writable`, it does not try on a read replica. After `limit` seconds no more
    batches begin, but those of what was queued last, by which whoever has saved an entry sees it.
    """
    waiting = waiting_indexes()
    if waiting and only_if_writable and locks.refuses_writes():
        return {}
    end = None if limit is None else time.monotonic() + limit
    failed: dict[str, Exception] = {}
    while waiting:
        left = []
        for index in waiting:
            try:
                with TURNS.turn(seconds) as is_ours:
                    if not is_ours:
                        return failed
                    if not process_batch(index, seconds).is_last:
                        left.append(index)
            except Exception as error:  # noqa: BLE001  (an entry that cannot be indexed holds up only its kind)
                if locks.is_locked(error) or (only_if_writable and locks.is_read_only(error)):
                    return failed
                failed[index.kind] = error
        waiting = left if end is None or time.monotonic() < end else []
    return failed


def describe_error(kind: str, error: Exception) -> str:
    """Return a line about what failed, for the log."""
    text = " ".join(str(error).split())
    return f"{kind}: {type(error).__name__}{': ' if text else ''}{text}"


def waiting_indexes() -> list[SearchIndex]:
    """Return the indexes with queued or due documents that this release may write. Costs one query."""
    is_waiting = Q()
    for index in registry.all_indexes():
        is_stale = Exists(_queued(index)) | Exists(_due(index))
        is_waiting |= Q(is_stale, kind=index.kind, index_version=index.version)
    kinds = set(SearchClock.objects.filter(is_waiting).values_list("kind", flat=True))
    return [index for index in registry.all_indexes() if index.kind in kinds]


def waiting_keys(index: SearchIndex) -> set[int]:
    """Return the keys of the entries whose documents are queued or due."""
    return {*_queued(index).values_list("entry_id", flat=True), *_due(index).values_list("pk", flat=True)}


def _queued(index: SearchIndex) -> QuerySet:
    return StaleEntry.objects.filter(kind=index.kind)


def _due(index: SearchIndex) -> QuerySet:
    return index.document.objects.filter(refresh_at__lte=timezone.now())


def stored_version(index: SearchIndex) -> int | None:
    """Return the version of the documents in the database, None before the first migration."""
    return SearchClock.objects.filter(kind=index.kind).values_list("index_version", flat=True).first()


def require_stored_versions() -> None:
    """Raise IndexVersionError if the database has the documents of another release."""
    for index in registry.all_indexes():
        stored = stored_version(index)
        if stored != index.version:
            raise IndexVersionError(
                f"{index.label}: the search index in the database has version {stored}, and this release "
                f"writes version {index.version}. Run manage.py migrate with the release that is to serve."
            )


def queue_all(index: SearchIndex) -> None:
    """Queue every entry of a kind, and every document whose entry was deleted."""
    queue, document = StaleEntry._meta.db_table, index.document._meta.db_table
    entry, key = index.model._meta.db_table, index.model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {queue} WHERE kind = %s", [index.kind])
        cursor.execute(
            f"INSERT INTO {queue} (kind, entry_id) SELECT %s, {key} FROM {entry} "
            f"UNION SELECT %s, entry_id FROM {document}",
            [index.kind, index.kind],
        )


def rebuild(report: Callable[[str], None] = lambda line: None) -> None:
    """Rebuild the documents of every kind and optimise the index. Raises IndexVersionError.

    `report` is called with a line of progress every few seconds.
    """
    require_stored_versions()
    for index in registry.all_indexes():
        queue_all(index)
        reported_at = time.monotonic()
        done = 0
        for batch in _batches(index):
            done += batch.done
            if time.monotonic() - reported_at >= SECONDS_BETWEEN_LINES:
                reported_at = time.monotonic()
                report(f"{index.label}: {done:,} …")
        report(f"{index.label}: {done:,} done")
    optimise()


def optimise() -> None:
    """Optimise the index and its statistics after many rows were written."""
    with connection.cursor() as cursor:
        for index in registry.all_indexes():
            for backend in backends.backends_for(index.document):
                backend.tune(cursor)


def outdated_keys(index: SearchIndex) -> list[int]:
    """Return the keys of the entries whose document differs from what would be written now, queued or not."""
    keys = set(index.model.objects.values_list("pk", flat=True))
    keys |= set(index.document.objects.values_list("pk", flat=True))
    return _outdated_among(index, keys)


def wrong_keys(index: SearchIndex) -> list[int]:
    """Return the keys of the entries whose document is outdated although it is neither queued nor due.

    These are checked twice: an entry may be saved, and its document written, during the first check.
    """
    outdated = set(outdated_keys(index)) - waiting_keys(index)
    return sorted(set(_outdated_among(index, outdated)) - waiting_keys(index))


def _outdated_among(index: SearchIndex, keys: set[int]) -> list[int]:
    found = []
    for batch in batched(sorted(keys), BATCH):
        found += [document.pk for document in _changed_documents(index, batch)]
    return found


def install() -> bool:
    """Create what the database needs to keep the index up to date, after every migration.

    All entries are queued if triggers were missing, or if the index in the database has another version.
    Return False if some apps are not migrated yet, or no longer.
    """
    indexes = registry.all_indexes()
    tables = set(connection.introspection.table_names())
    if not {SearchClock._meta.db_table, *(index.document._meta.db_table for index in indexes)} <= tables:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        for index in indexes:
            for backend in backends.backends_for(index.document):
                backend.install(cursor)
        had_triggers = triggers.are_installed(cursor, indexes)
        triggers.install(cursor, indexes)
    for index in indexes:
        if not had_triggers or stored_version(index) != index.version:
            _start_version(index)
    return True


def drop_triggers(plan, **kwargs) -> None:
    """Drop the triggers before a migration, which may rebuild tables (`pre_migrate`); see `install`."""
    if plan:
        with connection.cursor() as cursor:
            triggers.drop(cursor)


def _start_version(index: SearchIndex) -> None:
    """Store the version of an index and queue all its entries, in one transaction.

    A process of the version before either ends its batch first, and all of it is queued again here, or finds
    the new version.
    """
    with transaction.atomic():
        SearchClock.objects.update_or_create(kind=index.kind, defaults={"index_version": index.version})
        queue_all(index)


def _batches(index: SearchIndex) -> Iterator[Batch]:
    """Process the queue of a kind in batches."""
    batch = Batch(0, is_last=False)
    while not batch.is_last:
        with TURNS.turn():
            batch = process_batch(index)
        yield batch


def process_batch(index: SearchIndex, seconds: float | None = None) -> Batch:
    """Write the documents of the entries that were queued last, for half a second.

    Nothing is written if the database has the documents of another version.
    """
    with locks.brief_transaction(seconds):
        # Whoever locks the clock works alone; the queue and the entries are read after that.
        clocks = SearchClock.objects.select_for_update()
        clock = clocks.filter(kind=index.kind, index_version=index.version).first()
        if clock is None:
            return Batch(0, is_last=True)
        rows = list(_queued(index).order_by("-pk").values_list("entry_id", flat=True)[:ROWS])
        keys = list(dict.fromkeys(rows))[:BATCH]
        due = _due(index).exclude(pk__in=keys)
        keys += due.values_list("pk", flat=True)[: BATCH - len(keys)]
        done, changed = 0, []
        for batch in begun_in_time(keys, READ_AT_ONCE):
            _queued(index).filter(entry_id__in=batch).delete()
            changed += _changed_documents(index, batch)
            done += len(batch)
        if changed:
            _write(index, clock, changed)
    return Batch(done, is_last=done == len(keys) < BATCH and len(rows) < ROWS)


def _changed_documents(index: SearchIndex, keys: list[int]) -> list[SearchDocument]:
    """Return the documents of these entries that differ from the stored ones."""
    now = timezone.now()
    texts = {entry.pk: index.document_text(entry) for entry in index.public_entries(keys)}
    staff_texts = index.staff_texts(keys)
    changes = index.next_changes(keys, now)
    stored = index.document.objects.in_bulk(keys)
    changed = []
    for key in keys:
        text = texts.get(key, DocumentText())
        document = index.document(
            entry_id=key,
            title=text.title,
            body=text.body,
            staff_text=staff_texts.get(key, ""),
            facets=text.facets,
            refresh_at=changes.get(key),
            version=0,
        )
        if key not in stored or any(getattr(stored[key], name) != getattr(document, name) for name in STORED):
            changed.append(document)
    return changed


def _write(index: SearchIndex, clock: SearchClock, documents: list[SearchDocument]) -> None:
    clock.version += 1
    clock.history = [*clock.history, [clock.version, secrets.token_hex(8)]][-MOST_MARKS:]
    clock.save(update_fields=["version", "history"])
    for document in documents:
        document.version = clock.version
    index.document.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["entry_id"],
        update_fields=[*STORED, "version"],
        batch_size=500,
    )
