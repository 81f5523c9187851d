"""Sessions and caching of the back office."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from smartbalkans.accounts.devices import mark_seen

RENEWED_AT = "renewed_at"


def back_office_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Renew the session of a person who is working, and keep the pages of the login out of caches.

    A session expires SESSION_COOKIE_AGE after it was last written. Requests in the back office write it, at
    most every SESSION_RENEWED_EVERY seconds. Public pages do not read it. After a failure it is not read, as
    the database may be out of reach.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 500 and is_at_work(request):
            renew_session(request)
        if request.path.startswith(settings.ACCOUNT_ADDRESS):
            add_never_cache_headers(response)
        return response

    return handle


def is_at_work(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index")) and request.user.is_authenticated


def renew_session(request: HttpRequest) -> None:
    if time.time() - request.session.get(RENEWED_AT, 0) >= settings.SESSION_RENEWED_EVERY:
        mark_active(request.session)
        mark_seen(request)


def mark_active(session) -> None:
    """Write the current time to the session, which expires a fixed time after it."""
    session[RENEWED_AT] = int(time.time())
