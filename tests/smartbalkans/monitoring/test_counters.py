"""Counts of requests and of their times."""

from smartbalkans.monitoring.counters import BOUNDS, RequestCounters


def test_requests_are_counted_by_method_and_class_of_status():
    counters = RequestCounters()

    counters.count("GET", 200, 0.001)
    counters.count("GET", 204, 0.001)
    counters.count("GET", 404, 0.001)
    counters.count("NONSENSE", 500, 0.001)

    requests, _times, _seconds = counters.read()
    assert requests == {("GET", "2xx"): 2, ("GET", "4xx"): 1, ("other", "5xx"): 1}


def test_times_are_cumulative_and_include_their_bound():
    counters = RequestCounters()

    counters.count("GET", 200, BOUNDS[0])
    counters.count("GET", 200, BOUNDS[1])
    counters.count("GET", 200, BOUNDS[-1] + 1)

    _requests, times, seconds = counters.read()
    assert times == [1, *[2] * (len(BOUNDS) - 1), 3]
    assert seconds == BOUNDS[0] + BOUNDS[1] + BOUNDS[-1] + 1
