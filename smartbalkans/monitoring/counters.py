"""How many requests this process has answered, and how fast."""

import threading
from bisect import bisect_left
from collections import Counter
from itertools import accumulate

METHODS = {"GET", "HEAD", "POST"}
BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds


class RequestCounters:
    """Requests by method and class of status, and a histogram of their times."""

    def __init__(self):
        self._lock = threading.Lock()
        self.requests = Counter()
        self.times = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def count(self, method: str, status: int, seconds: float) -> None:
        key = (method if method in METHODS else "other", f"{status // 100}xx")
        place = bisect_left(BOUNDS, seconds)
        with self._lock:
            self.requests[key] += 1
            self.times[place] += 1
            self.seconds += seconds

    def read(self) -> tuple[dict[tuple[str, str], int], list[int], float]:
        """Return the requests by method and status, how many took at most each bound, and all seconds."""
        with self._lock:
            return dict(self.requests), list(accumulate(self.times)), self.seconds


REQUESTS = RequestCounters()
