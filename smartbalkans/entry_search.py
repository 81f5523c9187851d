"""The search of the back office over all kinds of entries, drafts included."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.utils.text import capfirst

from catalogue.search import registry
from catalogue.search.questions import Question
from catalogue.search.staff import best_for_staff, search_for_staff
from smartbalkans.dashboard import entry_address, list_address

FEW = 10  # results of a kind that are named


@dataclass(frozen=True)
class FoundEntry:
    label: str
    status: str
    moment: datetime
    address: str


@dataclass(frozen=True)
class FoundGroup:
    """The entries of a kind that were found: how many, the best, and the address of the list of all."""

    label: str
    count: int
    entries: list[FoundEntry]
    address: str


def search_entries(request, admins: Iterable[ModelAdmin], question: Question) -> Iterator[FoundGroup]:
    """Yield what a person may see of the entries that answer a question, by kind."""
    for admin in admins:
        if question and admin.has_view_permission(request):
            entries, index = admin.get_queryset(request), registry.index_of(admin.model)
            if best := best_for_staff(entries, index, question, FEW):
                yield FoundGroup(
                    capfirst(str(admin.opts.verbose_name_plural)),
                    search_for_staff(entries.order_by(), index, question).count(),
                    [
                        FoundEntry(
                            str(entry),
                            admin.publication(entry),
                            entry.updated_at,
                            entry_address(admin, "change", entry.pk),
                        )
                        for entry in best
                    ],
                    list_address(admin, {"q": question.typed}),
                )
