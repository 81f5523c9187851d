"""The counters of the page cache, for monitoring."""

from concurrent.futures import ThreadPoolExecutor

from smartbalkans.page_cache.counts import NAMES, count, counters


def test_each_event_is_counted_under_its_name_whatever_the_thread():
    before = counters()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count, ["stale"] * 20 + ["hits"] * 5))

    counted = {name: counters()[name] - before[name] for name in NAMES}
    assert counted == {"hits": 5, "misses": 0, "stale": 20, "evicted": 0}


def test_counters_are_a_copy():
    before = counters()

    counters()["hits"] += 1000

    assert counters() == before
