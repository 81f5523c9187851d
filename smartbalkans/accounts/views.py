from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from smartbalkans.accounts.audit_log import REFUSED, log_event

RETRY_AFTER = 60  # seconds; each limit on requests is per minute


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return the response to a client that exceeds a rate limit."""
    log_event(request, request.POST.get("login") or request.user.get_username(), REFUSED, "too many requests")
    response = render(request, "429.html", {"seconds": RETRY_AFTER}, status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
