"""Filters of lists: choices with their counts, read from the query string. Wrong values become errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import islice
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import F, Model
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.errors import AddressError
from catalogue.exports.parameters import shortened, unknown_parameters
from catalogue.folding import fold
from catalogue.search import registry
from catalogue.search.documents import NOT_STATED
from catalogue.search.facets import Facets, counter_of
from catalogue.search.questions import ask, errors_of
from catalogue.search.selection import PARTIAL_NOTE, Selection, answering, with_values
from catalogue.search.suggestions import proposal_for
from catalogue.similarity import find_most_similar

MATCH, ALL = "match", "all"  # the parameter that requires every chosen value, and its value for all filters
MOST_CHOSEN = 50  # values of one filter that are read
MOST_COMPARED = 2000  # values of a filter that are compared with a wrong one
MOST_TYPED = 100  # characters of a wrong value that are compared
CLOSE = 80  # of 100: a value or label that is so similar is proposed
SHOWN = 8  # choices of a filter that are visible: the most frequent
MOST_SHOWN = 50  # choices of a filter in a page; one with more values has a search field for the others
FIND = "_search"  # the parameter "town_search" finds values of the filter "town"
MOST_NAMED = 3  # values of a filter in the title of a list
RANKED_FROM = 3  # letters of the shortest word; shorter beginnings hit too much for a rank to mean anything

Labels = Callable[[Iterable[str]], dict[str, str]]  # from values to those that there are, with their names


@dataclass(frozen=True)
class Choice:
    """One value of a filter as the form shows it. The count is None where counting would take too long."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter as the form shows it: visible and folded choices, and a search where there are many.

    `searched` is what was typed into the search, None if there is none.
    """

    name: str
    label: str
    shown: list[Choice]
    folded: list[Choice]
    searched: str | None
    is_open: bool

    @property
    def search_name(self) -> str:
        return f"{self.name}{FIND}"


@dataclass(frozen=True)
class Chip:
    """A search or filter that is active, with the query string of the same list without it."""

    label: str
    without: str


class ChosenField(forms.MultipleChoiceField):
    """Values that have a name, with which they are kept as `names`.

    Others are kept as `refused`; `is_cut` is whether there were too many.
    """

    def __init__(self, *, labels, **kwargs):
        self.labels = labels
        super().__init__(**kwargs)

    def clean(self, value):
        typed = [one for one in dict.fromkeys(value or []) if one]
        values = typed[:MOST_CHOSEN]
        self.is_cut = len(typed) > MOST_CHOSEN
        labels = self.labels([one for one in values if one.isprintable()])  # PostgreSQL knows no NUL
        self.names = {one: str(labels[one]) for one in values if one in labels}
        self.refused = [one for one in values if one not in labels]
        return list(self.names)


class FacetFilter(django_filters.Filter):
    """Any of several values of a facet (see catalogue.search), or every one of them with `match=all`.

    `labels` takes values and returns those that exist with their names, in the order to show them; `unknown`
    is the value of entries without the fact, and `unknown_label` its name. `other_codes` are values of other
    lists of codes, with ours. `find` returns values, with their names, by a part of the name: a facet that
    can be too wide to be counted needs it. `phrase` names the chosen values in the title of the list.
    """

    field_class = ChosenField

    def __init__(
        self,
        *,
        label: str,
        labels: Labels,
        unknown: str = NOT_STATED,
        unknown_label: str = _("Not stated"),
        other_codes: Mapping[str, str] | None = None,
        find: Callable[[str], dict[str, str]] | None = None,
        phrase: str = "({values})",
    ):
        self.phrase = phrase
        self.other_codes = other_codes or {}
        self.find = find
        self.labels = partial(_with_unknown, labels, unknown_label)
        self.unknown = unknown
        super().__init__(label=label, labels=self.labels, required=False)

    def filter(self, queryset, value):
        if not value:
            return queryset
        every = self.field_name in self.parent.every
        return with_values(queryset, self.parent.index, self.field_name, value, every=every)


class QuestionField(forms.Field):
    """What was typed into a search box; nothing is an error."""

    def clean(self, value):
        return ask(value or "")


class QuestionFilter(django_filters.Filter):
    """The entries that answer a search."""

    field_class = QuestionField

    def filter(self, queryset, value):
        return answering(queryset, self.parent.index, value)


def _with_unknown(labels, unknown_label, values) -> dict[str, str]:
    stated = [value for value in values if value != NOT_STATED]
    unknown = {NOT_STATED: unknown_label} if NOT_STATED in values else {}
    return {**labels(stated), **unknown}


def _containing(searched: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the values whose names contain all words that were searched for, in any script and case."""
    words = fold(searched).split()
    return {
        value: label for value, label in labels.items() if all(word in fold(str(label)) for word in words)
    }


def fixed(choices: Iterable[tuple[str, str]]) -> Labels:
    """Return the `labels` of a filter for the choices of a field."""
    return lambda values: {value: label for value, label in choices if value in values}


def rows(model: type[Model], key: str) -> Labels:
    """Return the `labels` of a filter for the rows of a model, by the field used in the address."""
    return lambda values: dict(model.objects.filter(**{f"{key}__in": values}).values_list(key, "name"))


def years(values: Iterable[str]) -> dict[str, str]:
    """Return the `labels` of a filter for years, the latest first."""
    return {value: value for value in sorted(values, reverse=True) if value.isascii() and value.isdigit()}


class EntryFilterSet(django_filters.FilterSet):
    """The search, filters and orders of a list. A subclass adds its filters as FacetFilters.

    An entry needs any one of the chosen values of a filter. With `match=all` it needs every one of them; with
    `match=` and the names of filters, every one of theirs.

    `sorts` names the orders other than relevance, each with its label and the fields that it orders by.
    """

    sorts: dict[str, tuple[str, tuple]] = {
        "name": (_("Name"), ("sort_key", "pk")),
        "newest": (_("Newest first"), (F("published_at").desc(), "-pk")),
    }
    default_sort = "name"

    q = QuestionFilter(label=_("Search"), widget=forms.TextInput, required=False)

    def __init__(self, data: QueryDict, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.data = data
        self.form.is_valid()
        self.question = self.form.cleaned_data["q"]
        self.other_errors: list[AddressError] = []  # of what is no choice of a filter
        self.chosen = {name: self.form.cleaned_data.get(name, []) for name in self.facet_filters}
        self.order = self._order()
        self.every = self._every()

    @property
    def known_parameters(self) -> list[str]:
        searches = [f"{name}{FIND}" for name in self.facet_filters]
        return [*self.filters, *searches, MATCH, "sort", "page"]

    def errors(self, further_parameters: Iterable[str] = ()) -> list[AddressError]:
        """Return what is wrong with the query string of an address that has further parameters."""
        return [
            *unknown_parameters(self.data, [*self.known_parameters, *further_parameters]),
            *errors_of(self.data.get("q", ""), self.question),
            *(error for name, one in self.facet_filters.items() for error in self._value_errors(name, one)),
            *self.other_errors,
        ]

    @property
    def index(self):
        return registry.index_of(self._meta.model)

    @cached_property
    def counter(self) -> Facets:
        return counter_of(self.index)

    @cached_property
    def selection(self) -> Selection:
        return Selection(
            self.index, self.question, self.chosen, self.within(), self.counter, every=self.every
        )

    def within(self):
        """Return a queryset that the entries must also be in, or None. For filters that are not facets."""
        return None

    def filter_queryset(self, queryset):
        """Return those of the queryset that are public and that every filter leaves, in order."""
        public = queryset.for_public()
        if (within := self.within()) is not None:
            public = public.filter(pk__in=within.values("pk"))
        return super().filter_queryset(public).order_by(*self.sorts[self.named_order][1])

    @property
    def named_order(self) -> str:
        return self.default_sort if self.order == "relevance" else self.order

    def ordered(self, queryset):
        """Return the selected ones of the entries, in order, for a paginator."""
        if self.order == "relevance":
            return self.selection.ranked(queryset)
        return self.selection.ordered(self.order, self.sorts[self.order][1], queryset)

    @property
    def note(self) -> str:
        """Return the sentence on a list of entries that have only some of the words of the search."""
        return str(PARTIAL_NOTE) if self.selection.is_partial and len(self.selection) else ""

    def keys(self) -> list[int]:
        """Return the keys of all selected entries, in order."""
        return self.ordered(self._meta.model.objects.none()).keys(slice(None))

    @property
    def about(self) -> dict:
        """Return what the cover sheet of a file contains in addition, such as totals."""
        return {}

    @cached_property
    def facets(self) -> list[Facet]:
        """Return the filters as the form shows them, with the choices that have results or are chosen.

        A filter is left out if its only choice is that the fact is not known.
        """
        facets = (self._facet(name, one) for name, one in self.facet_filters.items())
        return [facet for facet in facets if facet]

    @property
    def facet_filters(self) -> dict[str, FacetFilter]:
        return {name: one for name, one in self.filters.items() if isinstance(one, FacetFilter)}

    @property
    def orders(self) -> list[tuple[str, str]]:
        relevance = [("relevance", _("Best match"))] if self.can_rank else []
        return [*relevance, *((name, label) for name, (label, _fields) in self.sorts.items())]

    @property
    def is_narrowed(self) -> bool:
        return self.number_chosen > 0

    @property
    def number_chosen(self) -> int:
        """Return the number of values that are chosen in the filters, for the button that opens them."""
        return sum(map(len, self.chosen.values()))

    def names_chosen(self, name: str) -> dict[str, str]:
        """Return the chosen values of a filter with their names."""
        return self.form.fields[name].names

    def describe(self, heading: str) -> str:
        """Return the title of the list with its search and filters: "Projects in Albania or Serbia"."""
        texts = [heading]
        for name in self.chosen:
            if names := list(self.names_chosen(name).values()):
                is_every = name in self.every
                named = (_(" and ") if is_every else _(" or ")).join(names[:MOST_NAMED])
                if len(names) > MOST_NAMED:
                    others = _("{values} and others") if is_every else _("{values} or others")
                    named = others.format(values=named)
                texts.append(str(self.filters[name].phrase).format(values=named))
        if self.question:
            texts.append(_("with “{search}”").format(search=self.question.typed))
        return " ".join(map(str, texts))

    @property
    def can_rank(self) -> bool:
        return self.question.shortest >= RANKED_FROM

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the active search and filters."""
        chips = [Chip(f"“{self.question.typed}”", self.without("q"))] if self.question else []
        for name in self.chosen:
            chips += [
                Chip(f"{self.filters[name].label}: {text}", self.without(name, value))
                for value, text in self.names_chosen(name).items()
            ]
        if every := [str(self.filters[name].label) for name in self.every if len(self.chosen[name]) > 1]:
            label = _("All chosen values required: {filters}").format(filters=", ".join(every))
            chips.append(Chip(label, self.without(MATCH)))
        return chips

    def without(self, name: str, value: str | None = None) -> str:
        """Return the query string, from the first page, without a parameter or without one value of it."""
        query = self.data.copy()
        query.pop("page", None)
        kept = [one for one in query.pop(name, []) if value is not None and one != value]
        if kept:
            query.setlist(name, kept)
        return f"?{query.urlencode()}"

    @property
    def query(self) -> QueryDict:
        """Return the query string without what was wrong, the page and the parameters of files."""
        query = QueryDict(mutable=True)
        if self.question:
            query["q"] = self.question.typed
        for name, values in self.chosen.items():
            if values:
                query.setlist(name, values)
        if self.every:
            query.setlist(MATCH, [ALL] if self.matches_all else self.every)
        if self.data.get("sort") == self.order:
            query["sort"] = self.order
        return query

    @cached_property
    def proposal(self) -> Chip | None:
        """Return a search that has results, where this one has none with all of its words."""
        if len(self.selection) and not self.selection.is_partial:
            return None
        typed = proposal_for(self.question, lambda meant: Selection(self.index, meant, {}).has_answers)
        return Chip(typed, f"?{urlencode({'q': typed})}") if typed else None

    def _facet(self, name: str, one: FacetFilter) -> Facet | None:
        counts = self.selection.counts(name)
        is_counted = bool(counts) or one.find is None or not self.selection.entries_beside(name)
        counts = dict.fromkeys(self.chosen[name], 0 if is_counted else None) | counts
        if not is_counted or len(counts) > MOST_SHOWN:
            return self._large_facet(name, one, counts, is_counted=is_counted)
        if not self.chosen[name] and counts.keys() <= {one.unknown}:
            return None
        choices = self._choices(name, one.labels(counts), counts)
        visible = sorted(choices, key=lambda choice: -choice.count)[:SHOWN]
        shown = choices if len(choices) <= SHOWN else visible
        folded = [choice for choice in choices if choice not in shown]
        return Facet(name, one.label, shown, folded, None, is_open=bool(self.chosen[name]))

    def _large_facet(
        self, name: str, one: FacetFilter, counts: dict[str, int | None], *, is_counted: bool
    ) -> Facet:
        """Return a filter with the chosen values and those searched for, or else the most frequent ones."""
        searched = self.data.get(f"{name}{FIND}", "").strip()[:MOST_TYPED]
        frequent = sorted(counts, key=lambda value: -(counts[value] or 0))
        if searched:
            found = _containing(searched, one.labels(counts)) if is_counted else one.find(searched)
        else:
            found = one.labels(frequent[:SHOWN])
        labels = one.labels(self.chosen[name]) | found
        shown = self._choices(name, dict(islice(labels.items(), MOST_SHOWN)), counts)
        return Facet(name, one.label, shown, [], searched, is_open=True)

    def _choices(
        self, name: str, labels: Mapping[str, str], counts: Mapping[str, int | None]
    ) -> list[Choice]:
        chosen = self.chosen[name]
        return [Choice(value, label, counts.get(value), value in chosen) for value, label in labels.items()]

    def _value_errors(self, name: str, one: FacetFilter) -> Iterator[AddressError]:
        """Yield an error for each wrong value of a filter, with one query for all of them."""
        field = self.form.fields[name]
        meant = self._meant_values(name, one, field.refused) if field.refused else {}
        for value in field.refused:
            text = _("{filter}: “{value}” is not a known value.")
            text = text.format(filter=one.label, value=shortened(value))
            if value in meant:
                known, label = meant[value]
                proposal = _("Did you mean “{value}” ({label})?").format(value=known, label=label)
                text = f"{text} {proposal}"
            yield AddressError(text, _("It was ignored."))
        if field.is_cut:
            text = _("{filter}: at most {number} values can be chosen.")
            yield AddressError(
                text.format(filter=one.label, number=MOST_CHOSEN),
                _("Only the first {number} were used.").format(number=MOST_CHOSEN),
            )

    def _meant_values(self, name: str, one: FacetFilter, wrong: list[str]) -> dict[str, tuple[str, str]]:
        """Return the known value, with its label, that each wrong one stands for or is similar to."""
        others = {value: one.other_codes.get(value.strip().upper()) for value in wrong}
        codes = {value: code for value, code in others.items() if code}
        counted = [] if name in self.index.wide else self.counter.values(name)[:MOST_COMPARED]
        labels = {value: str(label) for value, label in one.labels([*codes.values(), *counted]).items()}
        texts = {fold(text): value for value in counted if value in labels for text in (value, labels[value])}
        meant = {}
        for value in wrong:
            similar = find_most_similar(fold(value[:MOST_TYPED]), list(texts), cutoff=CLOSE)
            known = codes.get(value) or texts.get(similar)
            if known in labels:
                meant[value] = known, labels[known]
        return meant

    @property
    def matches_all(self) -> bool:
        """Return whether every chosen value of every filter is required."""
        return len(self.every) == len(self.facet_filters)

    @property
    def can_match_all(self) -> bool:
        """Return whether the form offers to require all chosen values: only two values make a difference."""
        return bool(self.every) or any(len(values) > 1 for values in self.chosen.values())

    def _every(self) -> list[str]:
        """Return the filters of which every chosen value is required."""
        names = list(self.facet_filters)
        asked = [one for one in self.data.getlist(MATCH) if one][:MOST_CHOSEN]
        for value in dict.fromkeys(asked):
            if value not in [ALL, *names]:
                text = _("“match” can be “{all}” or the name of a filter, not “{value}”.")
                text = text.format(all=ALL, value=shortened(value))
                self.other_errors.append(AddressError(text, _("It was ignored.")))
        return [name for name in names if ALL in asked or name in asked]

    def _order(self) -> str:
        default = "relevance" if self.can_rank else self.default_sort
        asked = self.data.get("sort", "")
        if not asked or asked in dict(self.orders):
            return asked or default
        text = _("The list cannot be sorted by “{value}”.").format(value=shortened(asked))
        self.other_errors.append(AddressError(text))
        return default


def money_of(typed: str) -> Decimal | None:
    """Return an amount that a person typed as a number; None if it is not one or below zero."""
    try:
        amount = Decimal(typed.replace(",", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < Decimal(10) ** 12 else None
