"""Long work is cut by a number of entries and by time, and other writers come between."""

from types import SimpleNamespace

import pytest
from django.db import connection

from catalogue import portions
from catalogue.portions import begun_in_time, run_portions


class Clock:
    """A clock that stands still until it is moved on, and notes each pause."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.pauses.append(seconds)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(portions, "time", SimpleNamespace(monotonic=clock.monotonic, sleep=clock.sleep))
    return clock


def test_portions_run_until_nothing_is_left(clock):
    left = [True, True, False]

    is_left = run_portions(lambda: left.pop(0), seconds=1)

    assert (is_left, left) == (False, [])


def test_portions_end_with_the_time_and_at_least_one_runs(clock):
    done = []

    def portion():
        done.append(clock.now)
        clock.now += 2
        return True

    assert run_portions(portion, seconds=3)
    assert done == [0, 2]


def test_other_writers_come_after_each_portion(clock):
    left = [True, True, False]

    run_portions(lambda: left.pop(0), seconds=1)

    assert clock.pauses == ([portions.PAUSE] * 2 if connection.vendor == "sqlite" else [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue of writers")
@pytest.mark.parametrize(("seconds", "pause"), [(0.1, 0.12), (0.6, 0.3), (20, 0.5)])
def test_others_have_longer_to_try_after_a_long_portion(clock, seconds, pause):
    left = [True, False]

    def portion():
        clock.now += seconds
        return left.pop(0)

    run_portions(portion, seconds=60)

    assert clock.pauses == [pause]


def test_portion_begins_with_no_more_after_its_time(clock):
    begun = []

    for batch in begun_in_time(range(50)):
        begun.append(batch)
        clock.now += 0.6 * portions.SECONDS_OF_PORTION

    assert begun == [list(range(10)), list(range(10, 20))]


def test_portion_begins_with_all_within_its_time(clock):
    assert [number for batch in begun_in_time(range(25)) for number in batch] == list(range(25))
