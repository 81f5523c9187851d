"""Database triggers that note which entries' documents are stale, whoever writes and however.

They are made from the models after every migration, so they cannot fall behind. SQLite cannot rebuild a table
that triggers of other tables name, so there they make way before a migration.
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
    """A step of a path: from a column of the table before to a column of this table."""

    table: str
    before: str
    column: str


@dataclass(frozen=True)
class Note:
    """Which entries of a kind a changed row concerns: those from which the hops lead to its table."""

    kind: str
    root: str
    key: str
    hops: tuple[Hop, ...]

    @property
    def table(self) -> str:
        return self.hops[-1].table if self.hops else self.root

    def of_table(self, rows: str) -> str:
        """Give the SELECT that notes them, for a table of changed rows that goes by the name `rows`."""
        if not self.hops:
            return f"SELECT '{self.kind}', {self.key} FROM {rows}"
        before, joins = self._way()
        last = self.hops[-1]
        return (
            f"SELECT DISTINCT '{self.kind}', {self.root}.{self.key} FROM {joins} "
            f"JOIN {rows} ON {rows}.{last.column} = {before}.{last.before}"
        )

    def of_row(self, row: str) -> str:
        """Give the same for one changed row that goes by the name `row`."""
        if not self.hops:
            return f"SELECT '{self.kind}', {row}.{self.key}"
        before, joins = self._way()
        last = self.hops[-1]
        if before == self.root and last.before == self.key:
            return f"SELECT '{self.kind}', {row}.{last.column} WHERE {row}.{last.column} IS NOT NULL"
        return (
            f"SELECT DISTINCT '{self.kind}', {self.root}.{self.key} FROM {joins} "
            f"WHERE {before}.{last.before} = {row}.{last.column}"
        )

    def _way(self) -> tuple[str, str]:
        """Give the name of the table before the last, and the joins that lead there."""
        joins, before = self.root, self.root
        for number, hop in enumerate(self.hops[:-1], start=1):
            joins += f" JOIN {hop.table} AS hop_{number} ON hop_{number}.{hop.column} = {before}.{hop.before}"
            before = f"hop_{number}"
        return before, joins


def notes_of(index: SearchIndex) -> set[Note]:
    """Give, for the entries' own table and each table on the way of what they follow, whom a row concerns."""
    meta = index.model._meta
    start = Note(index.kind, meta.db_table, meta.pk.column, ())
    found = {start}
    for path in index.follows:
        hops: tuple[Hop, ...] = ()
        for hop in _hops(index.model, path):
            hops += (hop,)
            found.add(Note(start.kind, start.root, start.key, hops))
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
    """Make the triggers of all the tables concerned anew."""
    by_table: dict[str, list[Note]] = defaultdict(list)
    for index in indexes:
        for note in sorted(notes_of(index), key=repr):
            by_table[note.table].append(note)
    make = {"sqlite": _install_on_sqlite, "postgresql": _install_on_postgresql}[connection.vendor]
    for table, notes in by_table.items():
        make(cursor, table, notes)


def are_there(cursor, indexes: list[SearchIndex]) -> bool:
    """Tell whether no table concerned lacks its triggers, so that nothing went by unnoted."""
    expected = {
        f"stale_{note.table}_{event.lower()}"
        for index in indexes
        for note in notes_of(index)
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


def _install_on_sqlite(cursor, table: str, notes: list[Note]) -> None:
    for event in EVENTS:
        rows = {"INSERT": ["new"], "DELETE": ["old"], "UPDATE": ["old", "new"]}[event]
        body = " ".join(
            f"INSERT INTO {QUEUE} (kind, entry_id) {note.of_row(row)};" for note in notes for row in rows
        )
        name = f"stale_{table}_{event.lower()}"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body} END")


def _install_on_postgresql(cursor, table: str, notes: list[Note]) -> None:
    """One trigger a statement, over the table of the rows it changed, so that many rows cost as one."""
    for event in EVENTS:
        rows = {"INSERT": ["changed"], "DELETE": ["gone"], "UPDATE": ["gone", "changed"]}[event]
        tables = " ".join(
            {"gone": "OLD TABLE AS gone", "changed": "NEW TABLE AS changed"}[row] for row in rows
        )
        body = " ".join(
            f"INSERT INTO {QUEUE} (kind, entry_id) {note.of_table(row)};" for note in notes for row in rows
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
