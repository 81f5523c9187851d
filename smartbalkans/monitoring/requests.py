"""Counts every request, also those that the page cache answers, and writes them to the log."""

import logging
import random
import re
import time
from collections.abc import Callable, Iterable

from smartbalkans.monitoring.counters import REQUESTS
from smartbalkans.monitoring.logs import request_id, without_keys
from smartbalkans.page_cache.wrapper import OUTCOME

logger = logging.getLogger("smartbalkans.requests")

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def monitored(application: Callable) -> Callable:
    """Return a WSGI application whose requests are counted and logged.

    The time is that until the response begins: a file that is streamed takes longer.
    """

    def monitoring(environ: dict, start_response: Callable) -> Iterable[bytes]:
        started = time.perf_counter()
        identifier = id_of(environ)
        token = request_id.set(identifier)
        statuses = []

        def starting(status, headers, *exc_info):
            statuses.append(int(status[:3]))
            return start_response(status, [*headers, ("X-Request-ID", identifier)], *exc_info)

        try:
            return application(environ, starting)
        finally:
            finish(environ, statuses[-1] if statuses else 500, time.perf_counter() - started)
            request_id.reset(token)

    return monitoring


def id_of(environ: dict) -> str:
    """Return the identifier that the web server or the client sent, if it is well-formed, or a new one."""
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if WELL_FORMED.fullmatch(sent) else f"{random.getrandbits(64):016x}"


def finish(environ: dict, status: int, seconds: float) -> None:
    method = environ["REQUEST_METHOD"]
    REQUESTS.count(method, status, seconds)
    if logger.isEnabledFor(logging.INFO):
        path = without_keys(environ.get("PATH_INFO", ""))
        described = {
            "method": method,
            "path": path,
            "status": status,
            "duration_ms": round(seconds * 1000, 2),
            "cache": environ.get(OUTCOME),
        }
        logger.info("%s %s %s", method, path, status, extra=described)
