"""The pages for search engines, with the time of their last change (sitemaps.org 0.9)."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from organisations.models import Country, Theme
from smartbalkans.kinds import KINDS


class EntrySitemap(Sitemap):
    limit = 5000

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.for_public().order_by("pk").only("slug", "updated_at")

    def lastmod(self, entry):
        return entry.updated_at


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
