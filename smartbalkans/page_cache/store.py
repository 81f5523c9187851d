"""The pages of this process, bounded in bytes, each made by one thread."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

from django.utils import timezone

from smartbalkans.page_cache.counts import count
from smartbalkans.page_cache.pages import Page

LARGEST = 1 / 8  # of the space for one page: a larger one is not kept


class Making:
    """A page that a thread is making, for which others wait. It may end without a page."""

    def __init__(self, page: Page | None = None):
        self.page = page
        self.ended = threading.Event()
        if page is not None:
            self.ended.set()


class Store:
    """The last page of each key. The ones that were not used for longest make room."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self.bytes = 0
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._makings: dict[Hashable, Making] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Page) -> None:
        with self._lock:
            self._remove(key)
            if page.bytes <= self.most_bytes * LARGEST:
                self._pages[key] = page
                self.bytes += page.bytes
            while self.bytes > self.most_bytes:
                self._remove(next(iter(self._pages)))
                count("evicted")

    def join(self, key: Hashable, version: str) -> tuple[Making, bool]:
        """Return the making of a page, and whether the caller has to make it, and to `finish` it."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None and page.is_right(version, timezone.now()):
                return Making(page), False
            is_first = (key, version) not in self._makings
            return self._makings.setdefault((key, version), Making()), is_first

    def finish(self, key: Hashable, version: str) -> None:
        """End the making, with or without a page, so that nobody waits any longer."""
        with self._lock:
            self._makings.pop((key, version)).ended.set()

    def _remove(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.bytes
