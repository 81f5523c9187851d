"""The latest entries for feed readers."""

from heapq import nlargest

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.identifiers import portal_uid
from catalogue.structured_data import without_controls
from smartbalkans.kinds import KINDS

NEWEST = 50


class NewestFeed(Feed):
    """The newest entries of every kind as Atom (RFC 4287), in one query a kind.

    Neither the identifier of an entry nor that of the feed depends on an address (RFC 4287, section 4.2.6).
    """

    feed_type = Atom1Feed
    title = _("SMART Balkans: latest entries")
    subtitle = _("Organisations, projects, grants and trainings as they are published.")
    author_name = _("SMART Balkans")
    link = reverse_lazy("home")
    feed_url = reverse_lazy("feed")

    def get_object(self, request):
        return request

    def feed_guid(self, request):
        return portal_uid("feed").urn

    def item_guid(self, item):
        return item.urn

    def items(self):
        kinds = [kind.model.objects.for_feed() for kind in KINDS]
        newest = [entry for entries in kinds for entry in entries.order_by("-published_at", "-pk")[:NEWEST]]
        return nlargest(NEWEST, newest, key=lambda entry: entry.published_at)

    def item_title(self, item):
        return without_controls(str(item))

    def item_description(self, item):
        summary = without_controls(getattr(item, "summary", ""))
        return linebreaks(summary, autoescape=True) if summary else None

    def item_categories(self, item):
        return [capfirst(str(item._meta.verbose_name))]

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        """Return the last change; for an entry that was scheduled, not before it became public."""
        return max(item.published_at, item.updated_at)
