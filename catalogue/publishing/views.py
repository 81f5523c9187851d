"""The preview of an entry that is not public, for people without an account, by a link."""

from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.views.generic import View

from catalogue.proposals.saving import proposal_of
from catalogue.publishing.previews import (
    LinkEnded,
    Preview,
    keep_private,
    read_link,
    render_preview,
    render_proposed_preview,
)


class PreviewView(View):
    """The preview of a link, or a page that explains why there is none and what to do."""

    def dispatch(self, request, *args, **kwargs):
        return keep_private(super().dispatch(request, *args, **kwargs))

    def get(self, request, signed):
        try:
            entry, link = read_link(signed)
        except LinkEnded:
            return refuse(request, "ended", 410)
        except (BadSignature, ValueError):
            return refuse(request, "wrong", 404)
        preview = Preview(link.expires_at, is_proposed=link.is_proposed)
        if link.is_proposed:
            proposal = proposal_of(entry)
            page = proposal and render_proposed_preview(request, entry, proposal, preview)
            return page or refuse(request, "ended", 410)
        if type(entry).objects.for_public().filter(pk=entry.pk).exists():
            return redirect(entry.get_absolute_url())
        return render_preview(request, entry, preview) or refuse(request, "none", 404)


def refuse(request, reason: str, status: int):
    return render(request, "catalogue/no_preview.html", {"reason": reason}, status=status)
