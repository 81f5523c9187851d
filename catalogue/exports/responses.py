"""Responses that may take long to send, of which only a few are sent at a time.

The server gives a thread to every response until its last byte is sent. So that slow lines never hold up the
visitors of pages, a process sends fewer files at once than it has threads; one more is asked to come again.
"""

import threading
from collections.abc import Callable

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

MOST_AT_ONCE = 4  # files that a process sends; the server is started with twice as many threads
RETRY_AFTER = 30  # seconds

_slots = threading.BoundedSemaphore(MOST_AT_ONCE)


class SlotMixin:
    """Gives back its place among the files being sent when the server has sent it, or the client has gone."""

    has_slot = True

    def close(self):
        super().close()
        if self.has_slot:
            self.has_slot = False
            _slots.release()


class StreamedFile(SlotMixin, StreamingHttpResponse):
    pass


class FinishedFile(SlotMixin, FileResponse):
    pass


def one_of_few(make: Callable[[], HttpResponse]) -> HttpResponse:
    """Give the file that is made, a StreamedFile or FinishedFile, if not too many are being sent already."""
    if not take_slot():
        return busy()
    try:
        return make()
    except BaseException:
        give_back_slot()
        raise


def take_slot() -> bool:
    """Take a place among the files being sent; tell whether there was one."""
    return _slots.acquire(blocking=False)


def give_back_slot() -> None:
    """Give a place back that no response came to hold."""
    _slots.release()


def busy() -> HttpResponse:
    """Say that too many files are being sent, and when to come again (RFC 9110, section 15.6.4)."""
    text = _("Many files are being taken away at this moment. Please try again in half a minute.")
    return HttpResponse(
        f"{text}\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": RETRY_AFTER},
    )
