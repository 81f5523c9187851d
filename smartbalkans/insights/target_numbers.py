"""Sums of the target numbers that projects state, none of them counted twice.

A number that a project gives for several countries together is not one of each country: it has a column of
its own. The same holds for the direct target groups and the final beneficiaries, who may be the same people.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.search.documents import NOT_STATED
from catalogue.search.facets import Flags, keys_of, set_of
from projects.models import Project, TargetGroup
from smartbalkans.insights.counting import Counted, Value, public_keys
from smartbalkans.insights.cross_tables import (
    Column,
    chart_of_column,
    count_of,
    do_overlap,
    overlap_note,
    row_of,
)
from smartbalkans.insights.tables import Cell, Row, Table

SEVERAL = "several"  # beside the codes of countries


class StatedNumber(NamedTuple):
    """A number that a project states for a target group, in these countries together."""

    project: int
    kind: str
    group: str
    countries: tuple[str, ...]
    number: int

    @property
    def country(self) -> str:
        if len(self.countries) > 1:
            return SEVERAL
        return self.countries[0] if self.countries else NOT_STATED


def stated_numbers(counted: Counted) -> list[StatedNumber]:
    """Return the numbers of all public projects, kept until anything changes."""
    return counted.counter.remember("target numbers", read_numbers)


def read_numbers() -> list[StatedNumber]:
    """Read the numbers of all public projects, without joins, which cost more than the rows."""
    projects = public_keys(Project)
    countries = defaultdict(list)
    places = TargetGroup.countries.through.objects.order_by()
    for key, code in places.values_list("targetgroup_id", "country_id").iterator():
        countries[key].append(code)
    groups = TargetGroup.objects.filter(at_least__isnull=False).order_by()
    rows = groups.values_list("pk", "project_id", "kind", "beneficiary_group__slug", "at_least")
    return [
        StatedNumber(project, kind, group or NOT_STATED, tuple(countries.get(key, ())), number)
        for key, project, kind, group, number in rows.iterator()
        if project in projects
    ]


def number_table(counted: Counted, rows: str, columns: str, kind: str) -> Table:
    """Return the sums for one kind of target group by a facet of projects as rows, and one as columns.

    Beside them is the number of projects by the rows, where these are the same for projects and numbers.
    """
    sums = counted.remember(
        ("target numbers", kind, rows, columns, *chosen_of(counted)),
        lambda: sums_of(counted, kind, rows, columns),
    )
    others = [*labels_of(counted, columns, {column for _row, column in sums}).items()] if columns else []
    count = [Column(counted.kind.label, count_of(counted))] if rows != "country" else []
    entries = {one.value: one.entries for one in counted.groups(rows)} if count else {}

    def row(value: str | None, label: str, values: tuple[Value, ...], projects: int) -> Row:
        numbers = [Cell(sums[value, other]) for other in (*dict(others), None)]
        cells = (*row_of(counted, label, values, projects, count).cells, *numbers)
        return Row(label, cells, is_not_stated=value == NOT_STATED)

    found = [
        row(value, label, ((rows, value),), entries.get(value, 0))
        for value, label in labels_of(counted, rows, {row for row, _column in sums}).items()
    ]
    return Table(
        counted.label(rows),
        (*(column.label for column in count), *(label for _value, label in others), _("Total")),
        tuple(found),
        row(None, _("Total"), (), counted.entries),
        (chart_of_column(str(TargetGroup.Kind(kind).label), -1, found, in_order=rows == "year"),),
        notes_of(counted, kind, rows, columns),
    )


def sums_of(counted: Counted, kind: str, rows: str, columns: str) -> Counter:
    """Return the sums by the values of a row and a column; None stands for all of them."""
    sums: Counter = Counter()
    row_values, column_values = values_reader(counted, rows), values_reader(counted, columns)
    for one in selected_numbers(counted, kind):
        for row in row_values(one):
            for column in column_values(one):
                sums[row, column] += one.number
    return sums


def selected_numbers(counted: Counted, kind: str) -> Iterator[StatedNumber]:
    """Yield the numbers of a kind of the counted projects, without those for other countries or groups."""
    projects = Flags(counted.entries)
    countries, groups = (set(values) for values in chosen_of(counted))
    for one in stated_numbers(counted):
        if one.kind != kind or one.project not in projects or (groups and one.group not in groups):
            continue
        if not countries or not one.countries or not countries.isdisjoint(one.countries):
            yield one


def chosen_of(counted: Counted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the chosen countries and groups, which are of the numbers themselves."""
    chosen = counted.filterset.chosen
    return tuple(chosen["country"]), tuple(chosen["group"])


def values_reader(counted: Counted, facet: str) -> Callable[[StatedNumber], list[str | None]]:
    """Return a function from a number to its values of a facet, with None for all; only None for no facet."""
    if not facet:
        return lambda one: [None]
    if facet in ("country", "group"):
        return lambda one: [getattr(one, facet), None]
    values: dict[int, list[str | None]] = defaultdict(lambda: [None])
    with_numbers = set_of({one.project for one in stated_numbers(counted)})
    for group in counted.groups(facet):
        for key in keys_of(group.entries & with_numbers):
            values[key].append(group.value)
    return lambda one: values[one.project]


def labels_of(counted: Counted, facet: str, values: set[str | None]) -> dict[str, str]:
    """Return the labels of values in the order of the filter, then of several countries, then not stated."""
    countries = {code for one in stated_numbers(counted) for code in one.countries}
    others = countries if facet == "country" else ()
    labels = counted.labels(facet, [value for value in values if value not in (None, SEVERAL)], others)
    not_stated = labels.pop(NOT_STATED, None)
    if facet == "country" and SEVERAL in values:
        labels[SEVERAL] = _("Several countries together")
    return labels if not_stated is None else {**labels, NOT_STATED: not_stated}


def notes_of(counted: Counted, kind: str, rows: str, columns: str) -> tuple[str, ...]:
    projects = {one.project for one in selected_numbers(counted, kind)}
    stated = _("With such a number: {stated} of {number} projects. Numbers are minimums (“at least”).")
    notes = [stated.format(number=len(counted), stated=len(projects))]
    if "country" in (rows, columns):
        notes.append(
            _(
                "A number that a project states for several countries together is counted once, under "
                "“Several countries together”; it is not divided or repeated."
            )
        )
    facets = [facet for facet in (rows, columns) if facet not in ("", "country", "group")]
    if any(do_overlap(counted.groups(facet)) for facet in facets):
        notes.append(overlap_note(counted))
    return tuple(notes)
