"""The status of an entry on its form and in its list, and the transitions from one to another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from catalogue.admin.slugs import SluggedAdmin
from catalogue.former_addresses import keep_old_address
from catalogue.history.recording import set_comment
from catalogue.publishing.admin.bulk import BulkMixin
from catalogue.publishing.admin.list_filters import TO_DO_FILTERS
from catalogue.publishing.admin.previews import PreviewMixin
from catalogue.publishing.admin.transitions import (
    PUBLISH,
    SAVE_AS_DRAFT,
    SEND_BACK,
    SEND_FOR_REVIEW,
    TRANSITIONS,
    Status,
    Transition,
    date_and_time,
    describe_outcome,
    describe_status,
    offered_to,
)
from catalogue.publishing.status import ActionRefused, save_status, set_publication_date
from catalogue.required_facts import missing_facts
from catalogue.review.admin import ReviewMixin, note_of
from catalogue.review.records import Action, record

REASON_MISSING = gettext_noop(
    "Saved, but not sent back: enter the reason under “Note” first, so that the author knows what to change."
)
ENTERED_DATE = "at"  # in the address of a form: a publication date that was entered but not saved


@dataclass
class StatusOutcome:
    """The message after saving, and whether the requested transition was refused."""

    sentence: str = ""
    is_refused: bool = False
    entered_at: datetime | None = None


class PublishingMixin(BulkMixin, PreviewMixin, ReviewMixin, SluggedAdmin):
    """The status of an entry on its form and in its list, with a button for each transition."""

    publication_fields: ClassVar = (
        _("Publication"),
        {"fields": ("published_at", "slug", "staff_note")},
    )

    picture_fields: ClassVar = (
        *("picture", "picture_alt", "picture_is_decorative"),
        ("picture_focus_x", "picture_focus_y"),
    )

    # Who may do what

    def may_apply(self, request, transition: Transition, obj=None) -> bool:
        allowed = self.has_change_permission(request, obj) or (
            obj is None and self.has_add_permission(request)
        )
        return allowed and (transition.permission == "change" or self.has_publish_permission(request))

    def has_fixed_slug(self, obj) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_publish_permission(request) else (*fields, "published_at")

    def get_list_filter(self, request):
        status, *others = super().get_list_filter(request)
        return (status, *TO_DO_FILTERS, *others)

    # The form

    def get_form(self, request, obj=None, **kwargs):
        if obj is not None and obj.is_public:
            kwargs["help_texts"] = {
                "slug": _("End of the web address. If you change it, the old address redirects here."),
                **(kwargs.get("help_texts") or {}),
            }
        return super().get_form(request, obj, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        stored = context["adminform"].form.stored if obj else None
        status = stored.status if stored else Status.DRAFT
        is_proposed = context.get("is_proposed", False)  # whose buttons are those of a proposed version
        offered = () if is_proposed else offered_to(request.user, stored, status)
        missing = missing_facts(stored) if stored else self.model.required_facts
        context |= {
            "status": status,
            "status_sentence": describe_status(stored, self.is_visible(stored)) if stored else "",
            "status_missing": missing,
            "status_facts": [(fact, fact in missing) for fact in self.model.required_facts],
            "status_is_locked": bool(stored) and not is_proposed and self.is_locked(request, stored),
            "status_transitions": [one for one in offered if self.may_apply(request, one, stored)],
        }
        if obj and obj.published_at is None and (at := entered_date(request)):
            context["adminform"].form.initial["published_at"] = at
        return super().render_change_form(request, context, *args, obj=stored, **kwargs)

    # Saving

    def save_model(self, request, obj, form, change):
        """Save everything but the status, which changes after the rows are saved."""
        stored = form.stored if change else None
        if stored is None:
            obj.author = request.user
        before = stored.published_at if stored else None
        form.entered_at = obj.published_at if "published_at" in form.changed_data else before
        obj.published_at = before
        obj.stage = stored.stage if stored else obj.Stage.DRAFT
        super().save_model(request, obj, form, change)
        if stored and stored.is_public and stored.slug != obj.slug:
            keep_old_address(obj, stored.slug)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        transition = next((one for one in TRANSITIONS if one.name in request.POST), None)
        if transition is SAVE_AS_DRAFT and change:
            transition = as_sent_back(request.user, form.stored)
        is_moved = transition is not None or form.entered_at != form.instance.published_at
        if is_moved and not self.may_apply(request, transition or PUBLISH, form.instance if change else None):
            raise PermissionDenied
        outcome, note = StatusOutcome(), note_of(request)
        if transition and transition.needs_reason and not note:
            outcome = StatusOutcome(gettext(REASON_MISSING), is_refused=True, entered_at=form.entered_at)
        elif is_moved:
            outcome = change_status(form.instance, transition, form.entered_at)
        form.instance.outcome = outcome
        if action := review_action(form.instance, transition, is_moved and not outcome.is_refused, note):
            record(form.instance, action, note, request.user)

    def response_add(self, request, obj, post_url_continue=None):
        with only_own_message(request, obj.outcome):
            response = super().response_add(request, obj, post_url_continue)
        return self.report_outcome(request, obj, response)

    def response_change(self, request, obj):
        with only_own_message(request, obj.outcome):
            response = super().response_change(request, obj)
        return self.report_outcome(request, obj, response)

    def report_outcome(self, request, obj, response):
        """Show the outcome. Return the response, or a redirect to the form if the transition was refused."""
        if IS_POPUP_VAR in request.POST:
            return response
        outcome = obj.outcome  # Django passes only the entry on to the response, not its form
        if outcome.sentence:
            if outcome.is_refused:
                self.message_user(request, outcome.sentence, messages.WARNING)
            else:
                form = self.form_address(request, obj, outcome)
                text = format_html(
                    '<a href="{}">{}</a>: {}{}', form, obj, outcome.sentence, self.page_link(obj)
                )
                self.message_user(request, text, messages.SUCCESS)
        elif obj.published_at and (missing := missing_facts(obj)):
            self.message_user(request, incomplete_warning(missing), messages.WARNING)
        elif link := self.page_link(obj):
            self.message_user(request, link, messages.SUCCESS)
        return (
            HttpResponseRedirect(self.form_address(request, obj, outcome)) if outcome.is_refused else response
        )

    def form_address(self, request, obj, outcome: StatusOutcome) -> str:
        """Return the address of the entry's form, with a publication date that was not saved."""
        query = {ENTERED_DATE: outcome.entered_at.isoformat()} if outcome.entered_at else None
        return self.filtered_address(request, "change", obj.pk, query=query)

    def page_link(self, obj) -> str:
        """Return a link to the public page of an entry; empty if it has none."""
        address = self.get_view_on_site_url(obj)
        return (
            format_html(' <a href="{}">{}</a>', address, gettext("View the public page")) if address else ""
        )

    # The list

    @admin.display(description=_("status"), ordering="published_at")
    def publication(self, obj) -> str:
        if obj.published_at is None:
            return obj.status.label
        day = date_format(timezone.localtime(obj.published_at), "DATE_FORMAT")
        if getattr(obj, "has_proposal", False):
            text = (
                _("Published {day}, changes waiting")
                if obj.is_public
                else _("Scheduled {day}, changes waiting")
            )
            return text.format(day=day)
        return (_("Published {day}") if obj.is_public else _("Scheduled {day}")).format(day=day)

    @admin.display(description=_("last changed"), ordering="updated_at")
    def changed(self, obj) -> str:
        return date_format(timezone.localtime(obj.updated_at), "DATE_FORMAT")


@contextmanager
def only_own_message(request, outcome: StatusOutcome) -> Iterator[None]:
    """Leave out Django's message about a saved entry if the outcome has a sentence of its own."""
    if not outcome.sentence:
        yield
        return
    messages.set_level(request, messages.WARNING)
    try:
        yield
    finally:
        messages.set_level(request, None)


def change_status(entry, transition: Transition | None, entered_at: datetime | None) -> StatusOutcome:
    """Apply the transition of a button or, without one, the publication date that was entered."""
    before, was_public = entry.published_at, entry.is_public
    try:
        if transition:
            transition.apply(entry, entered_at, None)
        else:
            set_publication_date(entry, entered_at)
    except ActionRefused as refusal:
        sentence = gettext("Saved, but the status did not change. {reason}").format(reason=refusal)
        return StatusOutcome(sentence, is_refused=True, entered_at=entered_at)
    save_status(entry, was_public)
    sentence = describe_outcome(entry)
    set_comment(sentence if transition is None or entry.status is Status.SCHEDULED else transition.comment)
    if entered_at not in (None, before) and entry.published_at is None:
        lost = gettext("The date you entered ({date_and_time}) was not kept.")
        sentence = f"{sentence} {lost.format(date_and_time=date_and_time(entered_at))}"
    return StatusOutcome(sentence)


def as_sent_back(person, stored) -> Transition:
    """Return what making an entry a draft is for a person, by its status before."""
    return SEND_BACK if SEND_BACK in offered_to(person, stored, stored.status) else SAVE_AS_DRAFT


def review_action(entry, transition: Transition | None, is_moved: bool, note: str) -> str:
    """Return the action to record in the conversation about an entry; empty if there is none."""
    if is_moved and transition is SEND_FOR_REVIEW:
        return Action.SENT
    if is_moved and transition is SEND_BACK:
        return Action.RETURNED
    if is_moved and entry.published_at:
        return Action.PUBLISHED if entry.is_public else Action.SCHEDULED
    return Action.COMMENT if note else ""


def entered_date(request) -> datetime | None:
    """Return the publication date in the address of a form, None if there is none."""
    try:
        return parse_datetime(request.GET.get(ENTERED_DATE, ""))
    except ValueError:
        return None


def incomplete_warning(missing) -> str:
    names = ", ".join(str(fact.label) for fact in missing)
    return gettext("This entry is published or scheduled, but incomplete. Missing: {names}.").format(
        names=names
    )
