"""The response when the database is locked, full, read-only or out of reach: 503, with the form to send again.

It is made without the database, and outside of every transaction of the request.
"""

import sqlite3
import sys
from pathlib import PurePosixPath

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.defaults import server_error

RETRY_AFTER = 30  # seconds
SQLITE_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
# Classes of SQLSTATE (PostgreSQL, Appendix A): connection, transaction rollback, resources, locks and state
# of objects, operator intervention, system; and the code of a read-only transaction.
SQLSTATE_CLASSES = ("08", "40", "53", "55", "57", "58", "25006")


def handle_server_error(request: HttpRequest) -> HttpResponse:
    """Return the response to an exception that no view has handled."""
    if not is_unavailable(sys.exception()):
        return server_error(request)
    response = response_in_format(request)
    response["Retry-After"] = RETRY_AFTER
    add_never_cache_headers(response)
    return response


def is_unavailable(error: BaseException | None) -> bool:
    """Return whether the database cannot be used now; false for what is wrong with a query."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__ or error
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in SQLITE_CODES
    if (state := getattr(cause, "sqlstate", None)) is not None:
        return state.startswith(SQLSTATE_CLASSES)
    return isinstance(error, OperationalError | InterfaceError)


def response_in_format(request: HttpRequest) -> HttpResponse:
    text = _("The portal is busy. Please try again in half a minute.")
    suffix = PurePosixPath(request.path).suffix
    accepted = request.get_preferred_type(["text/html", "application/json", "text/plain"])
    if suffix == ".json" or accepted == "application/json":
        return JsonResponse({"error": text}, status=503)
    if suffix or accepted != "text/html":
        return HttpResponse(f"{text}\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(render_to_string("503.html", page_context(request)), status=503)


def page_context(request: HttpRequest) -> dict:
    """Return the context of the page: for a form that may be sent again, its address and fields."""
    if not may_be_sent_again(request):
        return {"is_form": False, "was_sent": request.method == "POST"}
    return {
        "is_form": True,
        "address": request.get_full_path(),
        "fields": submitted_pairs(request),
        "has_files": bool(request.FILES),
        "csrf_token": get_token(request),
    }


def may_be_sent_again(request: HttpRequest) -> bool:
    """Return whether a form of this site was sent, without a password.

    A form from elsewhere fails the CSRF check and is never offered: its fields may be forged.
    """
    return (
        request.method == "POST"
        and getattr(request, "csrf_processing_done", False)
        and not request.path.startswith(settings.ACCOUNT_ADDRESS)
        and not any("password" in name.lower() for name in request.POST)
    )


def submitted_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
