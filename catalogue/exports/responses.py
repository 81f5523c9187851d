"""Responses that may take long to send, of which only a few are sent at a time.

The server keeps a thread for every response until its last byte is sent. So that slow downloads never hold
up the visitors of pages, a process sends fewer files at once than it has threads; one more is refused.
"""

import threading
from collections.abc import Callable

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

MOST_AT_ONCE = 4  # files that a process sends; the server is started with twice as many threads
RETRY_AFTER = 30  # seconds

_slots = threading.BoundedSemaphore(MOST_AT_ONCE)


class SlotMixin:
    """Release the slot of the file when the server has sent it or the client has disconnected."""

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
    """Return the StreamedFile or FinishedFile that is made, or `busy()` if too many are being sent."""
    if not acquire_slot():
        return busy()
    try:
        return make()
    except BaseException:
        release_slot()
        raise


def acquire_slot() -> bool:
    """Acquire a slot for a file; return whether one was free."""
    return _slots.acquire(blocking=False)


def release_slot() -> None:
    """Release a slot that no response uses."""
    _slots.release()


def busy() -> HttpResponse:
    """Return the answer that too many files are being sent, and when to try again (RFC 9110, 15.6.4)."""
    text = _("Too many downloads are running. Please try again in half a minute.")
    return HttpResponse(
        f"{text}\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": RETRY_AFTER},
    )
