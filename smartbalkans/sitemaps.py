"""The pages for search engines, with the time of their last change (sitemaps.org 0.9)."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from catalogue.entries import Entry
from catalogue.search.facets import Facets, counter_of
from catalogue.search.registry import index_of
from catalogue.search.selection import FetchedSet
from catalogue.search.sets import newest
from organisations.models import Country, Theme
from smartbalkans.kinds import KINDS


class OldestFirst(FetchedSet):
    """The entries of a set, the oldest first."""

    def keys(self, place):
        start, stop, _step = place.indices(len(self))
        return newest(self.selected, len(self) - stop, len(self) - start)[::-1]


class EntrySitemap(Sitemap):
    limit = 1000

    def __init__(self, model: type[Entry]):
        self.model = model

    @property
    def counter(self) -> Facets:
        return counter_of(index_of(self.model))

    def items(self):
        entries = self.model.objects.for_public().only("slug", "updated_at")
        return OldestFirst(self.counter.public, entries)

    def lastmod(self, entry):
        return entry.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return the time of the last change of any entry, kept until anything changes."""
        return self.counter.remember("last change", self.read_last_change)

    def read_last_change(self) -> datetime | None:
        return self.model.objects.for_public().aggregate(Max("updated_at"))["updated_at__max"]


class PlaceSitemap(Sitemap):
    """The pages of countries and themes."""

    def items(self):
        return [*Country.objects.in_programme(), *Theme.objects.all()]


class PageSitemap(Sitemap):
    def items(self):
        return [
            "home",
            *(kind.list_name for kind in KINDS),
            "insights:figures",
            "countries",
            "themes",
            "data",
            "about",
            "contact",
            "accessibility",
            "privacy",
            "legal",
        ]

    def location(self, name):
        return reverse(name)


sitemaps = {
    "pages": PageSitemap(),
    "places": PlaceSitemap(),
    **{kind.section: EntrySitemap(kind.model) for kind in KINDS if kind.has_pages},
}
