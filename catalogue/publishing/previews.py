"""Previews of an entry's public page: for staff, and for anyone with a link that they created.

The public view itself renders the page. Meanwhile the entry counts as published in every query, and nothing
is written, so every rule about what is public applies, and drafts that the entry refers to stay hidden.
"""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.signing import Signer
from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils import timezone

from catalogue.entries import Publishable
from catalogue.history.restoring import RestoreError
from catalogue.proposals.models import ProposedVersion
from catalogue.proposals.saving import OpenProposal
from catalogue.proposals.showing import shown
from catalogue.proposals.signals import discarded, published
from catalogue.publishing.models import PreviewLink
from catalogue.querysets import previewing
from catalogue.references import reference_to

SALT = "catalogue.publishing.previews"


class LinkEnded(Exception):
    """The link has expired or was withdrawn, or its entry was deleted."""


@dataclass(frozen=True)
class Preview:
    """What a preview shows above the page: when its link expires or, for staff, the pages to go on to.

    One of a form that is not saved has neither. One of a proposed version `is_proposed`.
    """

    until: datetime | None = None
    links: str = ""
    form: str = ""
    is_unsaved: bool = False
    is_proposed: bool = False


def create_link(entry: Publishable, user: AbstractBaseUser, *, is_proposed: bool = False) -> PreviewLink:
    """Create a link to the preview of an entry or its proposed version, and delete all expired links."""
    PreviewLink.objects.filter(expires_at__lt=timezone.now()).delete()
    return PreviewLink.objects.create(created_by=user, is_proposed=is_proposed, **reference_to(entry))


def links_of(entry: Publishable) -> QuerySet[PreviewLink]:
    """Return the links to previews of an entry, and of its proposed version, that work."""
    return PreviewLink.objects.of_entry(entry).filter(expires_at__gte=timezone.now())


def withdraw_links(entry: Publishable, **narrowed) -> int:
    """Withdraw the links to the preview of an entry, all or some. Return how many there were."""
    return links_of(entry).filter(**narrowed).delete()[0]


def link_address(link: PreviewLink, entry: Publishable) -> str:
    """Return the signed address of a link, which cannot be made from the database alone."""
    return with_fragment(reverse("preview", args=[Signer(salt=SALT).sign(link.pk.hex)]), entry)


def with_fragment(address: str, entry: Publishable) -> str:
    """Return the address of a preview with the place of an entry on its page, such as that of a grant."""
    fragment = urlsplit(entry.get_absolute_url()).fragment
    return f"{address}#{fragment}" if fragment else address


def read_link(signed: str) -> tuple[Publishable, PreviewLink]:
    """Return the entry of a signed address, and the link.

    Raise BadSignature if the portal did not make the address, LinkEnded if the link no longer works.
    """
    key = UUID(Signer(salt=SALT).unsign(signed))
    link = PreviewLink.objects.filter(pk=key, expires_at__gte=timezone.now()).first()
    entry = link and apps.get_model(link.kind)._default_manager.filter(pk=link.entry_id).first()
    if entry is None:
        raise LinkEnded
    return entry, link


def withdraw_links_of_deleted(sender, instance, **kwargs) -> None:
    withdraw_links(instance)


def withdraw_links_to_proposal(sender, entry, **kwargs) -> None:
    withdraw_links(entry, is_proposed=True)


def connect_signals() -> None:
    """Have links end with their entry, so that they stay ended if it is restored, or proposed version."""
    published.connect(withdraw_links_to_proposal)
    discarded.connect(withdraw_links_to_proposal)
    for model in apps.get_models():
        if issubclass(model, Publishable):
            post_delete.connect(withdraw_links_of_deleted, sender=model)


def render_preview(request: HttpRequest, entry: Publishable, preview: Preview) -> HttpResponse | None:
    """Return the public page that would show the entry, None if there would be none.

    A grant is shown on its recipient's page, so it has none while the recipient is not public.
    """
    match = resolve(urlsplit(entry.get_absolute_url()).path)
    view = match.func.view_class
    with previewing(entry):
        if not view.model.objects.for_public().filter(slug=match.kwargs["slug"]).exists():
            return None
        page = copy(request)
        page.method = "GET"  # also for a form that was posted
        response = view.as_view(extra_context={"preview": preview})(page, **match.kwargs)
        response.render()
    return response


def render_proposed_preview(
    request: HttpRequest, entry: Publishable, proposal: ProposedVersion, preview: Preview
) -> HttpResponse | None:
    """Return the page as it would be once the proposed version is published, None if there would be none."""
    try:
        with shown(OpenProposal(entry, proposal)):
            return render_preview(request, type(entry)._default_manager.get(pk=entry.pk), preview)
    except RestoreError:
        return None


def keep_private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines, caches and the referrer logs of sites that it links to."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
