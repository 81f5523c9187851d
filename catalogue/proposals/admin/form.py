"""The form of an entry whose changes are kept as a proposed version.

The form is Django's own. While it is shown or saved, the entry holds what is proposed, in a transaction that
is rolled back; what the form saved is kept as the proposed version.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.lists import CheckedChangeList
from catalogue.admin.tools import Tool
from catalogue.clean_text import without_null_characters
from catalogue.history.admin.conflicts import TOKEN, EditConflictMixin, EntryLocked, MetConflict
from catalogue.history.restoring import RestoreError
from catalogue.history.versions import EntryState
from catalogue.keys import key_of
from catalogue.proposals import saving
from catalogue.proposals.admin.review import ProposalReviewMixin
from catalogue.proposals.models import ProposedVersion
from catalogue.proposals.saving import OpenProposal, ProposalRefused, state_to_save
from catalogue.proposals.showing import shown
from catalogue.required_facts import missing_facts
from catalogue.review.admin import MAX_NOTE, NOTE, note_of

OPENED = "_proposed"  # the field with the tokens of the entry and its proposed version, of this form only
DATE = "published_at_0"
REVIEW_OF_DRAFT = "_review"  # the button of the form of a draft
VERSION = "version"  # in the address of a form: which one it shows, if both can be shown
PUBLISHED, PROPOSED = "published", "proposed"

LATER = ("_later", gettext_lazy("Save for later"))
REVIEW = ("_propose", gettext_lazy("Send for review"))
PUBLISH = ("_publishchanges", gettext_lazy("Publish changes"))
APPLY = ("_publishchanges", gettext_lazy("Apply changes"))


class ProposalsChangeList(CheckedChangeList):
    """A list whose entries know whether a proposed version waits: `has_proposal`."""

    def get_queryset(self, request, exclude_parameters=None):
        entries = super().get_queryset(request, exclude_parameters)
        proposals = ProposedVersion.objects.of_kind(self.model).of_rows()
        return entries.annotate(has_proposal=Exists(proposals))


@dataclass
class ProposalForm:
    """What a request has to do with a proposed version. `opened` is None on a form of the entry itself."""

    proposal: ProposedVersion | None = None
    opened: OpenProposal | None = None
    is_open: bool = False
    was_draft: bool = False  # when the form was opened that now proposes changes
    saved: EntryState | None = None
    missing: tuple = ()

    @property
    def is_proposed(self) -> bool:
        """Whether the form shows and saves the proposed version."""
        return self.opened is not None


class DatedProposalForm:
    """A form of a proposed version with the publication date, which has to stay as it is."""

    def clean_published_at(self):
        if "published_at" in self.changed_data:
            moment = date_format(timezone.localtime(self.stored.published_at), "SHORT_DATETIME_FORMAT")
            raise ValidationError(
                _(
                    "The publication date cannot be saved for later. Enter %(moment)s again here, and change "
                    "the date in the published version."
                ),
                params={"moment": moment},
            )
        return self.cleaned_data.get("published_at")


class ProposalFormMixin(ProposalReviewMixin, EditConflictMixin):
    def proposal_form(self, request) -> ProposalForm:
        return getattr(request, "proposal_form", None) or ProposalForm()

    def has_change_permission(self, request, obj=None):
        """Return whether the entry may be changed; on a form that proposes changes, whether they may be."""
        if super().has_change_permission(request, obj):
            return True
        return self.proposal_form(request).is_open and self.is_locked(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Return the publication date too for a proposed version, which does not hold it.

        If it was submitted, because the form was opened for the entry itself, `DatedProposalForm` refuses it.
        """
        fields = super().get_readonly_fields(request, obj)
        is_added = self.proposal_form(request).is_proposed and "published_at" not in fields
        return (*fields, "published_at") if is_added and DATE not in request.POST else fields

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        is_dated = self.proposal_form(request).is_proposed and DATE in request.POST
        return type(form)(form.__name__, (DatedProposalForm, form), {}) if is_dated else form

    # The list

    def get_changelist(self, request, **kwargs):
        return ProposalsChangeList

    # Showing

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        arguments = (object_id, form_url, extra_context)
        is_popup = IS_POPUP_VAR in (request.POST if request.method == "POST" else request.GET)
        if object_id is not None and not is_popup:
            if request.method != "POST":
                return self.show_form(request, *arguments)
            if OPENED in request.POST or LATER[0] in request.POST:
                return self.submit_proposal(request, *arguments)
        try:
            return super().changeform_view(request, *arguments)
        except EntryLocked:
            return self.submit_draft(request, *arguments)

    def show_form(self, request, object_id, form_url, extra_context):
        key = key_of(self.model, unquote(object_id))
        proposals = ProposedVersion.objects.of_kind(self.model).select_related("author", "changed_by")
        proposal = proposals.filter(entry_id=key).first() if key is not None else None
        wanted = request.GET.get(VERSION)
        request.proposal_form = ProposalForm(proposal, is_open=proposal is None and wanted != PUBLISHED)
        if proposal is None or wanted == PUBLISHED:
            return super().changeform_view(request, object_id, form_url, extra_context)
        entry = self.get_object(request, str(key))
        is_shown = entry and (entry.published_at is not None or wanted == PROPOSED)
        if not is_shown or not self.may_propose(request, entry):
            return super().changeform_view(request, object_id, form_url, extra_context)
        opened = OpenProposal(entry, proposal)
        request.proposal_form = ProposalForm(proposal, opened, is_open=True)
        try:
            with shown(opened):
                return rendered(super().changeform_view(request, object_id, form_url, extra_context))
        except RestoreError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.page_address("proposal", entry.pk))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = self.proposal_form(request)
        if obj is not None and not context["is_popup"]:
            stored = context["adminform"].form.stored  # validation writes what was entered into `obj`
            if not form.is_proposed and form.is_open and self.is_locked(request, stored):
                form.opened = OpenProposal(stored, None)
            context |= {**self.proposal_context(request, form, stored), **context}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def proposal_context(self, request, form: ProposalForm, obj) -> dict:
        context = {"proposal": form.proposal, "is_proposed": form.is_proposed}
        if form.proposal:
            context["proposal_page"] = self.page_address("proposal", obj.pk)
        if not form.is_proposed:
            is_alone = form.proposal is None
            may_save_later = obj.published_at is not None and self.has_change_permission(request, obj)
            return context | {
                "proposal_buttons": (LATER,) if may_save_later and is_alone else (),
                "is_published": obj.is_public and is_alone,
            }
        entry = form.opened.entry
        return context | {
            "is_published": entry.is_public,
            "proposal_conflicts": form.opened.conflicts if form.proposal else (),
            "opened_proposal": request.POST.get(OPENED, form.opened.opened),
            "max_note": MAX_NOTE,
            "proposal_note": request.POST.get(NOTE, form.proposal.note if form.proposal else ""),
            "proposal_buttons": self.proposal_buttons(request, entry),
            "may_publish_changes": self.may_publish_changes(request, entry),
        }

    def proposal_buttons(self, request, entry) -> tuple:
        if self.may_publish_changes(request, entry):
            return (PUBLISH if entry.is_public else APPLY, LATER, REVIEW)
        return (LATER, REVIEW)

    def entry_tools(self, request, obj):
        form, tools = self.proposal_form(request), super().entry_tools(request, obj)
        if form.proposal is None:
            return tools
        address = self.page_address("proposal", obj.pk)
        tools = [*tools, Tool(_("Proposed changes"), address)]
        if form.is_proposed:
            query = {VERSION: PUBLISHED}
            label = (
                _("Published version") if form.opened.entry.published_at else _("Entry without the changes")
            )
        else:
            query, label = {VERSION: PROPOSED}, _("Proposed version")
        return [*tools, Tool(label, self.filtered_address(request, "change", obj.pk, query=query))]

    # Deletion

    def get_deleted_objects(self, objs, request):
        """Return what would be deleted, with the proposed versions of the entries."""
        found, counts, *others = super().get_deleted_objects(objs, request)
        keys = ProposedVersion.objects.of_entries(self.model, [entry.pk for entry in objs])
        for entry in objs:
            if entry.pk in keys:
                found.append(_("Proposed changes of “{entry}”").format(entry=entry))
        if keys:
            counts[ProposedVersion._meta.verbose_name_plural] = len(keys)
        return found, counts, *others

    # Edit conflicts

    def opened_token(self, request) -> str:
        opened = request.POST.get(OPENED)
        return opened.partition(".")[0] if opened is not None else super().opened_token(request)

    def opened_state(self, request, entry, version):
        state = super().opened_state(request, entry, version)
        token = without_null_characters(request.POST.get(OPENED, "")).partition(".")[2]
        return saving.earlier_state(entry, token, state)

    def saves_over(self, request, conflict: MetConflict) -> bool:
        return self.proposal_form(request).was_draft and conflict.has_only_yours

    # Saving

    def submit_draft(self, request, *arguments):
        """Save the form of a draft that has been published in the meantime as its proposed version."""
        request.POST = data = request.POST.copy()
        data.pop(IS_POPUP_VAR, None)
        data[OPENED] = f"{data.get(TOKEN, '')}."
        if data.pop(REVIEW_OF_DRAFT, None):
            data[REVIEW[0]] = "1"
        return self.submit_proposal(request, *arguments, was_draft=True)

    @transaction.atomic
    def submit_proposal(self, request, object_id, form_url, extra_context, *, was_draft=False):
        """Save the form as the proposed version, or publish what it holds."""
        key = key_of(self.model, unquote(object_id))
        opened = self.locked_proposal(request, key) if key is not None else None
        if opened is None:
            return self.deleted_response(request, object_id)
        entry = opened.entry
        if not self.may_propose(request, entry):
            raise PermissionDenied
        form = ProposalForm(opened.proposal, opened, is_open=True, was_draft=was_draft)
        request.proposal_form = form
        arguments = (object_id, form_url, extra_context)
        try:
            with saving.applied(form.opened):
                response = rendered(super().changeform_view(request, *arguments))
        except RestoreError:
            # The form is compared with the entry itself, so that nothing that was entered is lost.
            form.opened = OpenProposal(entry, None)
            with saving.applied(form.opened):
                response = rendered(super().changeform_view(request, *arguments))
        return response if form.saved is None else self.finish_proposal(request, form)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        proposal_form = self.proposal_form(request)
        if proposal_form.is_proposed:
            proposal_form.missing = tuple(missing_facts(form.instance))

    def response_change(self, request, obj):
        form = self.proposal_form(request)
        if not form.is_proposed:
            return super().response_change(request, obj)
        form.saved = state_to_save(form.opened)
        return HttpResponseRedirect("")

    def finish_proposal(self, request, form: ProposalForm):
        """Keep or publish what the form saved, once the entry holds again what is published."""
        entry, publishes = form.opened.entry, PUBLISH[0] in request.POST
        if publishes and not self.may_publish_changes(request, entry):
            raise PermissionDenied
        try:
            sentence, level = self.publish_form(request, form) if publishes else self.keep_form(request, form)
        except (ProposalRefused, RestoreError) as refusal:
            if publishes:
                form.proposal = saving.save_proposal(form.opened, form.saved, request.user)
            sentence, level = str(refusal), messages.WARNING
        text = format_html('<a href="{}">{}</a>: {}', self.page_address("change", entry.pk), entry, sentence)
        self.message_user(request, text, level)
        if level == messages.WARNING:
            return HttpResponseRedirect(self.filtered_address(request, "change", entry.pk))
        return self.response_post_save_change(request, entry)

    def publish_form(self, request, form: ProposalForm) -> tuple[str, int]:
        saving.publish(form.opened, form.saved, request.user)
        self.log_change(request, form.opened.entry, _("Published changes."))
        if form.missing:
            names = ", ".join(str(fact.label) for fact in form.missing)
            return _("The changes were published. Missing: {names}.").format(names=names), messages.WARNING
        if form.opened.entry.is_public:
            return _("The changes were published."), messages.SUCCESS
        return _("The changes were applied."), messages.SUCCESS

    def keep_form(self, request, form: ProposalForm) -> tuple[str, int]:
        entry = form.opened.entry
        proposal = saving.save_proposal(form.opened, form.saved, request.user)
        if proposal is None:
            return _("Nothing differs from the published version, so no changes are kept."), messages.WARNING
        self.log_change(request, entry, _("Proposed changes."))
        note = note_of(request)
        saving.change_note(proposal, note)
        if REVIEW[0] not in request.POST:
            text = _("The changes are saved for later. The published version stays as it is.")
            if form.was_draft:
                text = _(
                    "It was published or scheduled while you were editing it, so your changes are saved as a "
                    "proposed version. Send it for review to have them published."
                )
            return text, messages.SUCCESS
        if form.missing:
            names = ", ".join(str(fact.label) for fact in form.missing)
            reason = _("The changes are saved, but were not sent for review. Missing: {names}.")
            raise ProposalRefused(reason.format(names=names))
        if proposal.status == ProposedVersion.Status.REVIEW:
            return _("The changes are saved. They are in review."), messages.SUCCESS
        saving.send_for_review(OpenProposal(entry, proposal), request.user, note)
        return _("The changes were sent for review."), messages.SUCCESS


def rendered(response):
    """Return the response, whose page is made while the database holds what it shows."""
    return response.render() if isinstance(response, TemplateResponse) else response
