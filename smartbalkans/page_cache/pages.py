"""A response of Django that was read to its end, and how it is sent."""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.http import parse_etags, parse_http_date_safe

LEVEL = 6
OVERHEAD = 8000  # bytes of a page's headers and of Python's objects
REFUSES_GZIP = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)
MADE_HERE = {"content-length", "etag", "vary"}
STALE = ("Warning", '110 - "Response is Stale"')  # RFC 7234, 5.5.1

Headers = list[tuple[str, str]]


class Page:
    """A page of a version of the data, right until a moment: as it is, and compressed."""

    def __init__(self, status: str, headers: Headers, body: bytes, version: str, until: datetime):
        given = {name.lower(): value for name, value in headers}
        self.status = status
        self.version = version
        self.until = until
        self.etag = weak_etag(given, body)
        self.modified_at = parse_http_date_safe(given.get("last-modified", ""))
        self.headers = [(name, value) for name, value in headers if name.lower() not in MADE_HERE]
        self.headers += [("ETag", self.etag), *vary(given)]
        self.whole = self.packed = ([*self.headers, ("Content-Length", str(len(body)))], body)
        self.unchanged = [(name, value) for name, value in self.headers if name.lower() != "content-type"]
        packed = compressed(given, body)
        if len(packed) < len(body):
            described = [("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
            self.packed = ([*self.headers, *described], packed)
        self.seen_at = timezone.now()  # when it was last known to be right
        self.bytes = len(body) + len(packed) + OVERHEAD

    def is_right(self, version: str, now: datetime) -> bool:
        """Return whether the page is that of a version, and no moment has passed that changes it."""
        return self.version == version and now < self.until

    def send(self, environ: dict, start_response: Callable, *more: tuple[str, str]) -> Iterable[bytes]:
        """Return the answer to a request, whose headers are followed by `more`."""
        if self.status.startswith("200") and self.is_known(environ):
            start_response("304 Not Modified", [*self.unchanged, *more])
            return ()
        headers, body = self.packed if accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else self.whole
        start_response(self.status, [*headers, *more])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def is_known(self, environ: dict) -> bool:
        """Return whether the client has the page already (RFC 9110, 13.2.2)."""
        if known := environ.get("HTTP_IF_NONE_MATCH"):
            return known == self.etag or self.is_among(parse_etags(known))
        if self.modified_at is None or "HTTP_IF_MODIFIED_SINCE" not in environ:
            return False
        since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
        return since is not None and self.modified_at <= since

    def is_among(self, tags: list[str]) -> bool:
        return "*" in tags or self.etag in {f"W/{tag.removeprefix('W/')}" for tag in tags}


def compressed(given: dict[str, str], body: bytes) -> bytes:
    """Return the body compressed, if Django's GZipMiddleware would do that: it states so in `Vary`."""
    is_wanted = "accept-encoding" in given.get("vary", "").lower()
    return gzip.compress(body, LEVEL, mtime=0) if is_wanted else body


@lru_cache(maxsize=1000)
def accepts_gzip(accepted: str) -> bool:
    return "gzip" in accepted and not REFUSES_GZIP.search(accepted)


def weak_etag(given: dict[str, str], body: bytes) -> str:
    """Return the tag that Django made from the body, or one of our own. Compressed, it is another body."""
    tag = given.get("etag") or f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return f"W/{tag.removeprefix('W/')}"


def vary(given: dict[str, str]) -> Headers:
    """Return the header with what the page depends on: not on a cookie, which Django did not get."""
    names = [name.strip() for name in given.get("vary", "").split(",")]
    kept = ", ".join(name for name in names if name and name.lower() != "cookie")
    return [("Vary", kept)] if kept else []
