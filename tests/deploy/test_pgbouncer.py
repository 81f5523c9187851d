"""The portal behind PgBouncer in transaction mode, with fewer connections to the server than threads."""

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import postgresql
from tests.bench.page_cache import PORTAL, ROOT, serving
from tests.postgresql import free_port
from tests.threads import run_together

BINARIES = postgresql.find_binaries()
PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH')}:/usr/sbin")
CONNECTIONS, THREADS, CLIENTS = 2, 4, 8
PAGES = ("/", "/organisations/", "/search/?q=balkans", "/projects/data.csv", "/organisations/data.json")
USED = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
CONFIGURATION = """
[databases]
* = {database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
"""

pytestmark = [
    pytest.mark.rehearsal,
    pytest.mark.skipif(BINARIES is None, reason="PostgreSQL is not installed"),
    pytest.mark.skipif(
        PROGRAM is None, reason="PgBouncer is not installed. On Debian: apt-get install pgbouncer"
    ),
]


@contextmanager
def pgbouncer(server: str, folder: Path) -> Iterator[str]:
    """Run PgBouncer in front of a server; yield the address to connect to."""
    parts = psycopg.conninfo.conninfo_to_dict(server)
    database = f"host={parts['host']} port={parts['port']} user={parts['user']}"
    port, configuration = free_port(), folder / "pgbouncer.ini"
    configuration.write_text(
        CONFIGURATION.format(database=database, port=port, connections=CONNECTIONS), encoding="utf-8"
    )
    account = postgresql.unprivileged_account(folder)
    process = subprocess.Popen(
        [PROGRAM, "--quiet", str(configuration)], cwd=folder, stderr=subprocess.DEVNULL, **account
    )
    try:
        address = f"postgresql://anybody@127.0.0.1:{port}/postgres"
        wait_until_connected(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_connected(address: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def fetch(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
        client.request("GET", path, headers={"Host": "localhost"})
        response = client.getresponse()
        return response.status, response.read()


def set_up(variables: dict[str, str]) -> None:
    for command in (
        ["migrate", "--verbosity", "0"],
        ["seed"],
        ["rebuild_search"],
        ["collectstatic", "--no-input"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, **variables},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def visit(port: int) -> list[int]:
    """Fetch all pages by several visitors at once, and return the statuses."""
    statuses: list[int] = []

    def fetch_all() -> None:
        statuses.extend(fetch(port, path)[0] for path in PAGES * 3)

    errors = [error for error in run_together(*[fetch_all] * CLIENTS) if error]
    if errors:
        raise errors[0]
    return statuses


def rename_all(server: psycopg.Connection) -> str:
    """Rename all organisations, and return the first name of their list."""
    server.execute("UPDATE organisations_organisation SET name = 'Renamed ' || id")
    first = "SELECT name FROM organisations_organisation ORDER BY sort_key LIMIT 1"
    return server.execute(first).fetchone()[0]


def test_portal_works_behind_pgbouncer_in_transaction_mode(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pgbouncer")
    for parent in (folder, folder.parent, folder.parent.parent):
        parent.chmod(0o755)
    variables = {
        "DJANGO_SETTINGS_MODULE": "smartbalkans.settings",
        "DATABASE_POOL": "0",
        "STATE_DIR": str(folder / "state"),
    }
    with postgresql.cluster(BINARIES) as server, pgbouncer(server, folder) as address:
        variables["DATABASE_URL"] = address
        set_up(variables)
        with (
            serving(PORTAL, THREADS, **variables) as (port, _pid),
            psycopg.connect(server, autocommit=True) as direct,
        ):
            statuses = visit(port)
            name = rename_all(direct)
            status, page = fetch(port, "/organisations/")
            ((used,),) = direct.execute(USED).fetchall()

    assert statuses == [200] * len(PAGES) * 3 * CLIENTS
    assert (status, name.encode() in page) == (200, True)
    assert used <= CONNECTIONS
