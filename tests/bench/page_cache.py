"""Prints the table of the page cache beside an application that only sends the same bytes and headers.

Both run on the server of production. What counts is the processor time of its processes and of PostgreSQL's
for its connections, not that of the clients.
"""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.postgresql import free_port
from tests.threads import run_together

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("granian", "--interface", "wsgi", "--workers", "2", "--no-ws", "--log-level", "error")
ADDRESS = "/organisations/"
HEADERS = {"Host": "localhost", "Accept-Encoding": "gzip"}
CLIENTS = 16
THREADS = (1, 8)  # of each process
REQUESTS = 1500  # of each client
TICKS = os.sysconf("SC_CLK_TCK")
PORTAL, HELLO = "smartbalkans.wsgi:application", "tests.hello_app:application"


@contextlib.contextmanager
def serving(target: str, threads: int, **variables: str) -> Iterator[tuple[int, int]]:
    """Run the server with an application; yield its port and the key of its process."""
    port = free_port()
    command = [sys.executable, "-m", *COMMAND, "--blocking-threads", str(threads), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers-kill-timeout", "1", target], cwd=ROOT, env={**os.environ, **variables}
    )
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            fetch_once(port)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def fetch(client: http.client.HTTPConnection) -> tuple[list[tuple[str, str]], bytes]:
    client.request("GET", ADDRESS, headers=HEADERS)
    response = client.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{ADDRESS}: {response.status}")
    return response.getheaders(), body


def fetch_once(port: int) -> tuple[list[tuple[str, str]], bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as client:
        return fetch(client)


def load(port: int, requests: int) -> None:
    """Send requests by several clients at once, each on a connection of its own."""

    def send() -> None:
        client = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(requests):
            fetch(client)
        client.close()

    errors = [error for error in run_together(*[send] * CLIENTS) if error]
    if errors:
        raise errors[0]


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and of those that it started."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(map(processor_seconds, map(int, children)))


def database_seconds() -> float:
    """Return the processor time of PostgreSQL's processes for all connections; 0 on SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgresql"):
        return 0
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        return sum(processor_seconds(pid) for (pid,) in found)


def microseconds(target: str, threads: int, **variables: str) -> float:
    """Return the processor time of a request."""
    with serving(target, threads, **variables) as (port, pid):
        load(port, REQUESTS // 10)
        before = processor_seconds(pid) + database_seconds()
        load(port, REQUESTS)
        spent = processor_seconds(pid) + database_seconds() - before
        return max(spent, 1 / TICKS) / (CLIENTS * REQUESTS) * 1e6


def stored_answer(folder: str) -> str:
    """Return the name of a file with the answer of the portal."""
    with serving(PORTAL, 1) as (port, _pid):
        headers, body = fetch_once(port)
    kept = [(name, value) for name, value in headers if name.lower() not in ("date", "server")]
    path = Path(folder, "answer.json")
    path.write_text(json.dumps({"headers": kept, "body": body.hex()}), encoding="utf-8")
    return str(path)


def main() -> None:
    print(f"| processor time of a request, µs | {' | '.join(f'threads: {number}' for number in THREADS)} |")
    print(f"|---|{'---|' * len(THREADS)}")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        answer = {"STORED_ANSWER": stored_answer(folder)}
        bare = [microseconds(HELLO, threads, **answer) for threads in THREADS]
        cells = [f"{one:.0f}" for one in bare]
        print(f"| the same bytes and headers, without the portal | {' | '.join(cells)} |")
        for label, lease in (("page cache, exact", "0"), ("page cache, lease of 50 ms", "0.05")):
            found = [microseconds(PORTAL, threads, PAGE_CACHE_LEASE=lease) for threads in THREADS]
            cells = [f"{one:.0f} ({right / one:.0%})" for one, right in zip(found, bare, strict=True)]
            print(f"| {label} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
