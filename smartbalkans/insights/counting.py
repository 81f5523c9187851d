"""Entries of one kind under the filters of their list, grouped by what the list can be filtered by."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone
from django.utils.http import urlencode

from catalogue.data_versions.kept import KeptValues
from catalogue.entries import Entry
from catalogue.listings.filters import ALL, MATCH, EntryFilterSet
from catalogue.querysets import database_rows
from catalogue.search.documents import NOT_STATED
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from projects.filters import ProjectFilterSet
from smartbalkans.kinds import KINDS
from trainings.filters import TrainingFilterSet

T = TypeVar("T")
Value = tuple[str, str]  # of a filter: its name and one of its values

FILTERSETS: dict[str, type[EntryFilterSet]] = {
    "organisations": OrganisationFilterSet,
    "projects": ProjectFilterSet,
    "grants": GrantFilterSet,
    "trainings": TrainingFilterSet,
}
KINDS_BY_SECTION = {kind.section: kind for kind in KINDS}
MOST_KEPT = 50  # results of one state of the data


@dataclass(frozen=True)
class Group:
    """The set of the counted entries that have one value of a facet (see catalogue.search.facets)."""

    value: str
    label: str
    entries: int


class Counted:
    """The public entries of a kind that the filters leave, and the addresses of lists of some of them."""

    def __init__(self, section: str, filterset: EntryFilterSet):
        self.kind = KINDS_BY_SECTION[section]
        self.filterset = filterset
        self.counter = filterset.counter
        self.entries = filterset.selection.entries
        self.labels_by_facet: dict[str, dict[str, str]] = {}

    def __len__(self):
        return self.entries.bit_count()

    def noun(self, number: int) -> str:
        return self.kind.noun % {"number": number}

    def label(self, facet: str) -> str:
        return str(self.filterset.filters[facet].label)

    def groups(self, facet: str, *, is_second: bool = False) -> list[Group]:
        """Return the entries by their values of a facet, in the order of the filter, not stated last.

        If values of the facet are chosen, there are no groups for others; `is_second` is of a facet by which
        the entries are grouped already, so that the others show what else these have.
        """
        values = list(self.counter.counts(facet, self.entries))
        if self.filterset.chosen[facet] and facet not in self.filterset.every and not is_second:
            values = [value for value in values if value in self.filterset.chosen[facet]]
        return [
            Group(value, label, self.entries & self.counter.of(facet, value))
            for value, label in self.labels(facet, values).items()
        ]

    def labels(self, facet: str, values: Collection[str], others: Collection[str] = ()) -> dict[str, str]:
        """Return the labels of values of a facet, in the order of the filter, not stated last.

        Costs one query for each facet, whatever the number of tables that show it. `others` are values that
        later tables may show though no entry has them.
        """
        if facet not in self.labels_by_facet or not self.labels_by_facet[facet].keys() >= set(values):
            known = dict.fromkeys([*self.counter.values(facet), *self.filterset.chosen[facet], *others])
            labels = self.filterset.filters[facet].labels(known)
            self.labels_by_facet[facet] = dict(sorted(labels.items(), key=_is_not_stated))
        return {value: str(label) for value, label in self.labels_by_facet[facet].items() if value in values}

    def address(self, *values: Value) -> str:
        """Return the address of the list of those counted entries that have all of these values."""
        query = dict(self.query)
        every = set(self.filterset.every)
        wanted: dict[str, list[str]] = {}
        for facet, value in values:
            wanted.setdefault(facet, []).append(value)
        for facet, found in wanted.items():
            kept = self.filterset.chosen[facet] if facet in every else []
            query[facet] = list(dict.fromkeys([*kept, *found]))
            if len(found) > 1:
                every.add(facet)
        if every:
            several = [facet for facet in self.filterset.facet_filters if len(query.get(facet, ())) > 1]
            if required := [facet for facet in several if facet in every]:
                query[MATCH] = [ALL] if required == several else required
        return f"{self.kind.list_address}{'?' if query else ''}{urlencode(query, doseq=True)}"

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """Return the filters of the list that the entries are counted of, without what is not of a value."""
        return {name: values for name, values in self.filterset.query.lists() if name not in ("sort", MATCH)}

    def remember(self, name: Hashable, compute: Callable[[], T]) -> T:
        """Return a value that depends on the counted entries and the name alone, kept until anything changes.

        Texts are not kept: they depend on the language.
        """
        kept = self.counter.remember("insights", lambda: KeptValues(MOST_KEPT))
        return kept.get((name, self.entries), compute)


def hidden_keys(model: type[Entry]) -> set[int]:
    """Return the keys of the entries of a kind that are not published: in most databases a few."""
    is_hidden = Q(published_at__isnull=True) | Q(published_at__gt=timezone.now())
    hidden = model.objects.filter(is_hidden).order_by()
    return {key for (key,) in database_rows(hidden.values_list("pk"))}


def _is_not_stated(value_and_label: tuple[str, str]) -> bool:
    return value_and_label[0] == NOT_STATED
