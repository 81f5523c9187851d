"""The pages for search engines, with the time of their last change (sitemaps.org 0.9)."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from smartbalkans.kinds import KINDS


class EntrySitemap(Sitemap):
    limit = 5000

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.for_public().order_by("pk").only("slug", "updated_at")

    def lastmod(self, entry):
        return entry.updated_at


class PageSitemap(Sitemap):
    def items(self):
        return [
            "home",
            *(kind.list_name for kind in KINDS),
            "data",
            "about",
            "contact",
            "accessibility",
            "privacy",
        ]

    def location(self, name):
        return reverse(name)


sitemaps = {
    "pages": PageSitemap(),
    **{kind.section: EntrySitemap(kind.model) for kind in KINDS if kind.has_pages},
}
