"""An entry shown as proposed, for pages that only read: no row is written, and no lock is waited for.

Temporary tables, which no other connection sees, are found before the tables of the same name. The entry and
its rows are copied to such tables, and there the proposed version is applied. Temporary views then join them
with the rows of all other entries. The end of the transaction removes them.
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
    """The rows of a table that belong to one entry: the name of the table, and a condition in SQL."""

    table: str
    condition: str


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
                join_rows(one, schema)
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
    """Yield the tables that hold an entry, its rows, and the links of both."""
    model, key = type(entry), f"= {int(entry.pk)}"
    yield OwnRows(model._meta.db_table, f"{quoted(model._meta.pk.column)} {key}")
    yield from own_links(model, key)
    for owner in registry.history_of(model).rows.values():
        rows = OwnRows(owner.model._meta.db_table, f"{quoted(owner.column)} {key}")
        yield rows
        yield from own_links(owner.model, f"IN ({select(rows, schema, owner.model._meta.pk.column)})")


def own_links(model: type[Model], keys: str) -> Iterator[OwnRows]:
    for link in registry.links_of(model):
        yield OwnRows(link.m2m_db_table(), f"{quoted(link.m2m_column_name())} {keys}")


def copy_rows(one: OwnRows, schema: str) -> None:
    """Replace a table by a temporary one with the own rows."""
    run(f"CREATE TEMPORARY TABLE {quoted(one.table)} AS {select(one, schema)}")


def join_rows(one: OwnRows, schema: str) -> None:
    """Replace a temporary table by a view that joins it with the stored rows of other entries."""
    table, copy = quoted(one.table), quoted(f"{one.table}_proposed")
    others = OwnRows(one.table, f"NOT ({one.condition})")
    run(f"CREATE TEMPORARY TABLE {copy} AS SELECT * FROM {table}")  # noqa: S608 (names of tables)
    run(f"DROP TABLE {table}")
    run(f"CREATE TEMPORARY VIEW {table} AS {select(others, schema)} UNION ALL SELECT * FROM {copy}")  # noqa: S608 (as above)


def select(rows: OwnRows, schema: str, column: str = "") -> str:
    """Return a query for stored rows. It has no parameters, as it may become part of a view."""
    wanted = quoted(column) if column else "*"
    return f"SELECT {wanted} FROM {quoted(schema)}.{quoted(rows.table)} WHERE {rows.condition}"  # noqa: S608 (of models)


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
