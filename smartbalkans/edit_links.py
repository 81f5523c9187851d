"""The link "Edit this page" on public pages, for staff.

Public pages are the same for everybody, and cached. A script asks for the link in a separate request, only in
browsers in which staff have logged in: these have a cookie that the script can read. Visitors get none.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.admin.pages import change_address
from organisations.models import Country, Theme
from smartbalkans.accounts.access import has_access
from smartbalkans.kinds import KINDS

MARKER = "staff"  # the name of the cookie; edit-link.js reads it


def edit_link_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Set the cookie in the back office, and delete it when the person is no longer logged in."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_at_work = request.path.startswith((reverse("admin:index"), settings.ACCOUNT_ADDRESS))
        if is_at_work and response.status_code < 500:
            mark(request, response)
        return response

    return handle


def mark(request: HttpRequest, response: HttpResponse) -> None:
    is_marked = MARKER in request.COOKIES
    if request.user.is_authenticated and not is_marked:
        response.set_cookie(
            MARKER,
            "1",
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
    elif is_marked and not request.user.is_authenticated:
        response.delete_cookie(MARKER, samesite=settings.SESSION_COOKIE_SAMESITE)


@require_safe
def edit_link(request: HttpRequest) -> JsonResponse:
    """Return the label and address of the form of the page at `path`, if the person may edit it."""
    address = form_address(request, request.GET.get("path", "")) if has_access(request.user) else None
    response = JsonResponse({"address": address, "label": _("Edit this page")} if address else {})
    add_never_cache_headers(response)
    return response


def form_address(request: HttpRequest, path: str) -> str | None:
    """Return the address at which a person may edit what the public page at a path shows."""
    try:
        page = shown_on(resolve(path))
    except Resolver404:
        return None
    if page is None:
        return None
    if not admin.site.get_model_admin(type(page)).has_change_permission(request, page):
        return None
    return change_address(page)


def shown_on(match: ResolverMatch) -> Model | None:
    """Return the entry, theme or country that a public page is about."""
    pages = {f"{kind.section}:detail": kind.model for kind in KINDS if kind.has_pages}
    if match.view_name == "country":
        return Country.objects.filter(code=match.kwargs["code"].upper()).first()
    model = pages.get(match.view_name) or (Theme if match.view_name == "theme" else None)
    return model and model._default_manager.filter(slug=match.kwargs["slug"]).first()
