"""The page that a report is about, found by its address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from catalogue.clean_text import clean_line
from catalogue.entries import Entry
from catalogue.former_addresses import holder_of
from organisations.models import Country, Theme
from smartbalkans.contact.models import LONGEST_ADDRESS, Report
from smartbalkans.kinds import KINDS

NAMES = {
    "home": _("Home"),
    "insights:figures": _("Insights"),
    "countries": _("Countries"),
    "themes": _("Themes"),
    "data": _("Open data"),
    "about": _("About the programme"),
    "contact": _("Contact"),
    "accessibility": _("Accessibility"),
    "privacy": _("Privacy"),
    "legal": _("Legal notice"),
}


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
    entry = public_entry(match)
    return ReportedPage(path, str(entry or name_of(match)), entry)


def name_of(match: ResolverMatch) -> str:
    """Return what a page that is no entry's is called, empty if it has no name here."""
    if name := NAMES.get(match.view_name):
        return str(name)
    if match.view_name == "country":
        country = Country.objects.in_programme().filter(code=match.kwargs["code"].upper()).first()
        return str(country or "")
    if match.view_name == "theme":
        return str(Theme.objects.filter(slug=match.kwargs["slug"]).first() or "")
    return next((kind.label for kind in KINDS if kind.list_name == match.view_name), "")


def path_of(address: str) -> str:
    """Return the path of an address, empty unless it is a short one of this portal."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or address != clean_line(address):
        return ""
    path = urlsplit(address).path
    return path if path.startswith("/") and len(path) <= LONGEST_ADDRESS else ""


def public_entry(match: ResolverMatch) -> Entry | None:
    kind = next((kind for kind in KINDS if kind.has_pages and match.namespace == kind.section), None)
    if kind is None or match.url_name != "detail":
        return None
    return kind.model.objects.for_public().filter(slug=match.kwargs["slug"]).first()


def present_entry_of(report: Report) -> Entry | None:
    """Return the entry of a report: after a merge the one that is kept, after a deletion None."""
    model = report.content_type.model_class() if report.content_type else None
    if report.entry or model is None:
        return report.entry
    return holder_of(report.address.strip("/").rpartition("/")[2], model.objects.all())
