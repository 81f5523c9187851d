"""Unsaved changes of a form that was sent after the session had expired: shown, to be copied."""

import re
from functools import update_wrapper

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as django_csrf_failure
from django.views.decorators.cache import never_cache

from catalogue.history.comparison import FieldChange
from catalogue.history.text_diff import Segment

# Fields that nobody fills in, and those that must not be shown.
IGNORED = re.compile(r"_|csrf|.*password|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|.*-id$|.*-__prefix__-")
# The ends of the names of pages with forms to fill in; the other pages only have choices.
PAGES = ("_add", "_change", "add-from-text")
ROW = re.compile(r"(?P<rows>\w+)-(?P<number>\d+)-(?P<name>\w+)")


def keep_unsaved_form(view):
    """Wrap a page of the back office: a form sent after the session has expired is shown.

    Otherwise a redirect to the login would lose the unsaved changes.
    """

    def inner(request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            fields = submitted_fields(request)
            if fields:
                return show_unsaved_form(request, fields)
        return view(request, *args, **kwargs)

    return update_wrapper(inner, view)


def csrf_failure(request, reason=""):
    """Return the response to a form with an invalid CSRF token, such as one from before the last login.

    The unsaved changes are shown only for a form of this site: what another site sends may be forged.
    """
    if is_from_this_site(request) and (fields := submitted_fields(request)):
        return show_unsaved_form(request, fields)
    return django_csrf_failure(request, reason)


def is_from_this_site(request) -> bool:
    """Return whether the browser states that a page of this site sent the form, whatever its CSRF token."""
    return request.headers.get("origin") == f"{request.scheme}://{request.get_host()}"


@never_cache
def show_unsaved_form(request, fields: list[FieldChange]):
    context = {
        **admin.site.each_context(request),
        "title": _("Your changes were not saved"),
        "fields": fields,
        "form": request.get_full_path(),
        "has_files": bool(request.FILES),
    }
    return TemplateResponse(request, "admin/unsaved_form.html", context, status=403).render()


def submitted_fields(request) -> list[FieldChange]:
    """Return the fields of the form that was sent; empty for a page without a form to fill in."""
    match = request.resolver_match
    if match is None or match.app_name != "admin" or not (match.url_name or "").endswith(PAGES):
        return []
    suffix = owner_suffix(match.url_name)
    return [
        FieldChange(name, field_label(name), [Segment(text)], [])
        for name, values in request.POST.lists()
        if not IGNORED.match(name)
        and not name.endswith(suffix)
        and (text := ", ".join(filter(None, values)).strip())
    ]


def owner_suffix(page: str) -> str:
    """Return the suffix of the fields that link the rows of a form to its entry."""
    parts = page.split("_")
    return f"-{parts[1]}" if len(parts) > 1 else "-"


def field_label(name: str) -> str:
    """Return a readable label of a field: "Goals 1: text" for goals-0-text."""
    if row := ROW.fullmatch(name):
        name = f"{row['rows']} {int(row['number']) + 1}: {row['name']}"
    return capfirst(name.replace("_", " "))
