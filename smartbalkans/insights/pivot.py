"""A table of which the reader chooses the entries, the rows, the columns and the measure."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue.errors import AddressError, propose
from catalogue.exports.parameters import shortened, unknown_parameters
from catalogue.listings.filters import MATCH
from catalogue.similarity import find_most_similar
from organisations.models import Grant
from projects.models import TargetGroup
from smartbalkans.insights.counting import FILTERSETS, KINDS_BY_SECTION, Counted
from smartbalkans.insights.cross_tables import (
    amount_of,
    amounts_note,
    count_of,
    cross_table,
    number_with_amount,
    with_notes,
)
from smartbalkans.insights.tables import FigureTable
from smartbalkans.insights.target_numbers import number_table

PARAMETERS = ("of", "rows", "columns", "measure")
OF_LISTS_ONLY = ("sort", "page")  # parameters of lists that a table does not have
SECTIONS = ("grants", "projects", "organisations", "trainings")
COUNT = "count"
TOO_MANY = frozenset({"town"})  # filters with more values than a table is readable with
CLOSE = 75  # of 100: a choice that is so similar to a wrong one is proposed


class Pivot:
    """The table that a query string chooses, with the filters of the list of its entries.

    What is missing or wrong in the query string has a default, and is one of the `errors`.
    """

    def __init__(self, query: QueryDict):
        self.query = query
        self.errors: list[AddressError] = []
        self.section = self._chosen("of", {one: KINDS_BY_SECTION[one].label for one in SECTIONS}, "grants")
        filters = query.copy()
        for name in OF_LISTS_ONLY:
            filters.pop(name, None)
        self.counted = Counted(self.section, FILTERSETS[self.section](filters))
        self.rows = self._chosen("rows", self.facets, "country")
        self.columns = self._chosen("columns", {"": _("None"), **self.facets}, "")
        self.measure = self._chosen("measure", self.measures, COUNT)
        if self.measure in TargetGroup.Kind.values and self.columns == self.rows:
            text = _("Target numbers need different rows and columns, so there are no columns.")
            self.errors.append(AddressError(text))
            self.columns = ""
        self.errors += self._filter_errors()

    @cached_property
    def facets(self) -> dict[str, str]:
        """Return what the entries can be grouped by, with the labels."""
        filterset = self.counted.filterset
        return {
            name: self.counted.label(name)
            for name in filterset.facet_filters
            if name not in filterset.index.wide | TOO_MANY
        }

    @cached_property
    def measures(self) -> dict[str, str]:
        """Return what can be counted or summed of the entries, with the labels."""
        label = self.counted.kind.label
        found = {COUNT: _("Number of {entries}").format(entries=label.lower())}
        if self.section == "grants":
            text = _("Amount awarded in {currency}")
            found |= {currency: text.format(currency=currency) for currency in Grant.Currency.values}
        if self.section == "projects":
            text = _("Target numbers: {kind}")
            found |= {kind: text.format(kind=label) for kind, label in TargetGroup.Kind.choices}
        return found

    @cached_property
    def table(self) -> FigureTable:
        if self.measure in TargetGroup.Kind.values:
            return number_table(self.counted, self.rows, self.columns, self.measure)
        if self.measure in Grant.Currency.values:
            measure = amount_of(self.counted, self.measure)
            table = cross_table(self.counted, self.rows, self.columns, measure)
            return with_notes(table, [amounts_note(self.counted, number_with_amount(self.counted))])
        return cross_table(self.counted, self.rows, self.columns, count_of(self.counted))

    @property
    def title(self) -> str:
        """Return what the table shows, such as "Number of grants by country and year"."""
        names = {"measure": self.measures[self.measure], "rows": self.facets[self.rows].lower()}
        if not self.columns:
            return _("{measure} by {rows}").format(**names)
        columns = self.facets[self.columns].lower()
        return _("{measure} by {rows} and {columns}").format(**names, columns=columns)

    @property
    def address(self) -> QueryDict:
        """Return the query string of this table, without what was wrong."""
        query = self.counted.filterset.query
        query.pop("sort", None)
        state = zip(PARAMETERS, (self.section, self.rows, self.columns, self.measure), strict=True)
        for name, value in state:
            if value:
                query[name] = value
        return query

    @property
    def further_parameters(self) -> list[tuple[str, str]]:
        """Return what the form keeps beside its own choices: the search and the bounds of amounts."""
        own = {*PARAMETERS, *self.counted.filterset.facet_filters, MATCH}
        return [(name, value) for name, value in self.address.items() if name not in own]

    @property
    def choices(self) -> list[dict]:
        """Return the selects of the form."""
        found = [
            ("rows", _("Rows"), self.facets, self.rows),
            ("columns", _("Columns"), {"": _("None"), **self.facets}, self.columns),
            ("measure", _("Measure"), self.measures, self.measure),
        ]
        return [
            {"name": name, "label": label, "options": options.items(), "chosen": chosen}
            for name, label, options, chosen in found
        ]

    @property
    def kinds(self) -> list[dict]:
        """Return the links to the same kind of table of other entries."""
        return [
            {"label": KINDS_BY_SECTION[one].label, "address": f"?of={one}", "is_current": one == self.section}
            for one in SECTIONS
        ]

    def _chosen(self, name: str, options: dict[str, str], default: str) -> str:
        """Return the value of a parameter that is one of the options, or else the default."""
        value = self.query.get(name, "")
        if value in options or not value:
            return value or default
        text = _("“{value}” is not a choice for “{name}”.").format(value=shortened(value), name=name)
        if similar := find_most_similar(value[:40].lower(), [one for one in options if one], cutoff=CLOSE):
            text += " " + propose(similar)
        shown = options[default]
        self.errors.append(AddressError(text, _("Showing “{choice}”.").format(choice=shown)))
        return default

    def _filter_errors(self) -> list[AddressError]:
        filterset = self.counted.filterset
        known = [name for name in filterset.known_parameters if name not in OF_LISTS_ONLY]
        of_lists = [name for name in OF_LISTS_ONLY if name in self.query]
        return [*unknown_parameters(of_lists, [*known, *PARAMETERS]), *filterset.errors(PARAMETERS)]
