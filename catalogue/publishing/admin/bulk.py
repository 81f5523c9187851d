"""Actions on many entries, after a page that lists what will and will not be changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.pages import PagesMixin
from catalogue.admin.permissions import PublishPermissionMixin
from catalogue.batches import batched
from catalogue.history.recording import recorded
from catalogue.publishing.admin.transitions import PUBLISH, SEND_FOR_REVIEW, WITHDRAW, Transition
from catalogue.publishing.status import ActionRefused, save_status
from catalogue.required_facts import RequiredFact, missing_facts_of

MAX_ENTRIES = 1000  # entries of one action: they are changed in one transaction, which others wait for
BATCH = 500


class BulkAction:
    """An action on many entries. `question_class` is the form for what the action needs to know."""

    name: str
    label: str
    permission = "change"
    comment: str
    question_class: type[forms.Form] = forms.Form

    def prefetched(self, queryset: QuerySet) -> QuerySet:
        """Prefetch what `apply` reads of each entry."""
        return queryset

    def apply(self, entry: Model, missing: Sequence[RequiredFact], answers: dict) -> None:
        """Change the entry without saving it. Raise ActionRefused if that is not possible."""
        raise NotImplementedError

    def save(self, entry: Model, answers: dict) -> None:
        """Save what `apply` changed, with a new token."""
        raise NotImplementedError

    def comment_on(self, answers: dict) -> str:
        return str(self.comment)


class TransitionAction(BulkAction):
    """A transition that is also a button of the form."""

    def __init__(self, name: str, label: str, transition: Transition):
        self.name, self.label, self.transition = name, label, transition
        self.permission, self.comment = transition.permission, transition.comment

    def apply(self, entry, missing, answers):
        self.transition.apply(entry, None, missing)

    def save(self, entry, answers):
        save_status(entry)


@dataclass
class BulkPreview:
    """The entries that an action would change, and the others, each with the reason."""

    changed: list[Model] = field(default_factory=list)
    unchanged: list[tuple[Model, str]] = field(default_factory=list)


class BulkMixin(PublishPermissionMixin, PagesMixin):
    bulk_actions: ClassVar[tuple[BulkAction, ...]] = (
        TransitionAction("send_for_review", _("Send for review …"), SEND_FOR_REVIEW),
        TransitionAction("publish", _("Publish …"), PUBLISH),
        TransitionAction("withdraw", _("Withdraw …"), WITHDRAW),
    )

    def get_urls(self):
        return [self.page_path("bulk/<str:name>/", "bulk", self.bulk_view), *super().get_urls()]

    def may_run(self, request, action: BulkAction) -> bool:
        return self.has_change_permission(request) and (
            action.permission == "change" or self.has_publish_permission(request)
        )

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        own = {
            action.name: (self.start_bulk, action.name, action.label)
            for action in self.bulk_actions
            if self.may_run(request, action)
        }
        return {**own, **actions}

    @staticmethod
    def start_bulk(model_admin, request, queryset):
        """Return the page for the entries selected in the list; None if there are too many."""
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MAX_ENTRIES + 1])
        if len(keys) > MAX_ENTRIES:
            message = gettext("Select at most {most} entries at once. Filter the list first.")
            model_admin.message_user(request, message.format(most=MAX_ENTRIES), messages.ERROR)
            return None
        return model_admin.bulk_page(request, model_admin.bulk_action(request, request.POST["action"]), keys)

    def bulk_action(self, request, name: str) -> BulkAction:
        action = next((action for action in self.bulk_actions if action.name == name), None)
        if action is None:
            raise Http404
        if not self.may_run(request, action):
            raise PermissionDenied
        return action

    def bulk_view(self, request, name):
        """Return the next page of an action, or run it when it is confirmed."""
        action = self.bulk_action(request, name)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keys = [
            int(key) for key in request.POST.get("keys", "").split(",") if key.isascii() and key.isdigit()
        ]
        keys = keys[:MAX_ENTRIES]
        if "confirmed" in request.POST:
            question = action.question_class(request.POST)
            if question.is_valid():
                self.run_bulk(request, action, keys, question.cleaned_data)
                return HttpResponseRedirect(self.filtered_address(request, "changelist"))
        return self.bulk_page(request, action, keys)

    def bulk_page(self, request, action: BulkAction, keys: list):
        """Return the page that asks what the action needs to know, then lists what it would change."""
        is_answered = "answered" in request.POST or not action.question_class.base_fields
        question = action.question_class(request.POST if is_answered else None)
        plan = None
        if question.is_bound and question.is_valid():
            plan = self.preview_bulk(
                request, action, self.entries_of(request, action, keys), question.cleaned_data
            )
        title = str(action.label).removesuffix(" …")
        return self.render_page(
            request,
            "admin/catalogue/bulk.html",
            title,
            here=title,
            list_address=self.filtered_address(request, "changelist"),
            media=self.media,
            action=action,
            question=question,
            plan=plan,
            keys=",".join(map(str, keys)),
            count=len(keys),
            address=self.filtered_address(request, "bulk", action.name),
        )

    def entries_of(self, request, action: BulkAction, keys: list) -> list[Model]:
        """Return the entries with these keys, in batches because of limits on parameters."""
        entries = action.prefetched(self.get_queryset(request))
        found = []
        for batch in batched(keys, BATCH):
            found += entries.filter(pk__in=batch)
        return found

    def preview_bulk(self, request, action: BulkAction, entries: list[Model], answers: dict) -> BulkPreview:
        """Apply the action to each entry without saving it."""
        missing = missing_facts_of(self.model, [entry.pk for entry in entries])
        plan = BulkPreview()
        for entry in entries:
            if not self.has_change_permission(request, entry):
                reason = gettext("Only publishers can edit published or scheduled entries.")
                plan.unchanged.append((entry, reason))
                continue
            try:
                action.apply(entry, missing[entry.pk], answers)
            except ActionRefused as reason:
                plan.unchanged.append((entry, str(reason)))
            else:
                plan.changed.append(entry)
        return plan

    def run_bulk(self, request, action: BulkAction, keys: list, answers: dict) -> None:
        """Run the action on the current state of the entries, in one transaction."""
        comment = action.comment_on(answers)
        with recorded(request.user, comment) as recorder:
            list(self.model.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
            plan = self.preview_bulk(request, action, self.entries_of(request, action, keys), answers)
            recorder.add(*plan.changed)
            for entry in plan.changed:
                action.save(entry, answers)
            LogEntry.objects.log_actions(request.user.pk, plan.changed, CHANGE, comment)
        self.report_bulk(request, comment, plan)

    def report_bulk(self, request, comment: str, plan: BulkPreview) -> None:
        count = len(plan.changed)
        text = ngettext("{comment}: {count} entry.", "{comment}: {count} entries.", count)
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text.format(comment=comment, count=count), level)
        if plan.unchanged:
            count = len(plan.unchanged)
            text = ngettext("Not changed: {count} entry.", "Not changed: {count} entries.", count)
            self.message_user(request, text.format(count=count), messages.WARNING)
