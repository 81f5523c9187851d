"""Requests to a WSGI application, as a server sends them."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from smartbalkans.page_cache.wrapper import PageCache


class Received(NamedTuple):
    """A response to the end of its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        is_packed = self.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(self.body) if is_packed else self.body


def environ_of(address: str, method: str = "GET", **headers) -> dict:
    """Return the environment of a request with headers such as `if_none_match`."""
    given = {"host": "testserver", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return RequestFactory(headers=given).generic(method, address).environ


def request(application: Callable, address: str, method: str = "GET", **headers) -> Received:
    """Send a request with headers such as `if_none_match`, and return the response."""
    started = []
    environ = environ_of(address, method, **headers)
    response = application(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    ((status, received),) = started
    return Received(int(status.split()[0]), dict(received), body)


@contextmanager
def page_cache(application: Callable | None = None, **options) -> Iterator[PageCache]:
    """Yield a page cache in front of the portal, or of another application."""
    defaults = {"most_bytes": 50_000_000, "lease": timedelta(), "stale": timedelta(minutes=10)}
    cache = PageCache(application or WSGIHandler(), **{**defaults, **options})
    try:
        yield cache
    finally:
        cache.close()
