"""The response when the database is locked, full, read-only or out of reach: 503, with what was sent.

It is made without the database, and outside of the transactions of the view.
"""

import sys
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from catalogue.history.comparison import FieldChange
from catalogue.history.text_diff import Segment
from smartbalkans.accounts.unsaved_form import is_from_this_site, submitted_fields
from smartbalkans.database_errors import find_unavailable

RETRY_AFTER = 30  # seconds


def handle_server_error(request: HttpRequest) -> HttpResponse:
    """Return the response to an exception that no view has handled."""
    if find_unavailable(sys.exception()) is None:
        return server_error(request)
    forget_messages(request)
    response = response_in_format(request)
    response["Retry-After"] = RETRY_AFTER
    add_never_cache_headers(response)
    return response


def forget_messages(request: HttpRequest) -> None:
    """Store no messages: new ones report what was not saved, and those before are still in the session."""
    messages = get_messages(request)
    if isinstance(messages, BaseStorage):
        messages.used = messages.added_new = False


def response_in_format(request: HttpRequest) -> HttpResponse:
    text = _("The portal is busy. Please try again in half a minute.")
    suffix = PurePosixPath(request.path).suffix
    accepted = request.get_preferred_type(["text/html", "application/json", "text/plain"])
    if suffix == ".json" or (not suffix and accepted == "application/json"):
        return JsonResponse({"error": text}, status=503)
    if suffix or accepted != "text/html":
        return HttpResponse(f"{text}\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(render_to_string("503.html", page_context(request)), status=503)


def page_context(request: HttpRequest) -> dict:
    """Return the context of the page: for a form that may be sent again, its address and fields."""
    if form := getattr(request, "visitor_form", None):
        return {
            "is_form": True,
            "address": request.get_full_path(),
            "fields": visitor_fields(form),
            "pairs": submitted_pairs(request),
        }
    if not may_be_sent_again(request):
        return {"is_form": False, "was_sent": request.method == "POST"}
    return {
        "is_form": True,
        "address": request.get_full_path(),
        "fields": submitted_fields(request),
        "pairs": submitted_pairs(request),
        "has_files": bool(request.FILES),
        "csrf_token": get_token(request),
    }


def visitor_fields(form: Form) -> list[FieldChange]:
    """Return the fields that were filled in of a form without a cookie, whose view has checked its origin."""
    return [
        FieldChange(field.name, str(field.label), [Segment(text)], [])
        for field in form.visible_fields()
        if (text := field.value())
    ]


def may_be_sent_again(request: HttpRequest) -> bool:
    """Return whether a form of this site was sent, without a password.

    A form from elsewhere is never offered: its fields may be forged. One of this site whose CSRF token is no
    longer valid, as after another login, gets a new one. Django's limits on a form's size and number of
    fields are also those of the page.
    """
    return (
        request.method == "POST"
        and (getattr(request, "csrf_processing_done", False) or is_from_this_site(request))
        and bool(request.POST)  # empty if there were too many fields
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
