"""The public page of an entry as it would be, for staff, and through a link that expires for anybody else.

The page is made by the public view itself. For as long as that takes, the entry is published, inside a
transaction that is never committed: so every rule of what the public may see holds by itself, and what the
entry refers to that is a draft stays hidden.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.apps import apps
from django.core.signing import BadSignature, SignatureExpired, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils import timezone

from catalogue.entries import Publishable

LINK_HOLDS = timedelta(days=7)
signer = Signer(salt="catalogue.publishing.previews")


@dataclass(frozen=True)
class Preview:
    """What the page says of itself: until when its link holds; for staff the link, and the way back."""

    until: datetime
    link: str = ""
    form: str = ""


def link_to(entry: Publishable) -> str:
    """Give the address of the preview, which holds for `LINK_HOLDS` from now."""
    expires = int((timezone.now() + LINK_HOLDS).timestamp())
    address = reverse("preview", args=[signer.sign_object([entry._meta.label_lower, entry.pk, expires])])
    fragment = urlsplit(entry.get_absolute_url()).fragment
    return f"{address}#{fragment}" if fragment else address


def read_link(signed: str) -> tuple[Publishable | None, datetime]:
    """Take what a link ends in, give its entry, None if it is gone, and until when the link holds.

    Raises SignatureExpired for a link that is too old, BadSignature for one that we did not make.
    """
    kind, key, expires = signer.unsign_object(signed)
    until = datetime.fromtimestamp(expires, tz=timezone.get_current_timezone())
    if until < timezone.now():
        raise SignatureExpired(until)
    model = apps.get_model(kind)
    if not issubclass(model, Publishable):
        raise BadSignature(kind)
    return model._default_manager.filter(pk=key).first(), until


@contextmanager
def as_if_published(entry: Publishable) -> Iterator[None]:
    """Have the entry published within this block, for nobody else and for no longer."""
    with transaction.atomic():
        if not entry.is_public:
            type(entry)._base_manager.filter(pk=entry.pk).update(
                published_at=timezone.now(), stage=entry.Stage.DRAFT
            )
        yield
        transaction.set_rollback(True)


def page_of(request: HttpRequest, entry: Publishable, preview: Preview) -> HttpResponse | None:
    """Give the public page that the entry would stand on; None if there would be none.

    A grant stands on its recipient's page, and has none as long as the recipient is not public.
    """
    match = resolve(urlsplit(entry.get_absolute_url()).path)
    view = match.func.view_class
    with as_if_published(entry):
        if not view.model.objects.for_public().filter(slug=match.kwargs["slug"]).exists():
            return None
        response = view.as_view(extra_context={"preview": preview})(request, **match.kwargs)
        response.render()
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines, caches, and the records of the sites that it links to."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
