"""The page of a proposed version: what differs, and the actions on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalogue.admin.tools import ToolsMixin
from catalogue.history.admin.versions import VersionsMixin
from catalogue.history.restoring import RestoreError
from catalogue.proposals import saving
from catalogue.proposals.models import ProposedVersion
from catalogue.proposals.saving import OpenProposal, ProposalRefused, discarded_of, proposal_of
from catalogue.required_facts import missing_facts
from catalogue.review.admin import MAX_NOTE, note_of

ACTIONS = ("publish", "send_back", "send_for_review", "discard")


class ProposalReviewMixin(VersionsMixin, ToolsMixin):
    def get_urls(self):
        discarded = "<int:key>/proposal/discarded/<int:earlier_key>/"
        return [
            self.page_path("<int:key>/proposal/", "proposal", self.proposal_view),
            self.page_path(discarded, "discarded_proposal", self.discarded_view),
            *super().get_urls(),
        ]

    def may_propose(self, request, entry) -> bool:
        """Return whether the person may change drafts, and so may propose changes of a published entry."""
        return self.has_change_permission(request, entry) or self.is_locked(request, entry)

    def may_publish_changes(self, request, entry) -> bool:
        """Return whether the person may change the entry itself."""
        return self.may_propose(request, entry) and self.may_touch(request, entry)

    def proposal_view(self, request, key):
        """Show what a proposed version changes. A form publishes, sends or discards it, as it was shown."""
        entry = self.entry_to_read(request, str(key))
        if request.method == "POST":
            response = self.change_proposal(request, entry)
            if response:
                return response
        opened = OpenProposal(entry, proposal_of(entry))
        if opened.proposal is None:
            messages.info(request, _("No changes are waiting. They were published or discarded."))
            return HttpResponseRedirect(self.page_address("change", entry.pk))
        plan = opened.plan()
        may_publish = self.may_publish_changes(request, entry)
        in_review = opened.proposal.status == ProposedVersion.Status.REVIEW
        return self.render_page(
            request,
            "admin/catalogue/proposal.html",
            _("Proposed changes"),
            entry=entry,
            here=_("Proposed changes"),
            proposal=opened.proposal,
            plan=plan,
            comparison=opened.comparison,
            conflicts=opened.conflicts,
            token=opened.token,
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", opened.proposal.note),
            max_note=MAX_NOTE,
            may_propose=self.may_propose(request, entry),
            may_publish=may_publish and not plan.obstacles,
            may_send_back=may_publish and in_review,
            may_send_for_review=not in_review,
            is_public=entry.is_public,
            **self.proposal_addresses(entry),
            form_address=self.filtered_address(request, "change", entry.pk, query={"version": "proposed"}),
            published_address=self.filtered_address(
                request, "change", entry.pk, query={"version": "published"}
            ),
        )

    def proposal_addresses(self, entry) -> dict[str, str]:
        """Return the addresses of other pages about the proposed version, for its template."""
        return {}

    def change_proposal(self, request, entry):
        """Do what the button says, and return a redirect; None, with a message, if it was refused."""
        action = next((one for one in ACTIONS if one in request.POST), None)
        with transaction.atomic():
            opened = self.locked_proposal(request, entry.pk)
            if opened is None or action is None:
                return None
            self.refuse_unless_allowed(request, opened.entry, action)
            if opened.proposal is None:
                return None
            try:
                refuse_if_changed(opened, request.POST.get("token"))
                text = getattr(self, f"{action}_changes")(request, opened)
            except (ProposalRefused, RestoreError) as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return None
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self.page_address("change", entry.pk))

    def locked_proposal(self, request, key) -> OpenProposal | None:
        """Return an entry with its proposed version, both locked for the transaction; None if it is gone."""
        entries = self.get_queryset(request).select_for_update(of=("self",), no_key=True)
        entry = entries.filter(pk=key).first()
        return entry and OpenProposal(entry, proposal_of(entry, locks=True))

    def refuse_unless_allowed(self, request, entry, action: str) -> None:
        needs_publisher = action in ("publish", "send_back")
        may_do = self.may_publish_changes if needs_publisher else self.may_propose
        if not may_do(request, entry):
            raise PermissionDenied

    def publish_changes(self, request, opened: OpenProposal) -> str:
        saving.publish(opened, opened.state, request.user)
        self.log_change(request, opened.entry, _("Published changes."))
        return _("The changes were published.") if opened.entry.is_public else _("The changes were applied.")

    def send_back_changes(self, request, opened: OpenProposal) -> str:
        reason = note_of(request, "reason")
        if not reason:
            raise ProposalRefused(_("Enter the reason, so that the editor knows what to change."))
        saving.send_back(opened, request.user, reason)
        return _("The changes were sent back.")

    def send_for_review_changes(self, request, opened: OpenProposal) -> str:
        with saving.applied(opened):
            missing = missing_facts(self.model._base_manager.get(pk=opened.entry.pk))
        if missing:
            names = ", ".join(str(fact.label) for fact in missing)
            raise ProposalRefused(_("Not sent for review. Missing: {names}.").format(names=names))
        saving.send_for_review(opened, request.user, note_of(request, "note"))
        return _("The changes were sent for review.")

    def discard_changes(self, request, opened: OpenProposal) -> str:
        if "confirmed" not in request.POST:
            raise ProposalRefused(_("Tick the box to confirm that the changes are discarded."))
        earlier = saving.discard(opened, request.user)
        return format_html(
            '{} <a href="{}">{}</a>',
            _("The proposed changes were discarded. The published version is unchanged."),
            self.page_address("discarded_proposal", opened.entry.pk, earlier.pk),
            _("Restore them"),
        )

    # What was discarded

    def discarded_view(self, request, key, earlier_key):
        """Show what a discarded proposed version would change; a form restores it."""
        entry = self.entry_to_read(request, str(key))
        if request.method == "POST" and self.restore_changes(request, entry.pk, earlier_key):
            return HttpResponseRedirect(self.page_address("proposal", entry.pk))
        earlier = discarded_of(entry).filter(pk=earlier_key).first()
        if earlier is None:
            messages.info(request, _("These changes were restored, or discarded more than 30 days ago."))
            return HttpResponseRedirect(self.page_address("change", entry.pk))
        return self.render_page(
            request,
            "admin/catalogue/discarded_proposal.html",
            _("Discarded changes"),
            entry=entry,
            here=_("Discarded changes"),
            earlier=earlier,
            comparison=OpenProposal(entry, earlier).comparison,
            may_propose=self.may_propose(request, entry),
            is_public=entry.is_public,
        )

    def restore_changes(self, request, key, earlier_key) -> bool:
        """Return whether discarded changes were restored; if they are still there, a message says why not."""
        try:
            with transaction.atomic():
                opened = self.locked_proposal(request, key)
                if opened is None:
                    return False
                if not self.may_propose(request, opened.entry):
                    raise PermissionDenied
                earlier = discarded_of(opened.entry).filter(pk=earlier_key).first()
                if earlier is None:
                    return False
                saving.restore_discarded(opened, earlier, request.user)
        except ProposalRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return False
        self.message_user(request, _("The changes were restored. They are proposed again."), messages.SUCCESS)
        return True

    def history_context(self, entry):
        discarded = [
            (earlier, self.page_address("discarded_proposal", entry.pk, earlier.pk))
            for earlier in discarded_of(entry).defer("base", "state")
        ]
        return super().history_context(entry) | {"discarded": discarded}


def refuse_if_changed(opened: OpenProposal, token: str | None) -> None:
    if opened.token != token:
        raise ProposalRefused(
            _(
                "Nothing was done, because the entry or these changes were edited meanwhile. "
                "Review them again."
            )
        )
