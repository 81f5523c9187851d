"""Steps taken with many entries at once, after a page that lists what will change and what will not."""

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
from catalogue.publishing.admin.steps import PUBLISH, SEND_FOR_REVIEW, WITHDRAW, Step
from catalogue.publishing.status import NotPossible, save_status
from catalogue.required_facts import RequiredFact, missing_facts_of

MOST_AT_ONCE = 1000  # entries of one action: they are changed in one transaction, which others wait for
BATCH = 500


class BulkAction:
    """What can be done with many entries. `question_class` is the form that asks what else it must know."""

    name: str
    label: str
    permission = "change"
    comment: str
    question_class: type[forms.Form] = forms.Form

    def prefetched(self, queryset: QuerySet) -> QuerySet:
        """Fetch what `try_on` looks at of each entry."""
        return queryset

    def try_on(self, entry: Model, missing: Sequence[RequiredFact], answers: dict) -> None:
        """Change the entry at hand without saving it. Raises NotPossible."""
        raise NotImplementedError

    def save(self, entry: Model, answers: dict) -> None:
        """Write down what `try_on` changed, with a new token."""
        raise NotImplementedError

    def comment_on(self, answers: dict) -> str:
        return str(self.comment)


class StepAction(BulkAction):
    """A step that the form of an entry has a button for."""

    def __init__(self, name: str, label: str, step: Step):
        self.name, self.label, self.step = name, label, step
        self.permission, self.comment = step.permission, step.comment

    def try_on(self, entry, missing, answers):
        self.step.take(entry, None, missing)

    def save(self, entry, answers):
        save_status(entry)


@dataclass
class Plan:
    """What an action would do: the entries that it changes, and the others, each with the reason."""

    changed: list[Model] = field(default_factory=list)
    left: list[tuple[Model, str]] = field(default_factory=list)


class BulkMixin(PublishPermissionMixin, PagesMixin):
    bulk_actions: ClassVar[tuple[BulkAction, ...]] = (
        StepAction("send_for_review", _("Send for review …"), SEND_FOR_REVIEW),
        StepAction("publish", _("Publish …"), PUBLISH),
        StepAction("withdraw", _("Withdraw …"), WITHDRAW),
    )

    def get_urls(self):
        return [self.page_path("bulk/<str:name>/", "bulk", self.bulk_view), *super().get_urls()]

    def may_act(self, request, action: BulkAction) -> bool:
        return self.has_change_permission(request) and (
            action.permission == "change" or self.has_publish_permission(request)
        )

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        own = {
            action.name: (self.chosen, action.name, action.label)
            for action in self.bulk_actions
            if self.may_act(request, action)
        }
        return {**own, **actions}

    @staticmethod
    def chosen(model_admin, request, queryset):
        """Take what was chosen in the list to the page that lists what will change."""
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(keys) > MOST_AT_ONCE:
            message = gettext("Select at most {most} entries at once. Filter the list first.")
            model_admin.message_user(request, message.format(most=MOST_AT_ONCE), messages.ERROR)
            return None
        return model_admin.bulk_page(request, model_admin.bulk_action(request, request.POST["action"]), keys)

    def bulk_action(self, request, name: str) -> BulkAction:
        action = next((action for action in self.bulk_actions if action.name == name), None)
        if action is None:
            raise Http404
        if not self.may_act(request, action):
            raise PermissionDenied
        return action

    def bulk_view(self, request, name):
        """Answer the page that asks: with what it asks next, or by doing it."""
        action = self.bulk_action(request, name)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keys = [
            int(key) for key in request.POST.get("keys", "").split(",") if key.isascii() and key.isdigit()
        ]
        keys = keys[:MOST_AT_ONCE]
        if "confirmed" in request.POST:
            question = action.question_class(request.POST)
            if question.is_valid():
                self.act(request, action, keys, question.cleaned_data)
                return HttpResponseRedirect(self.filtered_address(request, "changelist"))
        return self.bulk_page(request, action, keys)

    def bulk_page(self, request, action: BulkAction, keys: list):
        """Ask what the action needs to know, and once that is known, list what it would change."""
        is_answered = "answered" in request.POST or not action.question_class.base_fields
        question = action.question_class(request.POST if is_answered else None)
        plan = None
        if question.is_bound and question.is_valid():
            plan = self.bulk_plan(
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
        """Give the entries with these keys, with what their names are made of."""
        entries = action.prefetched(self.get_queryset(request))
        found = []
        for batch in batched(keys, BATCH):
            found += entries.filter(pk__in=batch)
        return found

    def bulk_plan(self, request, action: BulkAction, entries: list[Model], answers: dict) -> Plan:
        """Try the action on each entry at hand. Nothing is saved."""
        missing = missing_facts_of(self.model, [entry.pk for entry in entries])
        plan = Plan()
        for entry in entries:
            if not self.has_change_permission(request, entry):
                plan.left.append((entry, gettext("Only publishers can edit published or scheduled entries.")))
                continue
            try:
                action.try_on(entry, missing[entry.pk], answers)
            except NotPossible as reason:
                plan.left.append((entry, str(reason)))
            else:
                plan.changed.append(entry)
        return plan

    def act(self, request, action: BulkAction, keys: list, answers: dict) -> None:
        """Do it, in one transaction and one revision, with the entries as they are by now."""
        comment = action.comment_on(answers)
        with recorded(request.user, comment) as recorder:
            list(self.model.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
            plan = self.bulk_plan(request, action, self.entries_of(request, action, keys), answers)
            recorder.add(*plan.changed)
            for entry in plan.changed:
                action.save(entry, answers)
            LogEntry.objects.log_actions(request.user.pk, plan.changed, CHANGE, comment)
        self.tell_done(request, comment, plan)

    def tell_done(self, request, comment: str, plan: Plan) -> None:
        count = len(plan.changed)
        told = ngettext("{comment}: {count} entry.", "{comment}: {count} entries.", count)
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, told.format(comment=comment, count=count), level)
        if plan.left:
            count = len(plan.left)
            told = ngettext("Not changed: {count} entry.", "Not changed: {count} entries.", count)
            self.message_user(request, told.format(count=count), messages.WARNING)
