"""The entries that match a visitor's search and filters, counted and in order."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial, reduce
from itertools import islice
from operator import and_, or_

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from catalogue.search.backends import backend_for
from catalogue.search.documents import SearchIndex
from catalogue.search.facets import Answers, Facets, counter_of
from catalogue.search.questions import Question
from catalogue.search.renewed import FEW
from catalogue.search.sets import Flags, newest, set_of

COMPARED = 500  # names, for suggestions
FIRST = 500  # keys of an order, in which the first page of most lists is found without the others
PARTIAL_NOTE = _("No entry has all of these words. These have most of them.")


def answering(queryset: QuerySet, index: SearchIndex, question: Question) -> QuerySet:
    """Return those of the entries of a queryset that answer a question, as a selection has them."""
    if not question:
        return queryset
    terms = counter_of(index).answers(question).terms
    sql, parameters = backend_for(index.document).hits(question, terms)
    return queryset.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611  (what was typed is a parameter)


def with_values(
    queryset: QuerySet, index: SearchIndex, facet: str, values: Sequence[str], *, every: bool = False
) -> QuerySet:
    """Return those of the entries of a queryset that have any of the values of a facet, or every one."""
    has_values = reduce(and_ if every else or_, (Q(facets__contains=f" {facet}:{one} ") for one in values))
    return queryset.filter(Exists(index.document.objects.filter(has_values, entry_id=OuterRef("pk"))))


def best_named(queryset: QuerySet, index: SearchIndex, question: Question, most: int) -> list:
    """Return the first few entries of a queryset whose names have all wanted words, the best first.

    Of very many names, those found first are compared: a visitor who still types waits for them.
    """
    if not question.wanted:
        return []
    backend = backend_for(index.document)
    with backend.cursor() as cursor:
        cursor.execute(*backend.best(question, most, in_names=True, compared=COMPARED))
        keys = [key for (key,) in cursor.fetchall()]
    return list(Ranked(keys, 0, queryset)[:most])


class Selection:
    """The public entries of a kind that match a question and have a chosen value of each facet in `chosen`.

    `chosen` has the values by facet; an entry needs any one of them, or every one of a facet in `every`.
    `within` is a queryset that also has to contain the entries. `counter` are the current facets, if the
    caller has read them already.
    """

    def __init__(
        self,
        index: SearchIndex,
        question: Question,
        chosen: dict[str, Sequence[str]],
        within: QuerySet | None = None,
        counter: Facets | None = None,
        *,
        every: Collection[str] = (),
    ):
        self.index = index
        self.question = question
        self.chosen = {facet: values for facet, values in chosen.items() if values}
        self.within = within
        self.every = every
        self.counter = counter or counter_of(index)

    @cached_property
    def entries(self) -> int:
        """Return the set of entries (see `facets`)."""
        return self._without(None)

    def __len__(self) -> int:
        return self.entries.bit_count()

    @property
    def terms(self) -> int:
        """Return how many of the wanted terms the entries have."""
        return self._answers.terms

    @property
    def is_partial(self) -> bool:
        """Return whether no entry of the kind has all wanted terms, and some have most of them."""
        return self.terms < len(self.question.wanted)

    @property
    def has_answers(self) -> bool:
        """Return whether any entry of the kind has all wanted terms, whatever filters are chosen."""
        return bool(self._answers.entries) and not self.is_partial

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many results each value of a facet would have if it were chosen (too)."""
        return self.counter.counts(facet, self.entries_beside(facet))

    def entries_beside(self, facet: str) -> int:
        """Return the entries to which the choice of one more value of a facet applies.

        They match the other facets and, if every chosen value is required, this facet too.
        """
        return self.entries if facet in self.every else self._without(facet)

    def ranked(self, entries: QuerySet) -> "Ranked":
        """Return the selected entries of a queryset, the best answers first.

        If there are few, all are ranked. If there are many, only those with all wanted words in their names
        are ranked; the others follow, the newest first.
        """
        if not self.question.wanted:
            return Ranked([], self.entries, entries)
        is_many = self._answers.compared > FEW
        backend = backend_for(self.index.document)
        chosen = Flags(self.entries)
        together = "or" if self.is_partial else "and"
        with backend.cursor() as cursor:
            cursor.execute(*backend.best(self.question, FEW, in_names=is_many, together=together))
            best = [key for (key,) in cursor.fetchall() if key in chosen]
        return Ranked(best, self.entries & ~set_of(best), entries)

    def ordered(self, name: str, fields: tuple, entries: QuerySet) -> "Ordered":
        """Return the selected entries of a queryset in an order, which is cached by its name."""
        return Ordered(partial(self.counter.in_order, name, fields), self.entries, entries)

    def _without(self, facet: str | None) -> int:
        """Return the entries that match all facets but one."""
        entries = self._base
        for other, values in self.chosen.items():
            if other != facet:
                unite = and_ if other in self.every else or_
                entries &= reduce(unite, (self.counter.of(other, value) for value in values))
        return entries

    @cached_property
    def _base(self) -> int:
        """Return the entries that match before any facet is applied."""
        if self.within is None:
            return self._answers.entries
        return self._answers.entries & set_of(self.within.order_by().values_list("pk", flat=True).iterator())

    @cached_property
    def _answers(self) -> Answers:
        """Return the public entries that match the question; all entries if it is empty."""
        if not self.question:
            return Answers(self.counter.public, 0, 0)
        return self.counter.answers(self.question)


class FetchedSlice(Sequence):
    """The entries with some keys, in this order. Each is fetched once, when it is read, with the others.

    One that is no longer there is left out.
    """

    def __init__(self, keys: Sequence[int], queryset: QuerySet):
        self.keys = keys
        self.queryset = queryset
        self._by_key: dict[int, Model] = {}

    def __bool__(self):
        return bool(self.keys)

    def __len__(self):
        return len(self._fetched)

    def __getitem__(self, place):
        return self._fetched[place]

    @cached_property
    def _fetched(self) -> list:
        return self.fetch(self.keys)

    def fetch(self, keys: Sequence[int]) -> list:
        """Return the entries with these of the keys, and fetch no others."""
        if missing := [key for key in keys if key not in self._by_key]:
            self._by_key.update((entry.pk, entry) for entry in self.queryset.filter(pk__in=missing))
        return [self._by_key[key] for key in keys if key in self._by_key]


class Fetched(Sequence):
    """A sequence whose slices fetch their entries when they are read. A subclass knows the keys."""

    entries: QuerySet

    def keys(self, place: slice) -> list[int]:
        """Return the keys at these positions."""
        raise NotImplementedError

    def __getitem__(self, place):
        if isinstance(place, int):
            return self[place : place + 1][0]
        return FetchedSlice(self.keys(place), self.entries)


class Ranked(Fetched):
    """The entries of a list of keys, then those of a set, the newest first."""

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


class FetchedSet(Fetched):
    """A sequence of the entries of a set (see `facets`). A subclass knows their order."""

    def __init__(self, selected: int, entries: QuerySet):
        self.selected = selected
        self.entries = entries

    def __len__(self):
        return self.selected.bit_count()


class Ordered(FetchedSet):
    """The entries of a set, in the order of a list of keys, of which `order` returns all or the first."""

    def __init__(self, order: Callable[[int | None], Sequence[int]], selected: int, entries: QuerySet):
        super().__init__(selected, entries)
        self.order = order

    def keys(self, place):
        start, stop, _step = place.indices(len(self))
        chosen = Flags(self.selected)
        if stop <= FIRST:
            found = list(islice(filter(chosen.__contains__, self.order(FIRST)), start, stop))
            if len(found) == stop - start:
                return found
        order = self.order(None)
        if start < len(self) - stop:
            return list(islice(filter(chosen.__contains__, order), start, stop))
        found = islice(filter(chosen.__contains__, reversed(order)), len(self) - stop, len(self) - start)
        return list(found)[::-1]
