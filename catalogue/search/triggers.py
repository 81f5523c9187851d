"""Database triggers that queue the entries whose documents become stale, whoever writes and however.

They are created from the models after every migration. SQLite cannot rebuild a table that triggers of other
tables name, so on SQLite they are dropped before a migration.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from catalogue.search.documents import SearchIndex
from catalogue.search.models import StaleEntry

QUEUE = StaleEntry._meta.db_table
NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'stale_*'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE starts_with(tgname, 'stale_')",
}
EVENTS = ("INSERT", "UPDATE", "DELETE")


class Hop(NamedTuple):
    """A step of a path: from a column of the previous table to a column of this table."""

    table: str
    before: str
    column: str


@dataclass(frozen=True)
class Dependency:
    """The entries of a kind whose documents depend on a table, with the hops that lead to it."""

    kind: str
    root: str
    key: str
    hops: tuple[Hop, ...]

    @property
    def table(self) -> str:
        return self.hops[-1].table if self.hops else self.root

    def select_for_table(self, rows: str) -> str:
        """Return a SELECT of the entries for a table of changed rows with the name `rows`."""
        if not self.hops:
            return f"SELECT '{self.kind}', {self.key} FROM {rows}"
        before, joins = self._joins()
        last = self.hops[-1]
        return (
            f"SELECT DISTINCT '{self.kind}', {self.root}.{self.key} FROM {joins} "
            f"JOIN {rows} ON {rows}.{last.column} = {before}.{last.before}"
        )

    def select_for_row(self, row: str) -> str:
        """Return a SELECT of the entries for one changed row with the name `row`."""
        if not self.hops:
            return f"SELECT '{self.kind}', {row}.{self.key}"
        before, joins = self._joins()
        last = self.hops[-1]
        if before == self.root and last.before == self.key:
            return f"SELECT '{self.kind}', {row}.{last.column} WHERE {row}.{last.column} IS NOT NULL"
        return (
            f"SELECT DISTINCT '{self.kind}', {self.root}.{self.key} FROM {joins} "
            f"WHERE {before}.{last.before} = {row}.{last.column}"
        )

    def _joins(self) -> tuple[str, str]:
        """Return the name of the last table but one, and the joins up to it."""
        joins, before = self.root, self.root
        for number, hop in enumerate(self.hops[:-1], start=1):
            joins += f" JOIN {hop.table} AS hop_{number} ON hop_{number}.{hop.column} = {before}.{hop.before}"
            before = f"hop_{number}"
        return before, joins


def dependencies_of(index: SearchIndex) -> set[Dependency]:
    """Return the dependencies on the entries' own table and on each table of the paths in `follows`."""
    meta = index.model._meta
    start = Dependency(index.kind, meta.db_table, meta.pk.column, ())
    found = {start}
    for path in index.follows:
        hops: tuple[Hop, ...] = ()
        for hop in _hops(index.model, path):
            hops += (hop,)
            found.add(Dependency(start.kind, start.root, start.key, hops))
    return found


def _hops(model, path: str) -> list[Hop]:
    hops = []
    for name in path.split("__"):
        for step in model._meta.get_field(name).path_infos:
            ((before, column),) = step.join_field.get_joining_fields()
            hops.append(Hop(step.to_opts.db_table, before.column, column.column))
            model = step.to_opts.model
    return hops


def install(cursor, indexes: list[SearchIndex]) -> None:
    """Create or replace the triggers of all tables concerned."""
    by_table: dict[str, list[Dependency]] = defaultdict(list)
    for index in indexes:
        for dependency in sorted(dependencies_of(index), key=repr):
            by_table[dependency.table].append(dependency)
    create = {"sqlite": _install_on_sqlite, "postgresql": _install_on_postgresql}[connection.vendor]
    for table, dependencies in by_table.items():
        create(cursor, table, dependencies)


def are_installed(cursor, indexes: list[SearchIndex]) -> bool:
    """Return whether each table concerned has all its triggers, so that no change was missed."""
    expected = {
        f"stale_{dependency.table}_{event.lower()}"
        for index in indexes
        for dependency in dependencies_of(index)
        for event in EVENTS
    }
    cursor.execute(NAMES[connection.vendor])
    return expected <= {name for (name,) in cursor.fetchall()}


def drop(cursor) -> None:
    """Drop the triggers on SQLite. PostgreSQL changes a table under its triggers."""
    if connection.vendor == "sqlite":
        cursor.execute(NAMES["sqlite"])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def _install_on_sqlite(cursor, table: str, dependencies: list[Dependency]) -> None:
    for event in EVENTS:
        rows = {"INSERT": ["new"], "DELETE": ["old"], "UPDATE": ["old", "new"]}[event]
        body = " ".join(
            f"INSERT INTO {QUEUE} (kind, entry_id) {dependency.select_for_row(row)};"
            for dependency in dependencies
            for row in rows
        )
        name = f"stale_{table}_{event.lower()}"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body} END")


def _install_on_postgresql(cursor, table: str, dependencies: list[Dependency]) -> None:
    """Create triggers per statement, over the table of changed rows: many rows cost as much as one."""
    for event in EVENTS:
        rows = {"INSERT": ["changed"], "DELETE": ["gone"], "UPDATE": ["gone", "changed"]}[event]
        tables = " ".join(
            {"gone": "OLD TABLE AS gone", "changed": "NEW TABLE AS changed"}[row] for row in rows
        )
        body = " ".join(
            f"INSERT INTO {QUEUE} (kind, entry_id) {dependency.select_for_table(row)};"
            for dependency in dependencies
            for row in rows
        )
        name = f"stale_{table}_{event.lower()}"
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
