"""Sums of the target numbers that projects state, none of them counted twice.

A number that a project gives for several countries together is not one of each country: it has a column of
its own. The same holds for the direct target groups and the final beneficiaries, who may be the same people.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.querysets import Joined, database_rows, joined_values
from catalogue.search.documents import NOT_STATED
from catalogue.search.sets import Flags
from projects.models import Project, TargetGroup
from smartbalkans.insights.counting import Counted, Value, hidden_keys
from smartbalkans.insights.cross_tables import (
    CrossTableColumn,
    chart_of_column,
    count_of,
    do_overlap,
    overlap_note,
    row_of,
)
from smartbalkans.insights.tables import Cell, FigureTable, Row, shown

SEVERAL = "several"  # beside the codes of countries


class NumberKind(NamedTuple):
    """A kind of target group, a group, and the countries for which it is stated together."""

    kind: str
    group: str
    countries: tuple[str, ...]

    @property
    def country(self) -> str:
        if len(self.countries) > 1:
            return SEVERAL
        return self.countries[0] if self.countries else NOT_STATED


Numbers = dict[int, int]  # by the key of the project that states them


class ReadNumbers(NamedTuple):
    """The numbers of all target groups and their countries, joined to texts, and what is not public."""

    hidden: set[int]  # keys of projects
    numbers: list[tuple[str, str | None, str, str, str]]  # kind, group, then keys, projects and numbers
    groups: str | None  # of the countries
    countries: str | None


def stated_numbers(counted: Counted) -> dict[NumberKind, Numbers]:
    """Return the numbers of all public projects, kept until any of them changes."""
    return counted.counter.remember_made("target numbers", read_numbers, numbers_from)


def read_numbers() -> ReadNumbers:
    """Read the numbers of all projects, without joins to these, which cost more than the rows."""
    stated = TargetGroup.objects.filter(at_least__isnull=False).order_by()
    joined = stated.values_list("kind", "beneficiary_group__slug").annotate(
        keys=Joined("pk"), projects=Joined("project_id"), numbers=Joined("at_least")
    )
    places = TargetGroup.countries.through.objects.aggregate(
        groups=Joined("targetgroup_id"), countries=Joined("country_id")
    )
    return ReadNumbers(hidden_keys(Project), list(database_rows(joined)), **places)


def numbers_from(read: ReadNumbers) -> dict[NumberKind, Numbers]:
    """Return the numbers of all public projects."""
    countries = countries_by_target_group(joined_values(read.groups), joined_values(read.countries))
    found = {}
    for kind, group, *texts in read.numbers:
        keys, projects, numbers = map(joined_values, texts)
        places = (countries.get(key, "") for key in keys)
        for codes, sums in sums_by_place(places, map(int, projects), map(int, numbers)).items():
            for project in sums.keys() & read.hidden:
                del sums[project]
            if sums:
                found[NumberKind(kind, group or NOT_STATED, tuple(codes.split()))] = sums
    return found


def countries_by_target_group(groups: Iterable[str], countries: Iterable[str]) -> dict[str, str]:
    """Return the codes of the countries of each target group, separated by spaces."""
    found: dict[str, str] = {}
    for group, code in zip(groups, countries, strict=True):
        found[group] = f"{found[group]} {code}" if group in found else code
    return found


def sums_by_place(
    places: Iterable[str], projects: Iterable[int], numbers: Iterable[int]
) -> dict[str, Numbers]:
    """Return the sum of the numbers of each project by their places."""
    found: dict[str, Numbers] = defaultdict(dict)
    for place, project, number in zip(places, projects, numbers, strict=True):
        sums = found[place]
        sums[project] = sums.get(project, 0) + number
    return found


def number_table(counted: Counted, rows: str, columns: str, kind: str) -> FigureTable:
    """Return the sums for one kind of target group by a facet of projects as rows, and one as columns.

    Beside them is the number of projects by the rows, where these are the same for projects and numbers.
    """
    sums = counted.remember(
        ("target numbers", kind, rows, columns, *chosen_of(counted)),
        lambda: sums_of(counted, kind, rows, columns),
    )
    others = [*labels_of(counted, columns, {column for _row, column in sums}).items()] if columns else []
    count = [CrossTableColumn(counted.kind.label, count_of(counted))] if rows != "country" else []
    entries = {one.value: one.entries for one in counted.groups(rows)} if count else {}

    def row(value: str | None, label: str, values: tuple[Value, ...], projects: int) -> Row:
        numbers = [Cell(sums[value, other]) for other in (*dict(others), None)]
        cells = (*row_of(counted, label, values, projects, count).cells, *numbers)
        return Row(label, cells, is_not_stated=value == NOT_STATED)

    found = [
        row(value, label, ((rows, value),), entries.get(value, 0))
        for value, label in labels_of(counted, rows, {row for row, _column in sums}).items()
    ]
    return FigureTable(
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
    for one, numbers in selected_numbers(counted, kind):
        for row, with_row in row_values(one, numbers):
            for column, with_both in column_values(one, with_row):
                sums[row, column] += sum(with_both.values())
    return sums


def selected_numbers(counted: Counted, kind: str) -> Iterator[tuple[NumberKind, Numbers]]:
    """Yield the numbers of a kind of the counted projects, without those for other countries or groups."""
    countries, groups = (set(values) for values in chosen_of(counted))
    for one, numbers in stated_numbers(counted).items():
        if one.kind != kind or (groups and one.group not in groups):
            continue
        if countries and one.countries and countries.isdisjoint(one.countries):
            continue
        if selected := numbers_of(numbers, counted.entries, counted.counter.public):
            yield one, selected


def numbers_of(numbers: Numbers, projects: int, every: int) -> Numbers:
    """Return the numbers of a set of projects; `every` is the set of all of them."""
    if projects == every:
        return numbers
    chosen = Flags(projects)
    return {project: number for project, number in numbers.items() if project in chosen}


def chosen_of(counted: Counted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the chosen countries and groups, which are of the numbers themselves."""
    chosen = counted.filterset.chosen
    return tuple(chosen["country"]), tuple(chosen["group"])


def values_reader(
    counted: Counted, facet: str
) -> Callable[[NumberKind, Numbers], Iterable[tuple[str | None, Numbers]]]:
    """Return a function from numbers of one kind to those with each value of a facet, with None for all."""
    if not facet:
        return lambda one, numbers: [(None, numbers)]
    if facet in ("country", "group"):
        return lambda one, numbers: [(getattr(one, facet), numbers), (None, numbers)]
    groups = [(group.value, Flags(group.entries)) for group in counted.groups(facet)]

    def values(_one: NumberKind, numbers: Numbers) -> Iterator[tuple[str | None, Numbers]]:
        yield None, numbers
        for value, projects in groups:
            yield value, {project: number for project, number in numbers.items() if project in projects}

    return values


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
    number = counted.remember(
        ("projects with target numbers", kind, *chosen_of(counted)),
        lambda: len(set[int]().union(*(numbers for _one, numbers in selected_numbers(counted, kind)))),
    )
    stated = _("Target numbers are stated by {stated} of {number} projects. They are minimums (“at least”).")
    notes = [stated.format(number=shown(len(counted)), stated=shown(number))]
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
