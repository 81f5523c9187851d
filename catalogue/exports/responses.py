"""Responses that may take long to send, of which only a few are sent at a time.

The server keeps a thread for every response until its last byte is sent. So that slow downloads never hold
up the visitors of pages, a process sends fewer files at once than it has threads; one more is refused.
"""

import threading
from collections.abc import Callable, Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

MOST_AT_ONCE = 4  # files that a process sends; the server is started with twice as many threads
RETRY_AFTER = 30  # seconds

_slots = threading.BoundedSemaphore(MOST_AT_ONCE)


class StreamedFile(StreamingHttpResponse):
    """Release the slot of the file when the server has sent it or the client has disconnected."""

    has_slot = True

    def close(self):
        super().close()
        if self.has_slot:
            self.has_slot = False
            _slots.release()


def attachment(pieces: Iterator[str] | Iterator[bytes], content_type: str, name: str) -> StreamedFile:
    """Return a file that is sent while it is made."""
    disposition = content_disposition_header(True, name)
    return StreamedFile(pieces, content_type=content_type, headers={"Content-Disposition": disposition})


def one_of_few(make: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the StreamedFile that is made, or `busy()` if too many are being sent."""
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
