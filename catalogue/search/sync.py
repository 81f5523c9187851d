"""Keeps the documents in step with the entries, however these were written.

Database triggers note which entries are stale in the writer's own transaction; before anything is searched or
counted, the notes are worked off. So no search ever tells of less than what was committed before it.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.models.signals import post_migrate, pre_migrate
from django.utils import timezone

from catalogue.search import backends, registry, triggers
from catalogue.search.documents import SearchIndex, Words
from catalogue.search.models import SearchClock, SearchDocument, StaleEntry

BATCH = 500  # entries whose documents are made in one transaction; SQLite bears no prefetch of twice as many
SECONDS_BETWEEN_LINES = 3
REMEMBERED = 64  # versions that a process may be behind and still go on from
STORED = ("title", "body", "facets", "refresh_at")


def refresh(index: SearchIndex) -> None:
    """Bring the documents of a kind up to date. Costs one query when none is stale."""
    while is_stale(index):
        _refresh_batch(index)


def is_stale(index: SearchIndex) -> bool:
    notes = StaleEntry.objects.filter(kind=index.kind)
    due = index.document.objects.filter(refresh_at__lte=timezone.now())
    return notes.values("pk").order_by().union(due.values("pk").order_by(), all=True).exists()


def mark_all(index: SearchIndex) -> None:
    """Note every entry of a kind as stale, and every document whose entry is gone."""
    queue, document = StaleEntry._meta.db_table, index.document._meta.db_table
    entry, key = index.model._meta.db_table, index.model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {queue} WHERE kind = %s", [index.kind])
        cursor.execute(
            f"INSERT INTO {queue} (kind, entry_id) SELECT %s, {key} FROM {entry} "
            f"UNION SELECT %s, entry_id FROM {document}",
            [index.kind, index.kind],
        )


def rebuild(tell: Callable[[str], None] = lambda line: None) -> None:
    """Make all documents of every kind anew, telling how far it is, and bring the index into shape."""
    for index in registry.all_indexes():
        mark_all(index)
        told_at = time.monotonic()
        done = 0
        while is_stale(index):
            done += _refresh_batch(index)
            if time.monotonic() - told_at >= SECONDS_BETWEEN_LINES:
                told_at = time.monotonic()
                tell(f"{index.label}: {done:,} …")
        with connection.cursor() as cursor:
            backends.backend_for(index.document).tune(cursor)
        tell(f"{index.label}: {done:,} done")


def lagging(index: SearchIndex) -> list[int]:
    """Give the keys of the entries whose document is not what would be made of them now, noted or not."""
    keys = set(index.model.objects.values_list("pk", flat=True))
    keys |= set(index.document.objects.values_list("pk", flat=True))
    found = []
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        found += [document.pk for document in _changed_documents(index, batch)]
    return found


def listen(config: AppConfig) -> None:
    """Keep triggers and documents in step with migrations. Requires loaded models."""
    pre_migrate.connect(drop_triggers, sender=config)
    post_migrate.connect(install, sender=config)


def install(**kwargs) -> None:
    """Make what the database needs to keep in step, after every migration (`post_migrate`).

    All entries are noted when the code that makes documents has changed, or when triggers were missing.
    """
    indexes = registry.all_indexes()
    tables = set(connection.introspection.table_names())
    if not {SearchClock._meta.db_table, *(index.document._meta.db_table for index in indexes)} <= tables:
        return  # some of it is not migrated yet, or no longer
    with transaction.atomic(), connection.cursor() as cursor:
        for index in indexes:
            backends.backend_for(index.document).install(cursor)
        was_watched = triggers.are_there(cursor, indexes)
        triggers.install(cursor, indexes)
    for index in indexes:
        if was_watched and SearchClock.objects.filter(kind=index.kind, recipe=_recipe(index)).exists():
            continue
        mark_all(index)
        SearchClock.objects.update_or_create(kind=index.kind, defaults={"recipe": _recipe(index)})


def drop_triggers(plan, **kwargs) -> None:
    """Let a migration rebuild tables (`pre_migrate`); `install` puts the triggers back, and notes all."""
    if plan:
        with connection.cursor() as cursor:
            triggers.drop(cursor)


def _refresh_batch(index: SearchIndex) -> int:
    with transaction.atomic():
        # Whoever holds the clock works alone; notes and entries are read after it is had.
        clock, _is_new = SearchClock.objects.select_for_update().get_or_create(kind=index.kind)
        notes = StaleEntry.objects.filter(kind=index.kind)
        keys = list(notes.order_by("entry_id").values_list("entry_id", flat=True).distinct()[:BATCH])
        notes.filter(entry_id__in=keys).delete()
        due = index.document.objects.filter(refresh_at__lte=timezone.now()).exclude(pk__in=keys)
        keys += due.values_list("pk", flat=True)[: BATCH - len(keys)]
        changed = _changed_documents(index, keys)
        if changed:
            _write(index, clock, changed)
    return len(keys)


def _changed_documents(index: SearchIndex, keys: list[int]) -> list[SearchDocument]:
    """Make the documents of these entries, give those that differ from what is stored."""
    now = timezone.now()
    words = {entry.pk: index.words(entry) for entry in index.entries(keys)}
    moments = index.next_changes(keys, now)
    stored = index.document.objects.in_bulk(keys)
    changed = []
    for key in keys:
        made = words.get(key, Words())
        document = index.document(
            entry_id=key,
            title=made.title,
            body=made.body,
            facets=made.facets,
            refresh_at=moments.get(key),
            version=0,
        )
        if key not in stored or any(getattr(stored[key], name) != getattr(document, name) for name in STORED):
            changed.append(document)
    return changed


def _write(index: SearchIndex, clock: SearchClock, documents: list[SearchDocument]) -> None:
    clock.version += 1
    clock.history = [*clock.history, [clock.version, secrets.token_hex(8)]][-REMEMBERED:]
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


def _recipe(index: SearchIndex) -> str:
    """Give a fingerprint of the code that makes the documents of a kind."""
    here = Path(__file__).parent
    of_app = Path(index.model._meta.app_config.path)
    files = [here.parent / "folding.py", here / "documents.py", here.parent / "letters.py"]
    files += [of_app / "search.py", of_app / "querysets.py"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
