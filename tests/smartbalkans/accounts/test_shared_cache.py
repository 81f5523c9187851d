"""Failures are counted in Redis, for all machines, where CACHE_URL names one."""

import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import connection

from smartbalkans import environment
from tests.postgresql import free_port
from tests.redis_server import MISSING, PROGRAM, running_redis

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(PROGRAM is None, reason=MISSING)]

TOO_MANY_ATTEMPTS = "Too many attempts. Wait a few minutes and try again."
FROM_ANOTHER_MACHINE = (
    "import django; django.setup(); from django.core.cache import cache; print(cache.get('key'))"
)


@pytest.fixture
def shared(settings):
    with running_redis() as address:
        settings.CACHES = {"default": environment.cache(address)}
        yield address
        cache.close()


def test_failures_are_counted_in_redis_only(shared, person, log_in, refusal):
    for _attempt in range(5):
        log_in(password="wrong")

    assert refusal(log_in()) == [TOO_MANY_ATTEMPTS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entries")
        assert cursor.fetchone() == (0,)


def test_another_machine_sees_the_same_cache(shared, settings, tmp_path):
    cache.set("key", "value")
    environ = {
        **os.environ,
        "CACHE_URL": shared,
        "SECRET_KEY": settings.SECRET_KEY,
        "STATE_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "smartbalkans.settings",
    }

    done = subprocess.run(
        [sys.executable, "-c", FROM_ANOTHER_MACHINE], env=environ, capture_output=True, text=True, check=True
    )

    assert done.stdout == "value\n"


def test_login_without_redis_is_503(settings, client, person, log_in):
    client.raise_request_exception = False
    settings.CACHES = {"default": environment.cache(f"redis://127.0.0.1:{free_port()}/0")}

    response = log_in()

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert client.get("/organisations/").status_code == 200
