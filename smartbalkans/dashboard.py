"""The tasks on the back office's first page: each with its number of entries by list, and the first few.

All counts come from one query, and so do the first few of all tasks, whatever the number of entries.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.db.models import Count, F, Model, QuerySet, Value
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.autosave.admin import CONTINUED
from catalogue.autosave.models import AutosavedForm
from catalogue.entries import Publishable
from catalogue.publishing.admin.list_filters import ANY, IN_REVIEW, assigned_to, proposed
from catalogue.querysets import PublishableQuerySet
from catalogue.search import registry
from catalogue.search.facets import counter_of
from smartbalkans.contact.models import Report

FEW = 5  # entries of a task that are named
UNSAVED_SHOWN = 10
Status = Publishable.Status


@dataclass(frozen=True, eq=False)
class Task:
    """A task. `permission` is required to see it, and `query` narrows a list to its entries.

    It is about entries of every kind, or only about rows of its `model`. Those of a check have a button that
    confirms them.
    """

    title: str
    permission: str
    entries: Callable[[PublishableQuerySet, object], PublishableQuerySet]
    query: dict[str, str]
    order: str
    is_by_fact: bool = False
    model: type[Model] = Publishable
    is_check: bool = False


TASKS = (
    Task(
        _("Waiting for my review"),
        "publish",
        lambda entries, person: entries.with_status(Status.REVIEW),
        {"publication": "review"},
        "updated_at",
    ),
    Task(
        _("Changes waiting for my review"),
        "publish",
        lambda entries, person: proposed(entries, is_in_review=True),
        {"publication": IN_REVIEW},
        "updated_at",
    ),
    Task(
        _("Assigned to me"),
        "view",
        lambda entries, person: assigned_to(person, entries),
        {"assigned": "me"},
        "updated_at",
    ),
    Task(
        _("Reported mistakes"),
        "view",
        lambda reports, person: reports.open(),
        {"status": "open"},
        "created_at",
        model=Report,
    ),
    Task(
        _("Sent for review by me"),
        "change",
        lambda entries, person: entries.with_status(Status.REVIEW).entered_by(person),
        {"publication": "review", "author": "me"},
        "updated_at",
    ),
    Task(
        _("My drafts"),
        "change",
        lambda entries, person: entries.with_status(Status.DRAFT).entered_by(person),
        {"publication": "draft", "author": "me"},
        "-updated_at",
    ),
    Task(
        _("Last changed by me"),
        "change",
        lambda entries, person: entries.changed_by(person),
        {"editor": "me"},
        "-updated_at",
    ),
    Task(
        _("Incomplete"),
        "change",
        lambda entries, person: entries.incomplete(),
        {"missing": ANY},
        "-updated_at",
        is_by_fact=True,
    ),
    Task(
        _("Scheduled"),
        "view",
        lambda entries, person: entries.with_status(Status.SCHEDULED),
        {"publication": "scheduled"},
        "published_at",
    ),
    Task(
        _("Not updated for a year"),
        "publish",
        lambda entries, person: entries.stale(),
        {"changed": "stale"},
        "updated_at",
        is_check=True,
    ),
)


@dataclass
class TaskCount:
    """The number of entries of a kind, or of those that lack a fact, with the address of their list."""

    label: str
    count: int
    address: str
    parts: list["TaskCount"] = field(default_factory=list)


@dataclass
class TaskEntry:
    """One of the first few entries, with the moment that the task is sorted by.

    Its kind is named only where the task is about entries of several kinds.
    """

    label: str
    kind: str
    moment: datetime
    address: str
    check_address: str = ""
    token: str = ""


@dataclass
class TaskPanel:
    """A task with its numbers and first few entries."""

    task: Task
    lines: list[TaskCount]
    few: list[TaskEntry]

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)


def panels_for(request, admins: Iterable[ModelAdmin]) -> list[TaskPanel]:
    """Return the tasks of a person that have entries of the admins, in their order."""
    places = [
        (task, admin)
        for task in TASKS
        for admin in admins
        if issubclass(admin.model, task.model) and may(request, admin, task.permission)
    ]
    if not places:
        return []
    lines = lines_of(request, places)
    few = few_of(request, places)
    return [TaskPanel(task, lines[task], few.get(task, [])) for task in TASKS if task in lines]


def unsaved_changes_of(request) -> list[TaskEntry]:
    """Return the newest forms with unsaved changes of a person, with the addresses to continue them."""
    forms = AutosavedForm.objects.of_person(request.user).defer("data")[:UNSAVED_SHOWN]
    return [
        TaskEntry(
            form.name or gettext("Without a name"), kind_of(form), form.changed_at, continued_address(form)
        )
        for form in forms
    ]


def kind_of(form: AutosavedForm) -> str:
    opts = apps.get_model(form.kind)._meta
    return capfirst(str(opts.verbose_name))


def continued_address(form: AutosavedForm) -> str:
    page, args = ("change", [form.entry_id]) if form.entry_id else ("add", [])
    return reverse(f"admin:{form.kind.replace('.', '_')}_{page}", args=args, query={CONTINUED: form.pk})


def may(request, admin: ModelAdmin, permission: str) -> bool:
    return getattr(admin, f"has_{permission}_permission")(request)


def entries_of(task: Task, admin: ModelAdmin, person) -> PublishableQuerySet:
    return task.entries(admin.model.objects.order_by(), person)


def lines_of(request, places) -> dict[Task, list[TaskCount]]:
    """Return the numbers of entries of every task and kind, and of every missing fact."""
    plain = [place for place in places if not place[0].is_by_fact]
    counts = dict(zip(plain, counted([entries_of(*place, request.user) for place in plain]), strict=True))
    lines: dict[Task, list[TaskCount]] = {}
    for task, admin in places:
        line = line_by_fact(task, admin) if task.is_by_fact else line_of(task, admin, counts[task, admin])
        if line.count:
            lines.setdefault(task, []).append(line)
    return lines


def line_of(task: Task, admin: ModelAdmin, count: int) -> TaskCount:
    return TaskCount(capfirst(str(admin.opts.verbose_name_plural)), count, list_address(admin, task.query))


def line_by_fact(task: Task, admin: ModelAdmin) -> TaskCount:
    count, *by_fact = numbers_lacking(admin.model)
    line = line_of(task, admin, count)
    line.parts = [
        TaskCount(str(fact.lack), number, list_address(admin, {"missing": fact.key}))
        for fact, number in zip(admin.model.required_facts, by_fact, strict=True)
        if number
    ]
    return line


def numbers_lacking(model: type[Publishable]) -> list[int]:
    """Return how many entries lack any required fact, and each of them, kept until the data changes."""
    entries = model.objects.order_by()
    several = [entries.incomplete(), *(entries.missing(fact.key) for fact in model.required_facts)]
    return counter_of(registry.index_of(model)).remember("entries that lack facts", lambda: counted(several))


def counted(several: list[QuerySet]) -> list[int]:
    """Return the numbers of rows of several queries, in one query."""
    numbered = [
        entries.annotate(number=Value(number))
        .values("number")
        .annotate(count=Count("pk"))
        .values_list("number", "count")
        for number, entries in enumerate(several)
    ]
    found = dict(united(numbered))
    return [found.get(number, 0) for number in range(len(several))]


def united(queries: list[QuerySet]) -> QuerySet:
    return queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]


def few_of(request, places) -> dict[Task, list[TaskEntry]]:
    """Return the first few entries of every task: their keys in one query, their names in one a kind."""
    queries = []
    for number, (task, admin) in enumerate(places):
        first = entries_of(task, admin, request.user).order_by(task.order, "pk")[:FEW]
        queries.append(
            admin.model.objects.order_by()
            .filter(pk__in=first.values("pk"))
            .annotate(place=Value(number), moment=F(task.order.removeprefix("-")))
            .values_list("place", "pk", "moment")
        )
    rows = list(united(queries))
    entries = dict(loaded(request, places, rows))
    few: dict[Task, list[TaskEntry]] = {}
    for place, key, moment in rows:
        task, admin = places[place]
        if entry := entries.get((admin.model, key)):
            kind = capfirst(str(admin.opts.verbose_name)) if task.model is Publishable else ""
            listed = TaskEntry(str(entry), kind, moment, entry_address(admin, "change", key))
            if task.is_check:
                listed.check_address, listed.token = entry_address(admin, "check", key), entry.token
            few.setdefault(task, []).append(listed)
    return {
        task: sorted(found, key=lambda one: one.moment, reverse=task.order.startswith("-"))[:FEW]
        for task, found in few.items()
    }


def loaded(request, places, rows) -> Iterator[tuple]:
    """Yield the entries of the rows by model and key, with what their names are made of."""
    keys: dict[ModelAdmin, set] = {}
    for place, key, _moment in rows:
        keys.setdefault(places[place][1], set()).add(key)
    for admin, chosen in keys.items():
        for entry in admin.get_queryset(request).filter(pk__in=chosen):
            yield (admin.model, entry.pk), entry


def entry_address(admin: ModelAdmin, page: str, key) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_{page}", args=[key])


def list_address(admin: ModelAdmin, query: dict[str, str]) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist", query=query)
