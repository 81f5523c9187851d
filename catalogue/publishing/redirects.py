"""A page asked for under a former address leads on to where its entry is now."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from catalogue.former_addresses import present_entry


class FormerAddressMixin:
    """A view of one entry, which `model` and the part `slug` of its address name.

    The answer is permanent, but browsers ask again: staff may give the entry its former address back, and two
    remembered answers would send a reader round in circles.
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
