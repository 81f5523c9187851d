"""Addresses by which balancers and monitoring find out whether a process serves."""

import logging
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from catalogue.search import registry, sync

logger = logging.getLogger(__name__)

SECONDS = 2  # for all checks
OK = "ok"
LATE = f"no answer within {SECONDS} seconds"


@never_cache
def livez(request):
    """Return 200 as long as the process answers, without the database: a restart would help otherwise."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def healthz(request):
    """Return 200 if the database responds, for monitoring."""
    check_database()
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request):
    """Return 200 if this process can serve every page, and 503 otherwise, with the result of each check."""
    found = run(CHECKS, SECONDS)
    is_ready = all(result == OK for result in found.values())
    content = {"status": "ready" if is_ready else "not ready", "checks": found}
    return JsonResponse(content, status=200 if is_ready else 503)


def check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def check_migrations() -> str:
    """Return whether the database has the migrations of this release. It may have those of a later one."""
    missing = last_migrations() - set(MigrationRecorder(connection).applied_migrations())
    names = ", ".join(sorted(f"{app}.{name}" for app, name in missing))
    return f"not applied: {names}" if missing else OK


@cache
def last_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, which includes those before it."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def check_search() -> str:
    """Return whether the search index has at least the version of this release.

    During an upgrade it has that of the next release, and this process serves it as it is.
    """
    outdated = [
        str(index.label)
        for index in registry.all_indexes()
        if (sync.stored_version(index) or 0) < index.version
    ]
    return f"outdated: {', '.join(outdated)}" if outdated else OK


def check_uploads() -> str:
    """Write to the folder of uploads: a disk may be full, or read-only after an error. Or ask the store."""
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists("readyz")
        return OK
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
        file.write(b"ok")
        file.flush()
    return OK


Checks = dict[str, Callable[[], str]]

CHECKS: Checks = {
    "uploads": check_uploads,
    "database": check_database,
    "migrations": check_migrations,
    "search": check_search,
}
_is_running = threading.Lock()


def run(checks: Checks, seconds: float) -> dict[str, str]:
    """Return the result of each check, of those that end in time.

    They run in a thread, which may hang; there is never more than one.
    """
    deadline = time.monotonic() + seconds
    found = dict.fromkeys(checks, LATE)
    if not _is_running.acquire(timeout=seconds):
        return found
    ended = threading.Event()

    def check_all() -> None:
        try:
            for name, check in checks.items():
                found[name] = result_of(name, check)
        finally:
            connection.close()
            _is_running.release()
            ended.set()

    threading.Thread(target=check_all, name="readiness", daemon=True).start()
    ended.wait(deadline - time.monotonic())
    return dict(found)


def result_of(name: str, check: Callable[[], str]) -> str:
    """Return the result of a check; an error, which may name addresses and paths, is only logged."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001  (whatever goes wrong, the portal is not ready)
        logger.warning("Not ready: %s: %s", name, " ".join(str(error).split()))
        return "failed"
