"""The page that a report is about, found by its address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from catalogue.clean_text import clean_line
from catalogue.entries import Entry
from smartbalkans.contact.models import LONGEST_ADDRESS
from smartbalkans.kinds import KINDS

NAMES = {"home": _("Home"), "data": _("Open data"), "accessibility": _("Accessibility")}


@dataclass(frozen=True)
class ReportedPage:
    """A page of the portal. Without an address: the portal as a whole; `entry` is what the public may see."""

    address: str = ""
    name: str = ""
    entry: Entry | None = None

    @property
    def label(self) -> str:
        return self.name or self.address


def page_at(address: str) -> ReportedPage:
    """Return the page at an address of the portal; what is no such address is about no page."""
    path = path_of(address)
    if not path:
        return ReportedPage()
    try:
        match = resolve(path)
    except Resolver404:
        return ReportedPage(path)
    if name := NAMES.get(match.view_name):
        return ReportedPage(path, str(name))
    if entry := public_entry(match):
        return ReportedPage(path, str(entry), entry)
    return ReportedPage(path)


def path_of(address: str) -> str:
    """Return the path of an address, empty unless it is a short one of this portal."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or address != clean_line(address):
        return ""
    path = urlsplit(address).path
    return path if path.startswith("/") and len(path) <= LONGEST_ADDRESS else ""


def public_entry(match) -> Entry | None:
    kind = next((kind for kind in KINDS if kind.has_pages and match.namespace == kind.section), None)
    if kind is None or match.url_name != "detail":
        return None
    return kind.model.objects.for_public().filter(slug=match.kwargs["slug"]).first()
