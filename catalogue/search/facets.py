"""Counts the results of each choice of a filter in memory: 100,000 entries take milliseconds.

Each process keeps one bit per entry for each value of each facet. A set of entries is an integer with the
bits of its entries, so filters are combined by `&` and `|`, and counted by `int.bit_count()`. Of a value that
few entries have, such as most towns, it keeps their keys: so memory does not grow with the number of values.
"""

import json
import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property, partial
from operator import itemgetter
from typing import NamedTuple, TypeVar

from django.db import connection
from django.utils import timezone

from catalogue.data_versions.kept import KeptValues
from catalogue.data_versions.models import CURRENT, DataVersion
from catalogue.querysets import database_rows, in_order_of_index
from catalogue.search.backends import backend_for
from catalogue.search.clock import Clock, DataState
from catalogue.search.documents import PUBLIC, SearchIndex
from catalogue.search.models import SearchClock
from catalogue.search.names import NameWords
from catalogue.search.questions import Question
from catalogue.search.renewed import FEW, RenewedValues
from catalogue.search.sets import Flags, Having, keys_of, set_of, sets_by_number, united, without

T = TypeVar("T")
CHUNK = 5000
MOST_VALUES = 100  # such as orders and totals, of one state of the data
MOST_ANSWERS = 100  # questions whose answers are kept, with one bit per entry
UNWRITTEN = [0, ""]  # the mark of documents of which none was ever written
FEWEST_TERMS = 3  # of a question of which most can be found, if not all
MOST_STATES = 2  # a request that began before a change still uses the values from before it


class Answers(NamedTuple):
    """The set of entries that match a question, of whose wanted terms each has `terms`.

    Ranking them reads `compared` entries: all that have any of the terms, if none has all.
    """

    entries: int
    terms: int
    compared: int


class Facets:
    """The facets of one kind of entry in one state of the data, and the values that are kept of it."""

    def __init__(
        self,
        index: SearchIndex,
        clock: Clock,
        bits: dict[str, Having],
        names: NameWords,
        kept: KeptValues,
        renewed: RenewedValues,
        made: dict,
    ):
        self.index = index
        self.clock = clock
        self.state = clock.state
        self.bits = bits
        self.names = names
        self.kept = kept
        self.renewed = renewed
        self.made = made  # what values were made of at last, and these values, by name; of any state

    def of(self, facet: str, value: str) -> int:
        """Return the set of entries with a value."""
        if facet in self.index.wide:
            documents = self.index.document.objects.filter(facets__contains=f" {facet}:{value} ")
            return set_of(documents.values_list("pk", flat=True).iterator())
        return self._set(f"{facet}:{value}")

    def _set(self, name: str) -> int:
        found = self.bits.get(name, 0)
        return found if isinstance(found, int) else set_of(found)

    def counts(self, facet: str, entries: int) -> dict[str, int]:
        """Return how many of a set of entries have each value of a facet, without values that none has.

        A wide facet is counted only for a few entries; for more, the result is empty.
        """
        if facet in self.index.wide:
            count = partial(self._wide_counts, facet, entries)
            return self.remember(f"counts of {facet}", count) if entries == self.public else count()
        chosen = Flags(entries)
        found = {value: self._count(f"{facet}:{value}", entries, chosen) for value in self.values(facet)}
        return {value: count for value, count in found.items() if count}

    def _count(self, name: str, entries: int, chosen: Flags) -> int:
        found = self.bits[name]
        return (
            (entries & found).bit_count() if isinstance(found, int) else sum(map(chosen.__contains__, found))
        )

    def _wide_counts(self, facet: str, entries: int) -> dict[str, int]:
        if entries.bit_count() > FEW:
            return {}
        start = f"{facet}:"
        documents = self.index.document.objects.filter(pk__in=keys_of(entries))
        names = (name for facets in documents.values_list("facets", flat=True) for name in facets.split())
        return Counter(name.removeprefix(start) for name in names if name.startswith(start))

    @property
    def public(self) -> int:
        """Return the set of all public entries."""
        return self._set(PUBLIC)

    def values(self, facet: str) -> list[str]:
        """Return the values of a facet that any entry has."""
        start = f"{facet}:"
        return [
            name.removeprefix(start) for name, bits in self.bits.items() if bits and name.startswith(start)
        ]

    def in_order(self, name: str, fields: tuple, most: int | None = None) -> array:
        """Return the keys of all entries in an order, or the first of them, kept until anything changes.

        Those of drafts too: without a condition, an index alone has most orders.
        """

        def sort() -> array:
            keys = in_order_of_index(self.index.model.objects.order_by(*fields)).values_list("pk")
            return array("q", map(itemgetter(0), database_rows(keys[:most])))

        return self.remember(("order", name, most), sort)

    def answers(self, question: Question) -> Answers:
        """Return the public entries that match a question, kept until anything changes.

        If none has all wanted terms, these are the ones with most of them: with as many as any entry has, and
        more than half. Filtering, sorting and paging repeat the same question.
        """
        answers = self.remember("answers", lambda: KeptValues(MOST_ANSWERS))
        return answers.get(question, lambda: self._find(question))

    def _find(self, question: Question) -> Answers:
        backend, terms = backend_for(self.index.document), len(question.wanted)
        found = self.public & set_of(backend.keys(question))
        if found or terms < FEWEST_TERMS:
            return Answers(found, terms, found.bit_count())
        allowed = self.public
        if question.unwanted:
            allowed &= set_of(backend.keys(Question("", unwanted=question.unwanted)))
        by_term = [allowed & set_of(keys) for keys in backend.keys_by_term(question)]
        having = sets_by_number(by_term)
        most = max(number for number, entries in enumerate(having) if entries or not number)
        if most * 2 <= terms:
            return Answers(0, terms, 0)
        return Answers(having[most], most, having[1].bit_count())

    def remember(self, name: Hashable, compute: Callable[[], T]) -> T:
        """Return a computed value, kept by its name until anything changes that entries of this kind show.

        The state of the data was read before: a change during the computation leads to another one. A value
        with a text in it needs the language in its name.
        """
        return self.kept.get(name, compute)

    def remember_made(self, name: Hashable, read: Callable[[], Hashable], make: Callable[..., T]) -> T:
        """Return a value that is made of nothing but what `read` returns, kept by its name as others are.

        It is made again only if what is read differs from last time: most changes are of something else.
        """

        def compute() -> T:
            content = read()
            before = self.made.get(name)
            if before is None or before[0] != content:
                before = self.made[name] = (content, make(content))
            return before[1]

        return self.remember(name, compute)

    def remember_renewed(self, name: Hashable, read: Callable[[], T], renew: Callable[[T, set[int]], T]) -> T:
        """Return a value that is made of rows of all public entries, kept by its name as others are.

        `read` makes it. After a change, `renew` returns it from the last one and the keys of the entries that
        changed, of which alone it reads the rows. The documents have to contain what is read (see `renewed`).
        """
        return self.remember(name, lambda: self.renewed.get(name, self.clock, read, renew))


class FacetCounter:
    """The facets of one kind of entry, as this process last read them, and what it keeps of that kind."""

    def __init__(self, index: SearchIndex):
        self.index = index
        self.lock = threading.Lock()
        self.mark: list | None = None  # the clock's version and its random mark
        self.bits: dict[str, Having] = {}
        self.names = NameWords(index.document)
        self.kept = KeptValues(MOST_STATES)
        self.renewed = RenewedValues(index, self._read_clock)
        self.made: dict[Hashable, tuple] = {}

    def current(self) -> Facets:
        """Load what has changed and return the facets. Costs one query if nothing has."""
        clock = self._read_clock()
        with self.lock:
            if self.mark != clock.history[-1]:
                # Another thread may have loaded a later state than was read here.
                clock = self._read_clock()
                self._load(clock.history)
            kept = self._values_of(clock.state)
            return Facets(self.index, clock, self.bits, self.names, kept, self.renewed, self.made)

    def _values_of(self, state: DataState) -> KeptValues:
        if state.token is None:
            return KeptValues(MOST_VALUES)
        return self.kept.get(state, lambda: KeptValues(MOST_VALUES))

    def _read_clock(self) -> Clock:
        """Return the history of the documents and the state of the data, both as of the same moment."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(self._clock, [now, self.index.kind])
            found = cursor.fetchone()
        if found is None:
            return Clock([UNWRITTEN], DataState())
        history, index_version, token, changes_at = found
        history = json.loads(history) or [UNWRITTEN]
        return Clock(history, DataState(token, changes_at, history[-1][1]), index_version)

    @cached_property
    def _clock(self) -> str:
        """Return the query of the clock. Every page asks it, and Django would take most of the time."""
        versions, clocks = DataVersion._meta.db_table, SearchClock._meta.db_table
        return (
            "SELECT history, index_version, "
            f"(SELECT {CURRENT[connection.vendor]} FROM {versions} WHERE kind = clock.kind), "
            f"(SELECT MIN(refresh_at) FROM {self._table} WHERE refresh_at > %s) "
            f"FROM {clocks} AS clock WHERE clock.kind = %s"
        )

    def _load(self, history: list) -> None:
        if self.mark != history[-1]:
            is_near = self.mark in history
            self.bits = self._read_since(self.mark[0]) if is_near else self._read_all()
            self.mark = history[-1]

    def _read_since(self, version: int) -> dict[str, Having]:
        rows = self._changed_rows(version)
        self.names.note(title for _key, _facets, title in rows)
        gone = {key for key, _facets, _title in rows}
        others = ~set_of(gone)
        bits = {
            name: value & others if isinstance(value, int) else without(value, gone)
            for name, value in self.bits.items()
        }
        added: dict[str, list[int]] = defaultdict(list)
        for key, facets, _title in rows:
            for name in self._kept(facets):
                added[name].append(key)
        for name, keys in added.items():
            bits[name] = united(bits.get(name, ()), keys)
        return bits

    def _read_all(self) -> dict[str, Having]:
        self.names = NameWords(self.index.document)
        keys: dict[str, array] = defaultdict(lambda: array("q"))
        for key, facets in self._all_rows():
            for name in self._kept(facets):
                keys[name].append(key)
        return {name: united((), having) for name, having in keys.items()}

    def _changed_rows(self, since: int) -> list[tuple[int, str, str]]:
        """Return the documents of the latest versions. The length of the clock's history limits them."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT entry_id, facets, title FROM {self._table} WHERE version > %s", [since])
            return cursor.fetchall()

    def _all_rows(self) -> Iterator[tuple[int, str]]:
        """Yield all documents that are not empty, in chunks by key, which need no server-side cursor.

        What is written between two chunks has a later version than the mark, and is read again.
        """
        last = 0
        while rows := self._rows_after(last):
            yield from rows
            last = rows[-1][0]

    def _rows_after(self, key: int) -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT entry_id, facets FROM {self._table} "
                "WHERE facets <> '' AND entry_id > %s ORDER BY entry_id LIMIT %s",
                [key, CHUNK],
            )
            return cursor.fetchall()

    def _kept(self, facets: str) -> list[str]:
        return [name for name in facets.split() if name.partition(":")[0] not in self.index.wide]

    @property
    def _table(self) -> str:
        return self.index.document._meta.db_table


_counters: dict[str, FacetCounter] = {}


def counter_of(index: SearchIndex) -> Facets:
    """Return the current facets of a kind from this process's counter."""
    return _counters.setdefault(index.kind, FacetCounter(index)).current()
