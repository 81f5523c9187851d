"""Tables that count entries, or sum their amounts, by one or two facets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from catalogue.search.documents import NOT_STATED
from organisations.amounts import NONE, amounts_of, in_units
from organisations.models import Grant
from smartbalkans.insights.counting import Counted, Group, Value
from smartbalkans.insights.tables import Cell, Chart, FigureTable, Number, Row, chart, shown

EVERYTHING = -1  # the set of all entries: every bit is set


@dataclass(frozen=True)
class Measure:
    """What is counted or summed of a set of entries. `values` narrow the list to what counts."""

    label: str
    of: Callable[[int], Number]
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class CrossTableColumn:
    """What a column measures, of the entries of one group or of all."""

    label: str
    measure: Measure
    values: tuple[Value, ...] = ()
    entries: int = EVERYTHING
    is_drawn: bool = False


def count_of(counted: Counted) -> Measure:
    return Measure(counted.kind.label, int.bit_count)


def amount_of(counted: Counted, currency: str) -> Measure:
    """Return the measure of the amounts of grants in a currency, as first awarded."""
    amounts = amounts_of(counted.counter).get(currency, NONE)
    label = _("{currency} awarded").format(currency=currency)
    return Measure(label, lambda entries: in_units(amounts.awarded.sum(entries)), (("currency", currency),))


def cross_table(counted: Counted, rows: str, columns: str, measure: Measure) -> FigureTable:
    """Return a measure by a facet as rows and, if there is one, another or the same facet as columns."""
    if columns == rows:
        return matrix(counted, rows, measure)
    groups = counted.groups(columns) if columns else []
    total = CrossTableColumn(_("Total") if columns else measure.label, measure, is_drawn=True)
    return table_of(counted, rows, [*columns_of(columns, groups, measure), total], groups)


def matrix(counted: Counted, facet: str, measure: Measure) -> FigureTable:
    """Return a measure of the entries that have both of two values of a facet; a total would be no sum."""
    columns = columns_of(facet, counted.groups(facet, is_second=True), measure)
    table = table_of(counted, facet, columns)
    return replace(table, total=None, notes=(), charts=(chart_of_pairs(table, measure.label),))


def columns_of(facet: str, groups: Sequence[Group], measure: Measure) -> list[CrossTableColumn]:
    return [CrossTableColumn(one.label, measure, ((facet, one.value),), one.entries) for one in groups]


def amount_table(counted: Counted, rows: str) -> FigureTable:
    """Return the number of grants and their amounts by a facet, one currency beside the other.

    Without any amount there are no rows, which would be full of zeros.
    """
    columns = [CrossTableColumn(counted.kind.label, count_of(counted))]
    for currency in Grant.Currency.values:
        value = ("currency", currency)
        entries = counted.counter.of(*value)
        label = _("Grants in {currency}").format(currency=currency)
        columns += [
            CrossTableColumn(label, count_of(counted), (value,), entries),
            CrossTableColumn(
                (measure := amount_of(counted, currency)).label, measure, (value,), entries, is_drawn=True
            ),
        ]
    if stated := number_with_amount(counted):
        return with_notes(table_of(counted, rows, columns), [amounts_note(counted, stated)])
    return FigureTable(counted.label(rows), tuple(column.label for column in columns), ())


def number_with_amount(counted: Counted) -> int:
    """Return how many of the counted grants have a published amount."""
    return sum(one.awarded.count(counted.entries) for one in amounts_of(counted.counter).values())


def amounts_note(counted: Counted, stated: int) -> str:
    """Return the sentence on how many of the counted grants have a published amount."""
    text = _(
        "Amounts are published for {stated} of {number} grants. They are as first awarded; different "
        "currencies are never added together."
    )
    return text.format(number=shown(len(counted)), stated=shown(stated))


def table_of(
    counted: Counted, rows: str, columns: Sequence[CrossTableColumn], column_groups: Sequence[Group] = ()
) -> FigureTable:
    groups = counted.groups(rows)
    found = [
        replace(
            row_of(counted, one.label, ((rows, one.value),), one.entries, columns),
            is_not_stated=one.value == NOT_STATED,
        )
        for one in groups
    ]
    total = row_of(counted, _("Total"), (), counted.entries, columns)
    notes = [overlap_note(counted) for one in (groups, column_groups) if do_overlap(one)]
    charts = [
        chart_of_column(column.measure.label, place, found, in_order=rows == "year")
        for place, column in enumerate(columns)
        if column.is_drawn
    ]
    return FigureTable(
        counted.label(rows),
        tuple(column.label for column in columns),
        tuple(found),
        total,
        tuple(charts),
        tuple(dict.fromkeys(notes)),
    )


def row_of(
    counted: Counted, label: str, values: tuple[Value, ...], entries: int, columns: Sequence[CrossTableColumn]
) -> Row:
    cells = []
    for column in columns:
        number = column.measure.of(entries & column.entries & counted.entries)
        wanted = dict.fromkeys((*values, *column.values, *column.measure.values))
        cells.append(Cell(number, counted.address(*wanted) if number else ""))
    return Row(label, tuple(cells))


def chart_of_column(label: str, place: int, rows: Sequence[Row], *, in_order: bool) -> Chart:
    """Return a column as bars, the longest first and not stated last, or in the order of the rows."""

    def rank(row: Row) -> tuple[bool, Number]:
        return row.is_not_stated, -row.cells[place].value

    return chart(
        label,
        [(row.label, row.cells[place]) for row in (rows if in_order else sorted(rows, key=rank))],
    )


def chart_of_pairs(table: FigureTable, label: str) -> Chart:
    """Return the pairs of two values in a matrix as bars, the longest first."""
    pairs: dict[frozenset[str], tuple[str, Cell]] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if column != row.label and cell.value:
                name = _("{one} – {other}").format(one=row.label, other=column)
                pairs.setdefault(frozenset((row.label, column)), (name, cell))
    return chart(label, sorted(pairs.values(), key=lambda bar: -bar[1].value))


def with_notes(table: FigureTable, notes: Sequence[str]) -> FigureTable:
    return replace(table, notes=(*notes, *table.notes))


def do_overlap(groups: Sequence[Group]) -> bool:
    """Return whether any entry is in two of the groups."""
    seen = 0
    for one in groups:
        if seen & one.entries:
            return True
        seen |= one.entries
    return False


def overlap_note(counted: Counted) -> str:
    text = _(
        "Some {entries} have several of these values. They are counted under each of them, but only once in "
        "the total."
    )
    return text.format(entries=counted.noun(2))
