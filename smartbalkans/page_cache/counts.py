"""How often this process used its page cache, for monitoring."""

import threading

NAMES = ("hits", "misses", "stale", "evicted")

_counts = dict.fromkeys(NAMES, 0)
_lock = threading.Lock()


def count(name: str) -> None:
    with _lock:
        _counts[name] += 1


def counters() -> dict[str, int]:
    """Return the pages sent from the cache, made, sent while the database was away, and removed for space."""
    with _lock:
        return dict(_counts)
