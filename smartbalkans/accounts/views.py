"""Answers that several pages of accounts share."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from smartbalkans.accounts.audit_log import REFUSED, log_event

RETRY_AFTER = 60  # seconds; each limit on requests is per minute


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return the response to a client that exceeds a rate limit."""
    log_event(request, request.POST.get("login") or request.user.get_username(), REFUSED, "too many requests")
    response = render(request, "429.html", {"seconds": RETRY_AFTER}, status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def with_mail(view: Callable) -> Callable:
    """Wrap a page that needs a mail server: without one, it does not exist."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not settings.SENDS_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return inner
