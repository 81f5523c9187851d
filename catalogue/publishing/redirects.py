"""Redirects from the former addresses of entries."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from catalogue.former_addresses import present_entry


class FormerAddressMixin:
    """A view of one entry, found by `model` and the `slug` in its address.

    The redirect is permanent but not cached: an entry can get its former address back, and two cached
    redirects would form a loop.
    """

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            entry = present_entry(self.model.objects.for_public(), kwargs["slug"])
            if entry is None:
                raise
        match = request.resolver_match
        address = reverse(match.view_name, kwargs={**match.captured_kwargs, "slug": entry.slug})
        query = f"?{urlencode(list(request.GET.lists()), doseq=True)}" if request.GET else ""
        return HttpResponsePermanentRedirect(address + query, headers={"Cache-Control": "no-cache"})
