import threading

import pytest

from catalogue.data_versions.kept import KeptValues
from tests.threads import start

THREADS = 8


def test_value_is_computed_once():
    kept, values = KeptValues(most=2), iter(range(9))

    assert [kept.get("a", lambda: next(values)) for _time in range(3)] == [0, 0, 0]


def test_value_none_is_kept_too():
    kept, values = KeptValues(most=2), iter([None, 1])

    assert [kept.get("a", lambda: next(values)) for _time in range(2)] == [None, None]


def test_value_that_was_not_used_for_longest_makes_room():
    kept = KeptValues(most=2)
    for name in ("a", "b", "a", "c"):
        kept.get(name, str)

    assert [name for name in "abc" if name in kept] == ["a", "c"]


def test_error_is_not_kept():
    kept = KeptValues(most=2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)

    assert kept.get("a", lambda: 1) == 1


def test_one_thread_computes_while_the_others_wait_for_it():
    kept, computed, found = KeptValues(most=2), [], []
    others = threading.Semaphore(0)

    def compute() -> int:
        computed.append("once")
        for _thread in range(THREADS - 1):
            others.acquire()  # so that each of the others asks before there is a value
        return len(computed)

    def ask() -> int:
        return kept.get("a", compute)

    threads = [start(ask)]
    for _number in range(THREADS - 1):
        threads.append(start(ask))
        others.release()
    found = [thread.finish() for thread in threads]

    assert (computed, found) == (["once"], [1] * THREADS)


def test_names_are_computed_beside_each_other():
    kept = KeptValues(most=2)
    is_computed = threading.Event()

    def wait() -> str:
        is_computed.wait()
        return "slow"

    slow = start(kept.get, "slow", wait)
    fast = kept.get("fast", lambda: "fast")
    is_computed.set()

    assert (fast, slow.finish()) == ("fast", "slow")
