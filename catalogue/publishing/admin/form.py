"""Where an entry stands between draft and public, and who may move it on."""

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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.slugs import SluggedAdmin
from catalogue.former_addresses import keep_old_address
from catalogue.history.recording import set_comment
from catalogue.publishing.admin.bulk import BulkMixin
from catalogue.publishing.admin.list_filters import TO_DO_FILTERS
from catalogue.publishing.admin.previews import PreviewMixin
from catalogue.publishing.admin.steps import (
    OFFERED,
    PUBLISH,
    STEPS,
    Status,
    Step,
    moment,
    outcome_of,
    sentence_of,
)
from catalogue.publishing.status import NotPossible, save_status, set_moment
from catalogue.required_facts import missing_facts

TYPED_MOMENT = "at"  # in the address of a form: the moment that was typed, and could not be kept


@dataclass
class Outcome:
    """What saving came to: a sentence, and whether the step that was asked for had to be refused."""

    sentence: str = ""
    is_refused: bool = False
    typed_at: datetime | None = None
    is_shown: bool = False


class PublishingMixin(BulkMixin, PreviewMixin, SluggedAdmin):
    """The status of an entry on its form and in its list, with a button for each transition."""

    publication_fields: ClassVar = (
        _("Publication"),
        {"fields": ("published_at", "slug", "staff_note")},
    )

    # Who may do what

    def may_take(self, request, step: Step, obj=None) -> bool:
        allowed = self.has_change_permission(request, obj) or (
            obj is None and self.has_add_permission(request)
        )
        return allowed and (step.permission == "change" or self.has_publish_permission(request))

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
        context |= {
            "status": status,
            "status_sentence": sentence_of(stored, self.is_seen(stored)) if stored else "",
            "status_missing": missing_facts(stored) if stored else self.model.required_facts,
            "status_is_locked": bool(stored) and self.is_locked(request, stored),
            "status_steps": [step for step in OFFERED[status] if self.may_take(request, step, stored)],
        }
        if obj and obj.published_at is None and (at := typed_moment(request)):
            context["adminform"].form.initial["published_at"] = at
        return super().render_change_form(request, context, *args, obj=stored, **kwargs)

    # Saving

    def save_model(self, request, obj, form, change):
        """Save everything but the status, which is for the step after the rows are saved too."""
        stored = form.stored if change else None
        if stored is None:
            obj.author = request.user
        before = stored.published_at if stored else None
        form.typed_at = obj.published_at if "published_at" in form.changed_data else before
        obj.published_at = before
        obj.stage = stored.stage if stored else obj.Stage.DRAFT
        super().save_model(request, obj, form, change)
        if stored and stored.is_public and stored.slug != obj.slug:
            keep_old_address(obj, stored.slug)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        step = next((step for step in STEPS if step.name in request.POST), None)
        is_moved = step is not None or form.typed_at != form.instance.published_at
        if is_moved and not self.may_take(request, step or PUBLISH, form.instance if change else None):
            raise PermissionDenied
        form.instance.outcome = move(form.instance, step, form.typed_at) if is_moved else Outcome()

    def response_add(self, request, obj, post_url_continue=None):
        return self.tell(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        return self.tell(request, obj, super().response_change(request, obj))

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Show a message, but not Django's about a saved entry if the outcome has a sentence of its own."""
        outcome = getattr(request, "outcome", None)
        if level == messages.SUCCESS and outcome and outcome.sentence and not outcome.is_shown:
            return
        super().message_user(request, message, level, *args, **kwargs)

    def tell(self, request, obj, response):
        """Say what saving came to. Where the step was refused, the form opens again, with what is missing."""
        if IS_POPUP_VAR in request.POST:
            return response
        outcome = obj.outcome  # Django passes only the entry on to the response, not its form
        if outcome.sentence:
            outcome.is_shown = True
            if outcome.is_refused:
                self.message_user(request, outcome.sentence, messages.WARNING)
            else:
                text = format_html(
                    '<a href="{}">{}</a>: {}', self.form_again(request, obj, outcome), obj, outcome.sentence
                )
                self.message_user(request, text, messages.SUCCESS)
        elif obj.published_at and (missing := missing_facts(obj)):
            self.message_user(request, incomplete_all_the_same(missing), messages.WARNING)
        return (
            HttpResponseRedirect(self.form_again(request, obj, outcome)) if outcome.is_refused else response
        )

    def form_again(self, request, obj, outcome: Outcome) -> str:
        """Give the address of the entry's form, with the moment that was typed and could not be kept."""
        query = {TYPED_MOMENT: outcome.typed_at.isoformat()} if outcome.typed_at else None
        return self.filtered_address(request, "change", obj.pk, query=query)

    # The list

    @admin.display(description=_("status"), ordering="published_at")
    def publication(self, obj) -> str:
        if obj.published_at is None:
            return obj.status.label
        day = date_format(timezone.localtime(obj.published_at), "DATE_FORMAT")
        return (_("Published {day}") if obj.is_public else _("Scheduled {day}")).format(day=day)

    @admin.display(description=_("last changed"), ordering="updated_at")
    def changed(self, obj) -> str:
        return date_format(timezone.localtime(obj.updated_at), "DATE_FORMAT")


def move(entry, step: Step | None, typed_at: datetime | None) -> Outcome:
    """Take the step of a button, or without one the moment that was typed, and say what came of it."""
    before, was_public = entry.published_at, entry.is_public
    try:
        if step:
            step.take(entry, typed_at, None)
        else:
            set_moment(entry, typed_at)
    except NotPossible as refusal:
        sentence = gettext("Saved, but the status did not change. {reason}").format(reason=refusal)
        return Outcome(sentence, is_refused=True, typed_at=typed_at)
    save_status(entry, was_public)
    sentence = outcome_of(entry)
    set_comment(sentence if step is None or entry.status is Status.SCHEDULED else step.comment)
    if typed_at not in (None, before) and entry.published_at is None:
        lost = gettext("The date you entered ({moment}) was not kept.")
        sentence = f"{sentence} {lost.format(moment=moment(typed_at))}"
    return Outcome(sentence)


def typed_moment(request) -> datetime | None:
    """Give the moment that a form's address brings back, if it is one."""
    try:
        return parse_datetime(request.GET.get(TYPED_MOMENT, ""))
    except ValueError:
        return None


def incomplete_all_the_same(missing) -> str:
    names = ", ".join(str(fact.label) for fact in missing)
    return gettext("This entry is published or scheduled, but incomplete. Missing: {names}.").format(
        names=names
    )
