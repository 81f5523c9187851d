"""A PostgreSQL server for the tests only, in a temporary folder that is deleted when they end."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OLDEST_VERSION = 15
SECONDS_TO_START = 60
# What is lost in a power cut does not matter here, and not waiting for the disk makes it fast.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class PostgreSQLError(Exception):
    """The server did not start; the message contains its own."""


def find_binaries() -> Path | None:
    """Return the folder of the newest server that is new enough, on the PATH or where Debian installs it."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    versions = {folder: version(folder) for folder in folders}
    newest = max(versions, key=versions.get, default=None)
    return newest if newest and versions[newest] >= OLDEST_VERSION else None


def version(folder: Path) -> int:
    """Return the major version of the server in a folder; 0 if there is no complete server."""
    if not all((folder / name).exists() for name in ("postgres", "initdb")):
        return 0
    words = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+", words.stdout)
    return int(found[0]) if found else 0


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """Run a server within the block; yield its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    try:
        account = unprivileged_account(folder)
        make_cluster(binaries, folder, account)
        with server(binaries, folder, account) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_account(folder: Path) -> dict:
    """Return the options that run a process as another user than root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def make_cluster(binaries: Path, folder: Path, account: dict) -> None:
    command = [binaries / "initdb", "--pgdata", folder / "data", "--username", "tests", "--auth", "trust"]
    command += ["--locale", "C.UTF-8", "--encoding", "UTF8", "--no-sync"]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **account)
    if made.returncode:
        raise PostgreSQLError(f"initdb failed:\n{made.stdout}{made.stderr}")


@contextmanager
def server(binaries: Path, folder: Path, account: dict) -> Iterator[str]:
    port = free_port()
    process = start(binaries, folder, account, {**OPTIONS, "port": port})
    try:
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        stop(process)


def start(binaries: Path, folder: Path, account: dict, settings: dict) -> subprocess.Popen:
    """Start a server, and wait until it answers."""
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [binaries / "postgres", "-D", folder / "data", *options]
    log = folder / "log"
    with log.open("w") as output:
        # A session of its own: Ctrl-C reaches the tests, and the server outlives them.
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, start_new_session=True, **account
        )
    try:
        wait_until_ready(process, f"postgresql://tests@127.0.0.1:{settings['port']}/postgres", log)
    except PostgreSQLError:
        stop(process)
        raise
    return process


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(process: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise PostgreSQLError(f"PostgreSQL did not start. Its log says:\n{log.read_text()}")


def stop(process: subprocess.Popen) -> None:
    """Stop the server immediately, even with open connections."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
