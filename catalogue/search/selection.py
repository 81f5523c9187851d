"""The entries that a visitor's search and filters leave, counted and in order."""

from collections.abc import Sequence
from functools import cached_property, reduce
from itertools import islice
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from catalogue.search.backends import backend_for
from catalogue.search.documents import SearchIndex
from catalogue.search.facets import FEW, Flags, counter_of, newest, set_of
from catalogue.search.questions import Question


def answering(queryset: QuerySet, index: SearchIndex, question: Question) -> QuerySet:
    """Return those of the entries of a queryset that answer a question."""
    if not question:
        return queryset
    sql, parameters = backend_for(index.document).hits(question)
    return queryset.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611  (what was typed is a parameter)


def with_any(queryset: QuerySet, index: SearchIndex, facet: str, values: Sequence[str]) -> QuerySet:
    """Return those of the entries of a queryset that have any of the values of a facet."""
    has_any = reduce(or_, (Q(facets__contains=f" {facet}:{value} ") for value in values))
    return queryset.filter(Exists(index.document.objects.filter(has_any, entry_id=OuterRef("pk"))))


class Selection:
    """The public entries of a kind that answer a question and have a chosen value of every facet chosen from.

    `chosen` gives the values for each facet; within a facet any of them will do. `within`, if given, is a
    queryset that the entries must be in besides.
    """

    def __init__(
        self,
        index: SearchIndex,
        question: Question,
        chosen: dict[str, Sequence[str]],
        within: QuerySet | None = None,
    ):
        self.index = index
        self.question = question
        self.chosen = {facet: values for facet, values in chosen.items() if values}
        self.within = within
        self.counter = counter_of(index)

    @cached_property
    def entries(self) -> int:
        """Give the set of entries (see `counting`)."""
        return self._without(None)

    def __len__(self) -> int:
        return self.entries.bit_count()

    def counts(self, facet: str) -> dict[str, int]:
        """Give, for each value of a facet, how many entries it would give under the other filters."""
        return self.counter.counts(facet, self._without(facet))

    def ranked(self, entries: QuerySet) -> "Ranked":
        """Take the entries with what a list needs of them, give those selected, the best answers first.

        Of few answers all are ranked. Of many, those whose names have all that is wanted; what has it in its
        text alone follows, the newest first.
        """
        if not self.question.wanted:
            return Ranked([], self.entries, entries)
        is_many = self._answers.bit_count() > FEW
        engine = backend_for(self.index.document)
        chosen = Flags(self.entries)
        with engine.asking() as cursor:
            cursor.execute(*engine.best(self.question, FEW, in_names=is_many))
            best = [key for (key,) in cursor.fetchall() if key in chosen]
        return Ranked(best, self.entries & ~set_of(best), entries)

    def ordered(self, name: str, fields: tuple, entries: QuerySet) -> "Ordered":
        """Take an order with its name and entries with what a list needs, give those selected, in order."""
        return Ordered(self.counter.in_order(name, fields), self.entries, entries)

    def _without(self, facet: str | None) -> int:
        """Give the entries that all but one of the facets leave."""
        entries = self._base
        for other, values in self.chosen.items():
            if other != facet:
                entries &= reduce(or_, (self.counter.of(other, value) for value in values))
        return entries

    @cached_property
    def _base(self) -> int:
        """Give the entries that are left without any facet."""
        if self.within is None:
            return self._answers
        return self._answers & set_of(self.within.order_by().values_list("pk", flat=True).iterator())

    @cached_property
    def _answers(self) -> int:
        """Give the public entries that answer the question; all, if nothing is asked."""
        if not self.question:
            return self.counter.public
        return self.counter.answers(self.question)


class Fetched(Sequence):
    """Entries of which only those are fetched that are looked at. A subclass gives their keys."""

    entries: QuerySet

    def keys(self, place: slice) -> list[int]:
        """Give the keys that stand at a place."""
        raise NotImplementedError

    def __getitem__(self, place):
        if isinstance(place, int):
            return self[place : place + 1][0]
        keys = self.keys(place)
        by_key = {entry.pk: entry for entry in self.entries.filter(pk__in=keys)}
        return [by_key[key] for key in keys if key in by_key]


class Ranked(Fetched):
    """Entries by a list of keys, then those of a set, the newest first."""

    def __init__(self, best: list[int], others: int, entries: QuerySet):
        self.best = best
        self.others = others
        self.entries = entries

    def __len__(self):
        return len(self.best) + self.others.bit_count()

    def keys(self, place):
        start, stop, _step = place.indices(len(self))
        first = max(0, start - len(self.best))
        last = max(0, stop - len(self.best))
        return [*self.best[start:stop], *newest(self.others, first, last)]


class Ordered(Fetched):
    """Those of the keys in an order that are in a set."""

    def __init__(self, order: Sequence[int], selected: int, entries: QuerySet):
        self.order = order
        self.selected = selected
        self.entries = entries

    def __len__(self):
        return self.selected.bit_count()

    def keys(self, place):
        start, stop, _step = place.indices(len(self))
        chosen = Flags(self.selected)
        return list(islice((key for key in self.order if key in chosen), start, stop))
