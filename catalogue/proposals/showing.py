"""An entry shown as proposed, for pages that only read: no row is written, and no lock is waited for.

Temporary tables, which no other connection sees, are found before the tables of the same name. The entry and
its rows are copied to such tables, and there the proposed version is applied. Where that changed anything,
temporary views then show the stored tables with the changes. The end of the transaction removes them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model

from catalogue.history import registry
from catalogue.history.restoring import restore
from catalogue.proposals.saving import OpenProposal


@dataclass(frozen=True)
class OwnRows:
    """The rows of a model that belong to one entry, by a condition in SQL."""

    model: type[Model]
    condition: str

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return self.model._meta.pk.column

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.concrete_fields]


@dataclass(frozen=True)
class ChangedRows:
    """What differs between the stored rows of an entry and the proposed ones: keys, and names of columns."""

    changed: list[int]
    columns: set[str]
    deleted: list[int]
    has_new: bool

    def __bool__(self) -> bool:
        return bool(self.changed or self.deleted or self.has_new)


@contextmanager
def shown(opened: OpenProposal) -> Iterator[None]:
    """Have queries within this block find the entry as proposed. Raise RestoreError if that is impossible."""
    entries, state = type(opened.entry)._base_manager.filter(pk=opened.entry.pk), opened.state
    plan, token = opened.plan(state), opened.token  # read before the tables are replaced
    with reading():
        if opened.proposal:
            schema = current_schema()
            tables = list(own_rows(opened.entry, schema))
            for one in tables:
                copy_rows(one, schema)
            restore(plan, entries.get())
            entries.update(token=token)
            for one in tables:
                show_changes(one, schema)
        yield
        transaction.set_rollback(True)


@contextmanager
def reading() -> Iterator[None]:
    """Open a transaction that takes no lock on SQLite, unless one is open already."""
    mode = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = None
    try:
        with transaction.atomic():
            connection.transaction_mode = mode
            yield
    finally:
        connection.transaction_mode = mode


def own_rows(entry: Model, schema: str) -> Iterator[OwnRows]:
    """Yield what holds an entry, its rows, and the links of both."""
    model, key = type(entry), f"= {int(entry.pk)}"
    yield OwnRows(model, f"{quoted(model._meta.pk.column)} {key}")
    yield from own_links(model, key)
    for owner in registry.history_of(model).rows.values():
        rows = OwnRows(owner.model, f"{quoted(owner.column)} {key}")
        yield rows
        yield from own_links(owner.model, f"IN ({select(rows, schema, rows.key)})")


def own_links(model: type[Model], keys: str) -> Iterator[OwnRows]:
    for link in registry.links_of(model):
        yield OwnRows(link.remote_field.through, f"{quoted(link.m2m_column_name())} {keys}")


def copy_rows(one: OwnRows, schema: str) -> None:
    """Replace a table by a temporary one with the own rows."""
    run(f"CREATE TEMPORARY TABLE {quoted(one.table)} AS {select(one, schema)}")


def show_changes(one: OwnRows, schema: str) -> None:
    """Replace a temporary table, if it holds changes, by a view of the rows of all entries with them."""
    changes = changes_of(one, schema)
    table, copy = quoted(one.table), quoted(f"{one.table}_proposed")
    if changes:
        run(f"CREATE TEMPORARY TABLE {copy} AS SELECT * FROM {table}")  # noqa: S608 (names of tables)
    run(f"DROP TABLE {table}")
    if changes:
        run(f"CREATE TEMPORARY VIEW {table} AS {select_with(changes, one, schema, copy)}")


def changes_of(one: OwnRows, schema: str) -> ChangedRows:
    stored, proposed = rows_by_key(one, stored_rows(one, schema)), rows_by_key(one, quoted(one.table))
    changed = [key for key in stored.keys() & proposed.keys() if stored[key] != proposed[key]]
    columns = {
        name
        for key in changed
        for name, before, after in zip(one.columns, stored[key], proposed[key], strict=True)
        if before != after
    }
    deleted = stored.keys() - proposed.keys()
    return ChangedRows(sorted(changed), columns, sorted(deleted), bool(proposed.keys() - stored.keys()))


def rows_by_key(one: OwnRows, source: str) -> dict[int | None, tuple]:
    """Return rows by their keys. New links have none."""
    place = one.columns.index(one.key)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quoted, one.columns))} FROM {source}")  # noqa: S608 (as above)
        return {row[place]: row for row in cursor.fetchall()}


def select_with(changes: ChangedRows, one: OwnRows, schema: str, copy: str) -> str:
    """Return a query for the rows of all entries with the changes.

    It joins nothing, and columns without changes are those of the stored table, so that the database finds
    rows by its indexes, however many there are. Only new rows are read from elsewhere.
    """
    key, names = quoted(one.key), [quoted(name) for name in one.columns]
    changed = {quoted(name) for name in changes.columns}
    columns = (
        proposed_or_stored(name, key, copy, changes.changed) if name in changed else f"stored.{name}"
        for name in names
    )
    query = f"SELECT {', '.join(columns)} FROM {quoted(schema)}.{quoted(one.table)} stored"  # noqa: S608 (as above)
    if changes.deleted:
        query += f" WHERE stored.{key} NOT IN ({listed(changes.deleted)})"
    if changes.has_new:
        is_new = f"{key} IS NULL OR {key} NOT IN ({select(one, schema, one.key)})"
        query += f" UNION ALL SELECT {', '.join(names)} FROM {copy} WHERE {is_new}"  # noqa: S608 (as above)
    return query


def proposed_or_stored(column: str, key: str, copy: str, keys: list[int]) -> str:
    proposed = f"SELECT {column} FROM {copy} WHERE {copy}.{key} = stored.{key}"  # noqa: S608 (as above)
    return (
        f"CASE WHEN stored.{key} IN ({listed(keys)}) THEN ({proposed}) ELSE stored.{column} END AS {column}"
    )


def listed(keys: list[int]) -> str:
    return ", ".join(map(str, keys))


def select(rows: OwnRows, schema: str, column: str = "") -> str:
    """Return a query for stored rows. It has no parameters, as it may become part of a view."""
    return f"SELECT {quoted(column) if column else '*'} FROM {stored_rows(rows, schema)}"  # noqa: S608 (as above)


def stored_rows(rows: OwnRows, schema: str) -> str:
    return f"{quoted(schema)}.{quoted(rows.table)} WHERE {rows.condition}"


def current_schema() -> str:
    """Return the name before that of a table which no temporary table replaces."""
    if connection.vendor == "sqlite":
        return "main"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return cursor.fetchone()[0]


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
