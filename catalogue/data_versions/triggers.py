"""Database triggers that renew the versions of the data, whoever writes and however.

On SQLite, which has one writer at a time, each changed row renews them. On PostgreSQL a statement adds a row
to the table of pending renewals, at most one a kind in a transaction, and the commit renews the tokens of all
these kinds, in their order: nobody waits for an open transaction of somebody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from catalogue.data_versions.models import UNCOMMITTED, DataVersion, PendingRenewal

VERSIONS = DataVersion._meta.db_table
PENDING = PendingRenewal._meta.db_table
PREFIX = "data_version_"
CHANGED = f"{PREFIX}changed"

# PostgreSQL fires deferred triggers in rounds. The first one only marks the pending rows, so that tokens are
# locked in the second, after all foreign keys were checked: these may wait for another open transaction.
FUNCTIONS = {
    CHANGED: f"""
BEGIN
  FOR place IN 0 .. TG_NARGS - 1 LOOP
    PERFORM set_config('{UNCOMMITTED}.' || TG_ARGV[place], gen_random_uuid()::text, true);
    INSERT INTO {PENDING} (transaction_id, kind, is_due) VALUES (txid_current(), TG_ARGV[place], false)
      ON CONFLICT DO NOTHING;
  END LOOP;
  RETURN NULL;
END
""",
    f"{PREFIX}due": f"""
BEGIN
  UPDATE {PENDING} SET is_due = true WHERE id = NEW.id;
  RETURN NULL;
END
""",
    f"{PREFIX}renew": f"""
DECLARE
  kinds text[] := ARRAY(SELECT kind FROM {PENDING} WHERE transaction_id = txid_current());
BEGIN
  PERFORM 1 FROM {VERSIONS} WHERE kind = ANY (kinds) ORDER BY kind FOR UPDATE;
  UPDATE {VERSIONS} SET token = gen_random_uuid() WHERE kind = ANY (kinds);
  DELETE FROM {PENDING} WHERE transaction_id = txid_current();
  RETURN NULL;
END
""",
}
ROUNDS = {f"{PREFIX}due": "INSERT", f"{PREFIX}renew": "UPDATE"}

Tables = Mapping[str, Iterable[str]]  # the tables that each kind is made of


class Trigger(NamedTuple):
    """A trigger as the database has it: how to create it, which is empty for one that is disabled."""

    name: str
    table: str
    sql: str


def install(cursor, tables: Tables) -> None:
    """Create the triggers of all tables, and drop those of tables that no kind is made of any longer."""
    drop(cursor)
    if connection.vendor == "postgresql":
        _install_functions(cursor)
    for trigger in _expected(tables):
        cursor.execute(trigger.sql)


def are_installed(cursor, tables: Tables) -> bool:
    """Return whether exactly these triggers are installed and enabled, so that no change is missed."""
    if connection.vendor == "postgresql" and not _has_functions(cursor):
        return False
    return _installed(cursor) == _expected(tables)


def drop(cursor) -> None:
    """Drop all triggers."""
    for trigger in _installed(cursor):
        on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {trigger.name}{on}")


def _expected(tables: Tables) -> set[Trigger]:
    kinds_by_table = defaultdict(set)
    for kind, names in tables.items():
        for table in names:
            kinds_by_table[table].add(kind)
    triggers_of = {"sqlite": _triggers_on_sqlite, "postgresql": _triggers_on_postgresql}[connection.vendor]
    return {
        trigger for table, kinds in kinds_by_table.items() for trigger in triggers_of(table, sorted(kinds))
    }


def _triggers_on_sqlite(table: str, kinds: list[str]) -> list[Trigger]:
    names = {event: f"{PREFIX}{table}_{event.lower()}" for event in ("INSERT", "UPDATE", "DELETE")}
    return [
        Trigger(
            name,
            table,
            f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
            f"UPDATE {VERSIONS} SET token = hex(randomblob(8)) WHERE kind IN ({_quoted(kinds)}); END",
        )
        for event, name in names.items()
    ]


def _triggers_on_postgresql(table: str, kinds: list[str]) -> list[Trigger]:
    sql = (
        f"CREATE TRIGGER {CHANGED} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {CHANGED}({_quoted(kinds)})"
    )
    return [Trigger(CHANGED, table, sql)]


def _quoted(kinds: list[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def _installed(cursor) -> set[Trigger]:
    if connection.vendor == "sqlite":
        cursor.execute(
            f"SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '{PREFIX}*'"
        )
        return {Trigger(*row) for row in cursor.fetchall()}
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgargs, tgenabled FROM pg_trigger WHERE tgfoid = to_regproc(%s)",
        [CHANGED],
    )
    installed = set()
    for table, arguments, enabled in cursor.fetchall():
        kinds = bytes(arguments).decode().split("\0")[:-1]
        (trigger,) = _triggers_on_postgresql(table, kinds)
        installed.add(trigger if enabled == "O" else Trigger(CHANGED, table, ""))
    return installed


def _install_functions(cursor) -> None:
    for name, body in FUNCTIONS.items():
        cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    for name, event in ROUNDS.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {PENDING}")
        cursor.execute(
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {PENDING} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def _has_functions(cursor) -> bool:
    cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname = ANY (%s)", [list(FUNCTIONS)])
    functions = dict(cursor.fetchall())
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tginitdeferred AND tgenabled = 'O'",
        [PENDING],
    )
    return functions == FUNCTIONS and set(ROUNDS) <= {name for (name,) in cursor.fetchall()}
