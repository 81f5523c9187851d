"""Long work is cut by a number of entries and by time, and other writers come between."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection

from catalogue import portions
from catalogue.portions import begun_in_time, run_portions
from tests.writers import wait_until


class Clock:
    """A clock that does not move until it is moved on, and notes each pause."""

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
    monkeypatch.setattr(portions, "TURNS", portions.Turns())
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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue of writers")
@pytest.mark.parametrize(("seconds", "pause"), [(0.5, 0.25), (0.6, 0.3), (20, 0.5)])
def test_others_have_longer_to_try_after_a_long_portion(clock, seconds, pause):
    left = [True, False]

    def portion():
        clock.now += seconds
        return left.pop(0)

    run_portions(portion, seconds=60)

    assert clock.pauses == [pause]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue of writers")
def test_short_transactions_that_follow_each_other_pause_as_one_long_one(clock):
    for _number in range(5):
        with portions.TURNS.turn():
            clock.now += 0.2

    assert clock.pauses == [pytest.approx(0.3)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue of writers")
def test_what_a_portion_causes_pauses_after_its_own_work(clock):
    with portions.TURNS.turn():
        clock.now += 0.6
        with portions.TURNS.turn():
            clock.now += 0.1

    assert clock.pauses == [pytest.approx(0.3)]


def test_work_after_a_while_begins_without_a_pause(clock):
    with portions.TURNS.turn():
        clock.now += 5
    clock.now += portions.PAUSE

    with portions.TURNS.turn():
        pass

    assert clock.pauses == []


def test_no_turn_of_another_thread_begins_within_one(clock):
    found = []

    def wait_for_turn():
        with portions.TURNS.turn(0) as is_ours:
            found.append(is_ours)

    with portions.TURNS.turn():
        thread = threading.Thread(target=wait_for_turn)
        thread.start()
        thread.join()

    assert found == [False]


def test_portion_begins_with_no_more_after_its_time(clock):
    begun = []

    for batch in begun_in_time(range(50)):
        begun.append(batch)
        clock.now += 0.6 * portions.SECONDS_OF_PORTION

    assert begun == [list(range(10)), list(range(10, 20))]


def test_portion_begins_with_all_within_its_time(clock):
    assert [number for batch in begun_in_time(range(25)) for number in batch] == list(range(25))


def test_whoever_waits_gets_the_turn_before_the_thread_that_had_it():
    turns, order = portions.Turns(), []
    thread = threading.Thread(target=lambda: take_turn(turns, order))

    with turns.turn():
        thread.start()
        wait_until(turns.queue.locked)
    with turns.turn(0) as is_ours:
        assert not is_ours or order == ["other"]
    thread.join()

    assert order == ["other"]


def take_turn(turns, order):
    with turns.turn():
        order.append("other")
