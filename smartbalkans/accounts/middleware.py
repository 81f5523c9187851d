"""What holds for every page of the back office."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

RENEWED_AT = "renewed_at"


def back_office_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Keep a session alive while somebody works, and the pages of the login out of every cache.

    A session ends SESSION_COOKIE_AGE after it was last written. Working in the back office writes it, though
    not at each request. Public pages never look at it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(reverse("admin:index")) and request.user.is_authenticated:
            renew(request.session)
        if request.path.startswith(settings.ACCOUNT_ADDRESS):
            add_never_cache_headers(response)
        return response

    return handle


def renew(session) -> None:
    if time.time() - session.get(RENEWED_AT, 0) >= settings.SESSION_RENEWED_EVERY:
        begin(session)


def begin(session) -> None:
    """Write down that somebody works now; the session's end is counted from here."""
    session[RENEWED_AT] = int(time.time())
