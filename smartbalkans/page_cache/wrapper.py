"""The WSGI application in front of Django."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from smartbalkans.page_cache.counts import count
from smartbalkans.page_cache.middleware import ERROR
from smartbalkans.page_cache.moments import Moments
from smartbalkans.page_cache.pages import STALE, Headers, Page
from smartbalkans.page_cache.requests import Key, impersonal, key_of, key_of_other_view, may_be_kept
from smartbalkans.page_cache.store import Making, Store
from smartbalkans.page_cache.versions import Versions

SECONDS_TO_WAIT = 10  # for another thread that makes the same page; then each makes its own
OUTCOME = "portal.page_cache"  # in the environment of a request: "hit", "miss" or "stale"
NOT_FOR_ALL = ("private", "no-store", "no-cache")
# What the answer may depend on: in the key, or not sent to Django.
KNOWN = {"", "accept-encoding", "accept-language", "cookie", "sec-fetch-site"}


def with_page_cache(application: Callable) -> Callable:
    """Return the application behind a page cache, or as it is if there is no space for one."""
    if not settings.PAGE_CACHE_BYTES:
        return application
    return PageCache(
        application,
        most_bytes=settings.PAGE_CACHE_BYTES,
        lease=settings.PAGE_CACHE_LEASE,
        stale=settings.PAGE_CACHE_STALE,
    )


class PageCache:
    """Answers from its pages if they are of the current version, and asks Django for all else."""

    def __init__(self, application: Callable, *, most_bytes: int, lease: timedelta, stale: timedelta):
        self.application = application
        self.stale = stale
        self.store = Store(most_bytes)
        self.versions = Versions(lease)
        self.moments = Moments()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if not may_be_kept(environ):
            return self.application(environ, start_response)
        key, now = key_of(environ), timezone.now()
        try:
            version = self.versions.current(now)
            page = self.store.get(key)
            if page is None or not page.is_right(version, now):
                return self.miss(key, version, now, environ, start_response)
        except DatabaseError as error:
            return self.without_database(key, error, environ, start_response)
        page.seen_at = now
        return self.hit(page, environ, start_response)

    def close(self) -> None:
        """Close the connection to the database; on SQLite that of this thread."""
        self.versions.reader.close()

    def hit(self, page: Page, environ: dict, start_response: Callable) -> Iterable[bytes]:
        count("hits")
        environ[OUTCOME] = "hit"
        return page.send(environ, start_response)

    def miss(
        self, key: Key, version: str, now: datetime, environ: dict, start_response: Callable
    ) -> Iterable[bytes]:
        """Make the page, or wait for the thread that does."""
        making, is_first = self.store.join(key, version)
        if is_first:
            try:
                return self.make(key, version, environ, start_response, making)
            finally:
                self.store.finish(key, version)
        if making.ended.wait(SECONDS_TO_WAIT) and making.page and making.page.is_right(version, now):
            return self.hit(making.page, environ, start_response)
        return self.make(key, version, environ, start_response, Making())

    def make(
        self, key: Key, version: str, environ: dict, start_response: Callable, making: Making
    ) -> Iterable[bytes]:
        """Ask Django, and keep the page under the version that was read before.

        Changes that were committed since then may be in it. They have renewed the version, so nobody who asks
        after them gets this page.
        """
        count("misses")
        environ[OUTCOME] = "miss"
        until = self.moments.next_of(version)
        answer = Answer(self.application, impersonal(environ))
        # The database went away while Django worked. Its answer is for this visitor only.
        if answer.status.startswith("503") and (last := self.last_page(key)):
            answer.read()
            return self.send_stale(last, environ, start_response)
        if not answer.is_for_all:
            start_response(answer.status, answer.headers)
            return answer.response
        page = Page(answer.status, answer.headers, answer.read(), version, until)
        if page.status.startswith("200") and version:
            making.page = page
            self.store.keep(key, page)
        return page.send(environ, start_response)

    def without_database(
        self, key: Key, error: DatabaseError, environ: dict, start_response: Callable
    ) -> Iterable[bytes]:
        """Answer with the last page, if it was right a short time ago, or as Django does after this error."""
        if page := self.last_page(key):
            return self.send_stale(page, environ, start_response)
        return self.application(impersonal(environ) | {ERROR: error}, start_response)

    def last_page(self, key: Key) -> Page | None:
        """Return the page that was right a short time ago; that of the other view is better than none."""
        pages = filter(None, map(self.store.get, (key, key_of_other_view(key))))
        return next((page for page in pages if timezone.now() - self.known_at(page) <= self.stale), None)

    def known_at(self, page: Page) -> datetime:
        """Return when the page was last known to be right."""
        version, read_at = self.versions.last
        if page.version != version or read_at is None:
            return page.seen_at
        return max(page.seen_at, min(read_at, page.until))

    def send_stale(self, page: Page, environ: dict, start_response: Callable) -> Iterable[bytes]:
        count("stale")
        environ[OUTCOME] = "stale"
        return page.send(environ, start_response, STALE)


class Answer:
    """Django's response to a request, before its body is read."""

    def __init__(self, application: Callable, environ: dict):
        self.status, self.headers = "", []
        self.response = application(environ, self._start)

    def _start(self, status: str, headers: Headers, exc_info=None) -> None:
        self.status, self.headers = status, headers

    @property
    def is_for_all(self) -> bool:
        """Return whether the whole response is there, and the same for everybody who asks like this."""
        given = {name.lower(): value.lower() for name, value in self.headers}
        varies = {name.strip() for name in given.get("vary", "").split(",")}
        return (
            not getattr(self.response, "streaming", True)
            and "set-cookie" not in given
            and not any(word in given.get("cache-control", "") for word in NOT_FOR_ALL)
            and varies <= KNOWN
        )

    def read(self) -> bytes:
        try:
            return b"".join(self.response)
        finally:
            self.response.close()
