"""The database of every earlier release is upgraded by this one.

`python -m tests.releases` keeps the database of a release (CONTRIBUTING.md).
"""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from smartbalkans.kinds import KINDS
from tests.releases.__main__ import ROOT, SETTINGS, version

FOLDER = Path(__file__).parent
RELEASES = sorted(FOLDER.glob("*.tar.gz"))


def manage(state: Path, *command: str) -> str:
    environment = {**os.environ, **SETTINGS, "STATE_DIR": str(state)}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == 0 else f"{done.stdout}{done.stderr}"


def entries(database: Path) -> dict[str, list[tuple]]:
    """Return the addresses and identifiers of all entries of an SQLite database, by kind."""
    tables = [kind.model._meta.db_table for kind in KINDS]
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f"SELECT slug, uid FROM {table} ORDER BY slug").fetchall()  # noqa: S608  (our table)
            for table in tables
        }


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_database_of_a_release_is_upgraded(release, tmp_path):
    state, before = tmp_path / "state", tmp_path / "before"
    state.mkdir()
    with tarfile.open(release) as archive:
        archive.extract("database", before, filter="data")

    report = manage(state, "restore", str(release))

    assert report.splitlines()[-1] == f"Restored {release}."
    assert manage(state, "check", "--database", "default").startswith("System check identified no issues")
    assert entries(state / "portal.sqlite3") == entries(before / "database")
    assert all(entries(before / "database").values())


def test_every_release_has_its_database():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    released = re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)

    assert released == sorted((path.name.removesuffix(".tar.gz") for path in RELEASES), reverse=True)
    assert released[0] == version()
