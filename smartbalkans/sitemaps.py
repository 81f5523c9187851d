"""The pages for search engines, with the time of their last change (sitemaps.org 0.9)."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from organisations.models import Organisation
from projects.models import Project
from trainings.models import Training


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
            "organisations:list",
            "projects:list",
            "grants:list",
            "trainings:list",
            "data",
            "about",
            "accessibility",
        ]

    def location(self, name):
        return reverse(name)


sitemaps = {
    "pages": PageSitemap(),
    "organisations": EntrySitemap(Organisation),
    "projects": EntrySitemap(Project),
    "trainings": EntrySitemap(Training),
}
