"""Actions on many entries, in portions, after a page that lists what will and will not be changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catalogue import portions
from catalogue.admin.permissions import PublishPermissionMixin
from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.batches import batched
from catalogue.clean_text import without_null_characters
from catalogue.history.recording import Recorder, recorded
from catalogue.keys import keys_of
from catalogue.portions import begun_in_time, is_script, run_portions, seconds_for
from catalogue.proposals.models import ProposedVersion
from catalogue.publishing.admin.transitions import PUBLISH, SEND_FOR_REVIEW, WITHDRAW, Transition
from catalogue.publishing.models import BulkRun
from catalogue.publishing.status import ActionRefused, save_status
from catalogue.required_facts import RequiredFact, missing_facts_of
from catalogue.review.records import Action, keep_records, notify_of_records

MAX_ENTRIES = 1000  # entries of one action, which its page lists
BATCH = 500
NO_ANSWERS = ("csrfmiddlewaretoken", "keys", "tokens", "answered", "confirmed")
PORTION = 50  # entries that are changed in one transaction, which others wait for


@dataclass(frozen=True)
class ValueChange:
    """What an action takes from an entry and what it gives it instead, as text; empty if nothing."""

    before: str
    after: str


class BulkAction:
    """An action on many entries. `question_class` is the form for what the action needs to know."""

    name: str
    label: str
    permission = "change"
    comment: str
    sees_entry = False  # whether it changes an entry only as the preview showed it
    is_change = True  # of what the history compares; otherwise only the comment is recorded
    review_action: str = ""  # by which it is recorded in the conversation about an entry
    question_class: type[forms.Form] = forms.Form

    def prefetched(self, queryset: QuerySet) -> QuerySet:
        """Prefetch what `apply` reads of each entry."""
        return queryset

    def apply(self, entry: Model, missing: Sequence[RequiredFact], answers: dict) -> "ValueChange | None":
        """Change the entry without saving it, and return what the preview shows of that, if anything.

        Raise ActionRefused if that is not possible.
        """
        raise NotImplementedError

    def save(self, entry: Model, answers: dict) -> None:
        """Save what `apply` changed, with a new token."""
        raise NotImplementedError

    def save_all(self, entries: Sequence[Model], answers: dict, user: Model) -> None:
        """Save the entries that `apply` changed, as a person."""
        for entry in entries:
            self.save(entry, answers)
        if entries and self.review_action:
            keep_records(entries, self.review_action, "", user)

    def notify(self, model: type[Model], user: Model, since: datetime) -> None:
        """Notify those concerned of what a person has done to entries of a kind since a moment."""
        if self.review_action:
            notify_of_records(model, self.review_action, user, since)

    def comment_on(self, answers: dict) -> str:
        return str(self.comment)

    @property
    def title(self) -> str:
        return str(self.label).removesuffix(" …")


class TransitionAction(BulkAction):
    """A transition that is also a button of the form."""

    def __init__(self, name: str, label: str, transition: Transition, review_action: str = ""):
        self.name, self.label, self.transition = name, label, transition
        self.review_action = review_action
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
    proposed: set = field(default_factory=set)  # the keys of those with a proposed version
    values: list[ValueChange | None] = field(default_factory=list)  # of those that are changed

    @property
    def lines(self) -> list[tuple[Model, ValueChange | None]]:
        return list(zip(self.changed, self.values, strict=True))

    @property
    def tokens(self) -> str:
        """Return the versions that the preview shows, for the form that confirms them."""
        return ",".join(f"{entry.pk}:{entry.token}" for entry in self.changed)


class BulkMixin(PublishPermissionMixin, ToolsMixin):
    bulk_actions: ClassVar[tuple[BulkAction, ...]] = (
        TransitionAction("send_for_review", _("Send for review …"), SEND_FOR_REVIEW, Action.SENT),
        TransitionAction("publish", _("Publish …"), PUBLISH, Action.PUBLISHED),
        TransitionAction("withdraw", _("Withdraw …"), WITHDRAW),
    )

    def get_urls(self):
        run = "bulk/run/<int:pk>/"
        return [
            self.page_path("bulk/<str:name>/", "bulk", self.bulk_view),
            self.page_path(run, "bulk_run", self.bulk_run_view),
            self.page_path(f"{run}go-on/", "bulk_go_on", require_POST(self.bulk_go_on)),
            self.page_path(f"{run}stop/", "bulk_stop", require_POST(self.bulk_stop)),
            *super().get_urls(),
        ]

    def list_tools(self, request):
        """Return the links above a list, with one to each action that the person has not finished."""
        runs = BulkRun.objects.of_kind(self.model).filter(user=request.user.pk)
        tools = [
            Tool(self.describe_run(run), self.filtered_address(request, "bulk_run", run.pk)) for run in runs
        ]
        return [*super().list_tools(request), *tools]

    def describe_run(self, run: BulkRun) -> str:
        titles = {action.name: action.title for action in self.bulk_actions}
        text = gettext("{action}: {done} of {total} entries")
        return text.format(action=titles.get(run.action, run.action), done=run.position, total=run.total)

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
        keys = keys_of(self.model, request.POST.get("keys", "").split(",")[:MAX_ENTRIES])
        if "confirmed" in request.POST:
            question = action.question_class(request.POST)
            if question.is_valid():
                return self.start_run(request, action, keys)
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
            plan.proposed = ProposedVersion.objects.of_entries(self.model, keys)
        return self.render_page(
            request,
            "admin/catalogue/bulk.html",
            action.title,
            here=action.title,
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

    def preview_bulk(
        self,
        request,
        action: BulkAction,
        entries: list[Model],
        answers: dict,
        tokens: dict[str, str] | None = None,
    ) -> BulkPreview:
        """Apply the action to each entry without saving it, unless it has another token than in `tokens`."""
        missing = missing_facts_of(self.model, [entry.pk for entry in entries])
        plan = BulkPreview()
        for entry in entries:
            if not self.has_change_permission(request, entry):
                reason = gettext("Only publishers can edit published or scheduled entries.")
                plan.unchanged.append((entry, reason))
                continue
            if tokens and tokens.get(str(entry.pk), entry.token) != entry.token:
                plan.unchanged.append((entry, gettext("Changed by somebody else after the preview.")))
                continue
            try:
                change = action.apply(entry, missing[entry.pk], answers)
            except ActionRefused as reason:
                plan.unchanged.append((entry, str(reason)))
            else:
                plan.changed.append(entry)
                plan.values.append(change)
        return plan

    def start_run(self, request, action: BulkAction, keys: list):
        """Start an action and return its page, or that of the list if the action is finished at once."""
        BulkRun.objects.clear()
        run = BulkRun.objects.create(
            kind=self.opts.label_lower,
            user=request.user,
            action=action.name,
            answers=answers_in(request.POST),
            keys=keys,
            tokens=tokens_in(request.POST.get("tokens", "")) if action.sees_entry else {},
        )
        return self.go_on_with(request, run, portions.SECONDS)

    def run_of(self, request, pk) -> BulkRun | None:
        """Return an unfinished action of this person; None if it is finished."""
        run = BulkRun.objects.of_kind(self.model).filter(user=request.user, pk=pk).first()
        if run:
            self.bulk_action(request, run.action)  # raises PermissionDenied
        return run

    def bulk_run_view(self, request, pk):
        """Show how far an action is; it goes on by itself if it was just started."""
        run = self.run_of(request, pk)
        list_address = self.filtered_address(request, "changelist")
        if run is None:
            return HttpResponseRedirect(list_address)
        title = self.bulk_action(request, run.action).title
        return self.render_page(
            request,
            "admin/catalogue/bulk_run.html",
            title,
            here=title,
            run=run,
            goes_on="go-on" in request.GET,
            list_address=list_address,
            address=self.filtered_address(request, "bulk_go_on", run.pk),
            stop_address=self.filtered_address(request, "bulk_stop", run.pk),
        )

    def bulk_go_on(self, request, pk):
        """Change more entries; answer the page's script with how far it is, a button with the next page."""
        run = self.run_of(request, pk)
        response = HttpResponseRedirect(self.filtered_address(request, "changelist"))
        if run:
            response = self.go_on_with(request, run, seconds_for(request))
        if not is_script(request):
            return response
        is_done = run is None or run.pk is None
        return JsonResponse(
            {"percent": run.percent if run else 100, "is_done": is_done, "address": response.url}
        )

    def bulk_stop(self, request, pk):
        """End an action; the entries that it has changed stay changed."""
        if run := self.run_of(request, pk):
            self.end_run(request, run, self.bulk_action(request, run.action).title)
        return HttpResponseRedirect(self.filtered_address(request, "changelist"))

    def go_on_with(self, request, run: BulkRun, seconds: float):
        """Change entries for about so many seconds and return a redirect to the next page."""
        action = self.bulk_action(request, run.action)
        question = run.question(action.question_class)
        if not question.is_valid():
            errors = [error for errors in question.errors.values() for error in errors]
            self.message_user(request, " ".join(errors), messages.ERROR)
            self.end_run(request, run, action.title)
            return HttpResponseRedirect(self.filtered_address(request, "changelist"))
        answers = question.cleaned_data
        if run_portions(lambda: self.bulk_portion(request, action, run, answers), seconds):
            return HttpResponseRedirect(
                self.filtered_address(request, "bulk_run", run.pk, query={"go-on": 1})
            )
        self.end_run(request, run, action.comment_on(answers))
        return HttpResponseRedirect(self.filtered_address(request, "changelist"))

    def bulk_portion(self, request, action: BulkAction, run: BulkRun, answers: dict) -> bool:
        """Run the action on the current state of the next entries, in one transaction.

        Return whether there are more. The position of `run` moves on in the same transaction.
        """
        comment = action.comment_on(answers)
        with recorded(request.user, comment) as recorder:
            locked = BulkRun.objects.select_for_update().filter(pk=run.pk).first()
            if locked is None:
                return False
            run.position, run.changed, run.unchanged = locked.position, locked.changed, locked.unchanged
            for keys in begun_in_time(run.keys[run.position : run.position + PORTION]):
                plan = self.change_entries(request, action, keys, answers, recorder, run.tokens)
                run.position += len(keys)
                run.changed += len(plan.changed)
                run.unchanged += len(plan.unchanged)
            run.save()
        return not run.is_done

    def change_entries(
        self, request, action: BulkAction, keys: list, answers: dict, recorder: Recorder, tokens: dict
    ) -> BulkPreview:
        """Run the action on the entries with these keys, and return what it changed."""
        list(self.model.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        plan = self.preview_bulk(request, action, self.entries_of(request, action, keys), answers, tokens)
        (recorder.add if action.is_change else recorder.note)(*plan.changed)
        action.save_all(plan.changed, answers, request.user)
        LogEntry.objects.log_actions(request.user.pk, plan.changed, CHANGE, action.comment_on(answers))
        return plan

    def end_run(self, request, run: BulkRun, comment: str) -> None:
        """Show what an action did, and forget it, unless another request has done so."""
        deleted, _models = BulkRun.objects.filter(pk=run.pk).delete()
        run.pk = None
        if not deleted:
            return
        self.bulk_action(request, run.action).notify(self.model, request.user, run.started_at)
        left = run.total - run.position
        text = ngettext("{comment}: {count} entry.", "{comment}: {count} entries.", run.changed)
        level = messages.SUCCESS if run.changed else messages.WARNING
        self.message_user(request, text.format(comment=comment, count=run.changed), level)
        if run.unchanged:
            text = ngettext("Not changed: {count} entry.", "Not changed: {count} entries.", run.unchanged)
            self.message_user(request, text.format(count=run.unchanged), messages.WARNING)
        if left:
            text = ngettext(
                "Stopped before the last entry.", "Stopped before the last {count} entries.", left
            )
            self.message_user(request, text.format(count=left), messages.WARNING)


def tokens_in(text: str) -> dict[str, str]:
    """Return the tokens of a form by the keys of their entries."""
    pairs = without_null_characters(text).split(",")[:MAX_ENTRIES]
    return dict(pair.split(":", 1) for pair in pairs if ":" in pair)


def answers_in(data: QueryDict) -> dict[str, list[str]]:
    """Return what a form says about an action, by the names of its fields."""
    return {
        without_null_characters(name): [without_null_characters(value) for value in values]
        for name, values in data.lists()
        if name not in NO_ANSWERS
    }
