"""Long work is cut by a number of entries and by time, and other writers come between."""

from types import SimpleNamespace

import pytest
from django.db import connection

from catalogue import portions
from catalogue.portions import Portion, run_portions


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


def test_portion_is_over_after_its_time(clock):
    portion = Portion()
    is_over = [portion.is_over]
    clock.now = portions.SECONDS_OF_PORTION + 0.1

    assert [*is_over, portion.is_over] == [False, True]
