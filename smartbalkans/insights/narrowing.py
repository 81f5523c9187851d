"""The filters of /insights/: those of the lists, which narrow every figure whose entries have them."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue.errors import AddressError
from catalogue.exports.parameters import unknown_parameters
from catalogue.listings.filters import ALL, MATCH, Chip, Choice, EntryFilterSet
from smartbalkans.insights.counting import FILTERSETS, Counted

FILTERS = ("country", "line", "theme", "year")
SECTIONS = ("grants", "projects", "trainings")  # of which there are figures
COMPLETE = "grants"  # the list that has all of these filters


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    choices: list[Choice]


class Narrowing:
    """What the query string of /insights/ chooses, for each kind of entry."""

    def __init__(self, query: QueryDict):
        self.query = query
        self.counted_by_section: dict[str, Counted] = {}

    def counted(self, section: str) -> Counted:
        if section not in self.counted_by_section:
            filterset_class = FILTERSETS[section]
            filterset = filterset_class(self._part(filterset_class))
            self.counted_by_section[section] = Counted(section, filterset)
        return self.counted_by_section[section]

    @property
    def complete(self) -> EntryFilterSet:
        return self.counted(COMPLETE).filterset

    @cached_property
    def errors(self) -> list[AddressError]:
        """Return what is wrong with the query string. The lists agree on the values of these filters."""
        return [*unknown_parameters(self.query, [*FILTERS, MATCH]), *self.complete.errors()]

    @property
    def chips(self) -> list[Chip]:
        return self.complete.chips

    @property
    def query_string(self) -> str:
        """Return the query string without what was wrong, for the addresses of files and of the pivot."""
        query = self.complete.query
        return f"?{query.urlencode()}" if query else ""

    @cached_property
    def filters(self) -> list[Filter]:
        """Return the filters with the values that any counted entry has, or that are chosen."""
        return [Filter(name, self.counted(COMPLETE).label(name), self._choices(name)) for name in FILTERS]

    def not_applied(self, section: str) -> str:
        """Return the sentence on chosen filters that a kind of entry does not have."""
        known = FILTERSETS[section].base_filters
        labels = [
            str(self.complete.filters[name].label)
            for name, values in self.complete.chosen.items()
            if values and name not in known
        ]
        text = _("These filters do not apply to {entries}: {filters}.")
        entries = self.counted(section).noun(2)
        return text.format(entries=entries, filters=", ".join(labels)) if labels else ""

    def _choices(self, name: str) -> list[Choice]:
        chosen = self.complete.chosen[name]
        kinds = [self.counted(section) for section in SECTIONS if name in FILTERSETS[section].base_filters]
        values = dict.fromkeys(value for one in kinds for value in one.counter.values(name))
        labels = self.complete.filters[name].labels([*values, *chosen])
        return [Choice(value, label, None, value in chosen) for value, label in labels.items()]

    def _part(self, filterset_class: type[EntryFilterSet]) -> QueryDict:
        """Return the part of the query string that the list of a kind knows."""
        part = QueryDict(mutable=True)
        for name in FILTERS:
            if name in self.query and name in filterset_class.base_filters:
                part.setlist(name, self.query.getlist(name))
        is_complete = filterset_class is FILTERSETS[COMPLETE]
        match = [
            value
            for value in self.query.getlist(MATCH)
            if is_complete or value == ALL or value in filterset_class.base_filters
        ]
        if match:
            part.setlist(MATCH, match)
        return part
