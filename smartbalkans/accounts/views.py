from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from smartbalkans.accounts.audit_log import REFUSED, note

# Every limit on requests, other than on failures, is per minute.
WAIT = 60


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer somebody who sends more than any person types."""
    note(request, request.POST.get("login") or request.user.get_username(), REFUSED, "too many requests")
    response = render(request, "429.html", {"seconds": WAIT}, status=429)
    response["Retry-After"] = str(WAIT)
    return response
