"""Previews of an entry's public page: for staff, and for anyone with a signed link that expires.

The public view itself renders the page. Meanwhile the entry counts as published in every query, and nothing
is written, so every rule about what is public applies, and drafts that the entry refers to stay hidden.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.apps import apps
from django.core.signing import BadSignature, SignatureExpired, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils import timezone

from catalogue.entries import Publishable
from catalogue.querysets import previewing

LINK_LIFETIME = timedelta(days=7)
signer = Signer(salt="catalogue.publishing.previews")


@dataclass(frozen=True)
class Preview:
    """What a preview shows above the page: when its link expires and, for staff, the link and the form."""

    until: datetime
    link: str = ""
    form: str = ""


def preview_link(entry: Publishable) -> str:
    """Return the signed address of the preview, valid for `LINK_LIFETIME`."""
    expires = int((timezone.now() + LINK_LIFETIME).timestamp())
    address = reverse("preview", args=[signer.sign_object([entry._meta.label_lower, entry.pk, expires])])
    fragment = urlsplit(entry.get_absolute_url()).fragment
    return f"{address}#{fragment}" if fragment else address


def read_link(signed: str) -> tuple[Publishable | None, datetime]:
    """Return the entry of a signed link, None if it was deleted, and when the link expires.

    Raise SignatureExpired if it has expired, BadSignature if the signature or the kind of entry is wrong.
    """
    kind, key, expires = signer.unsign_object(signed)
    until = datetime.fromtimestamp(expires, tz=timezone.get_current_timezone())
    if until < timezone.now():
        raise SignatureExpired(until)
    model = apps.get_model(kind)
    if not issubclass(model, Publishable):
        raise BadSignature(kind)
    return model._default_manager.filter(pk=key).first(), until


def render_preview(request: HttpRequest, entry: Publishable, preview: Preview) -> HttpResponse | None:
    """Return the public page that would show the entry, None if there would be none.

    A grant is shown on its recipient's page, so it has none while the recipient is not public.
    """
    match = resolve(urlsplit(entry.get_absolute_url()).path)
    view = match.func.view_class
    with previewing(entry):
        if not view.model.objects.for_public().filter(slug=match.kwargs["slug"]).exists():
            return None
        response = view.as_view(extra_context={"preview": preview})(request, **match.kwargs)
        response.render()
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines, caches and the referrer logs of sites that it links to."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
