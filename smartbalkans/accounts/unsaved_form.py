"""What somebody sent who was not logged in any more, shown so that it is not lost."""

import re
from functools import update_wrapper

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as bare_csrf_failure
from django.views.decorators.cache import never_cache

from catalogue.history.comparison import FieldChange
from catalogue.history.text_diff import Segment

# Fields that nobody typed into, and what must be on no page.
LEFT_OUT = re.compile(r"_|csrf|.*password|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|.*-id$|.*-__prefix__-")
# The pages on which people type, by the ends of their names: on the others they choose and confirm.
PAGES = ("_add", "_change", "add-from-text")
ROW = re.compile(r"(?P<rows>\w+)-(?P<number>\d+)-(?P<name>\w+)")


def keep_unsaved_form(view):
    """Wrap a page of the back office: a form sent after the session has ended is shown, not dropped.

    Without this, whoever sends it is led to the login, and all that was typed is gone.
    """

    def inner(request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            fields = typed_in(request)
            if fields:
                return show_unsaved_form(request, fields)
        return view(request, *args, **kwargs)

    return update_wrapper(inner, view)


def csrf_failure(request, reason=""):
    """Answer a form whose secret is from before the last login: another window has logged in since.

    Only to a form of our own is shown what it held; what another site sent is none of what somebody typed.
    """
    is_ours = request.headers.get("origin") == f"{request.scheme}://{request.get_host()}"
    if is_ours and (fields := typed_in(request)):
        return show_unsaved_form(request, fields)
    return bare_csrf_failure(request, reason)


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


def typed_in(request) -> list[FieldChange]:
    """Give what the form that was sent holds, field by field; nothing where there is nothing to type."""
    match = request.resolver_match
    if match is None or match.app_name != "admin" or not (match.url_name or "").endswith(PAGES):
        return []
    owner = owner_in(match.url_name)
    return [
        FieldChange(name, label_of(name), [Segment(text)], [])
        for name, values in request.POST.lists()
        if not LEFT_OUT.match(name)
        and not name.endswith(owner)
        and (text := ", ".join(filter(None, values)).strip())
    ]


def owner_in(page: str) -> str:
    """Give what the fields end in by which the rows of a form belong to its entry."""
    parts = page.split("_")
    return f"-{parts[1]}" if len(parts) > 1 else "-"


def label_of(name: str) -> str:
    """Give the name of a field as a person recognises it: goals-0-text is the text of the first goal."""
    if row := ROW.fullmatch(name):
        name = f"{row['rows']} {int(row['number']) + 1}: {row['name']}"
    return capfirst(name.replace("_", " "))
