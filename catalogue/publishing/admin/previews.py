"""The preview of an entry's public page, and the links to it that staff create and withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalogue.admin.pages import Crumb
from catalogue.admin.tools import Tool
from catalogue.history.recording import record_event
from catalogue.proposals.admin.review import ProposalReviewMixin
from catalogue.proposals.saving import proposal_of
from catalogue.publishing.previews import (
    Preview,
    create_link,
    keep_private,
    link_address,
    links_of,
    render_preview,
    render_proposed_preview,
    with_fragment,
    withdraw_links,
)
from catalogue.querysets import PublishableQuerySet


class PreviewMixin(ProposalReviewMixin):
    def get_urls(self):
        return [
            self.page_path("<int:key>/preview/", "preview", require_safe(self.preview_view)),
            self.page_path("<int:key>/preview/links/", "preview_links", self.preview_links_view),
            self.page_path(
                "<int:key>/proposal/preview/", "proposal_preview", require_safe(self.proposal_preview_view)
            ),
            self.page_path(
                "<int:key>/proposal/links/", "proposal_links", self.preview_links_view, is_proposed=True
            ),
            *super().get_urls(),
        ]

    def is_visible(self, obj) -> bool:
        """Return whether the public sees an entry. Only a model that narrows `for_public` costs a query."""
        entries = self.model.objects.all()
        is_decided = type(entries).for_public is PublishableQuerySet.for_public
        return obj.is_public and (is_decided or entries.for_public().filter(pk=obj.pk).exists())

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and self.is_visible(obj) else None

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.is_visible(obj):
            return tools
        return [
            *tools,
            Tool(_("Preview"), self.preview_address(obj)),
            Tool(_("Preview links"), self.page_address("preview_links", obj.pk)),
        ]

    def preview_address(self, entry) -> str:
        return with_fragment(self.page_address("preview", entry.pk), entry)

    def entry_to_view(self, request, key):
        """Return the entry. Raise Http404 without one, PermissionDenied if the person may not view it."""
        entry = self.get_object(request, str(key))
        if entry is None:
            raise Http404
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        return entry

    def preview_view(self, request, key):
        entry = self.entry_to_view(request, key)
        form = self.page_address("change", entry.pk)
        preview = Preview(links=self.page_address("preview_links", entry.pk), form=form)
        response = render_preview(request, entry, preview) or self.no_preview(request, entry, form)
        return keep_private(response)

    def proposal_preview_view(self, request, key):
        entry = self.entry_to_view(request, key)
        proposal = proposal_of(entry)
        if proposal is None:
            raise Http404
        form = self.page_address("proposal", entry.pk)
        links = self.page_address("proposal_links", entry.pk)
        preview = Preview(links=links, form=form, is_proposed=True)
        response = render_proposed_preview(request, entry, proposal, preview)
        return keep_private(response or self.no_preview(request, entry, form))

    def proposal_addresses(self, entry) -> dict[str, str]:
        return super().proposal_addresses(entry) | {
            "preview_address": with_fragment(self.page_address("proposal_preview", entry.pk), entry),
            "links_address": self.page_address("proposal_links", entry.pk),
        }

    def no_preview(self, request, entry, form):
        """Return a page that explains why no public page would show the entry."""
        title = _("There is no page to preview")
        return self.render_page(
            request,
            "admin/catalogue/no_preview.html",
            title,
            entry=entry,
            here=_("Preview"),
            status=404,
            form=form,
        )

    # Links for people without an account

    def preview_links_view(self, request, key, is_proposed=False):
        """Return the page of the links to the preview; a form creates one or withdraws them all."""
        entry = self.entry_to_view(request, key)
        if is_proposed:
            return self.proposal_links_view(request, entry)
        may_change = self.has_change_permission(request, entry)
        if request.method == "POST":
            if self.is_locked(request, entry):
                return self.published_response(request, entry)
            if not may_change:
                raise PermissionDenied
            self.change_links(request, entry)
            return HttpResponseRedirect(self.page_address("preview_links", entry.pk))
        trail = [Crumb(_("Preview"), self.preview_address(entry))]
        return self.links_page(request, entry, trail, may_change=may_change)

    def proposal_links_view(self, request, entry):
        if proposal_of(entry) is None:
            raise Http404
        may_change = self.may_propose(request, entry)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            self.change_links(request, entry, is_proposed=True)
            return HttpResponseRedirect(self.page_address("proposal_links", entry.pk))
        trail = [Crumb(_("Proposed changes"), self.page_address("proposal", entry.pk))]
        return self.links_page(request, entry, trail, may_change=may_change, is_proposed=True)

    def links_page(self, request, entry, trail, *, may_change: bool, is_proposed: bool = False):
        links = [
            (link, request.build_absolute_uri(link_address(link, entry)))
            for link in links_of(entry).filter(is_proposed=is_proposed).select_related("created_by")
        ]
        return self.render_page(
            request,
            "admin/catalogue/preview_links.html",
            _("Preview links"),
            entry=entry,
            trail=trail,
            here=_("Preview links"),
            links=links,
            may_change=may_change,
        )

    def change_links(self, request, entry, *, is_proposed: bool = False) -> None:
        change = self.withdraw_preview_links if "withdraw" in request.POST else self.create_preview_link
        change(request, entry, is_proposed)

    def create_preview_link(self, request, entry, is_proposed: bool) -> None:
        with transaction.atomic():
            comment = (
                _("Preview link of the proposed version created")
                if is_proposed
                else _("Preview link created")
            )
            record_event(request.user, entry, comment)
            create_link(entry, request.user, is_proposed=is_proposed)
        messages.success(request, _("The preview link was created. Copy it from the list."))

    def withdraw_preview_links(self, request, entry, is_proposed: bool) -> None:
        with transaction.atomic():
            if count := withdraw_links(entry, is_proposed=is_proposed):
                comment = (
                    _("Preview links of the proposed version withdrawn")
                    if is_proposed
                    else _("Preview links withdrawn")
                )
                record_event(request.user, entry, comment)
        text = ngettext("{count} preview link was withdrawn.", "{count} preview links were withdrawn.", count)
        messages.success(request, text.format(count=count))
