"""Threads of a server process."""

import threading

import pytest

from catalogue.background import BackgroundThread, ThreadOfProcess

SOON = 30.0  # seconds, for a busy machine


class CountingThread(BackgroundThread):
    def __init__(self, seconds: float = 600):
        super().__init__("counting", seconds)
        self.looked = threading.Event()

    def look(self):
        self.looked.set()


@pytest.mark.parametrize(("seconds", "wakes"), [(600, True), (0.01, False)])
def test_thread_looks_when_it_is_woken_and_every_so_many_seconds(seconds, wakes):
    thread = CountingThread(seconds)
    thread.start()

    if wakes:
        thread.wake()
    has_looked = thread.looked.wait(SOON)
    thread.stop()

    assert has_looked
    assert not thread.is_alive()


def test_thread_is_started_once_by_the_first_request():
    process, made = ThreadOfProcess(), []

    def make():
        made.append(CountingThread())
        return made[-1]

    application = process.started_by(lambda environ, start_response: [b"page"], make)
    before = process.running()
    pages = [application({}, None), application({}, None)]
    running = process.running()
    running.stop()

    assert (before, pages, made) == (None, [[b"page"]] * 2, [running])


def test_fork_has_no_thread_of_its_own(monkeypatch):
    process = ThreadOfProcess()
    process.start_once(CountingThread)
    thread = process.running()

    monkeypatch.setattr("os.getpid", lambda: 0)
    in_fork = process.running()
    thread.stop()

    assert in_fork is None
