"""A Redis server for the tests only."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.postgresql import free_port
from tests.writers import wait_until

PROGRAM = shutil.which("redis-server")
MISSING = "redis-server is not installed. On Debian: apt-get install redis-server"
OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no")


@contextmanager
def running_redis() -> Iterator[str]:
    """Run a server within the block; yield its CACHE_URL."""
    port = free_port()
    address = f"redis://127.0.0.1:{port}/0"
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [PROGRAM, "--port", str(port), "--dir", folder, *OPTIONS], stdout=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: answers(address))
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def answers(address: str) -> bool:
    client = redis.Redis.from_url(address)
    try:
        return client.ping()
    except redis.ConnectionError:
        return False
    finally:
        client.close()
