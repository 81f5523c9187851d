"""The table of grants: its columns, and the rows of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalogue.search.clock import DataState
from catalogue.search.kept import kept_by_key
from catalogue.search.selection import FetchedSlice
from catalogue.search.snippets import Snippet
from organisations.models import Grant


class GridColumn(NamedTuple):
    """A column, with the attribute of a grant that it shows.

    `sort` is the order of the list by it, if there is one.
    """

    fact: str
    label: str
    sort: str = ""
    direction: str = "descending"
    css_class: str = ""


GRANT_COLUMNS = (
    GridColumn("recipient", _("Recipient"), "recipient", "ascending"),
    GridColumn("recipient", _("Country")),
    GridColumn("amount", _("Amount"), "amount", css_class="grid__number"),
    GridColumn("awarded_on", _("Awarded"), "awarded"),
    GridColumn("first_day", _("Start"), "start"),
    GridColumn("last_day", _("End"), "end"),
    GridColumn("state_text", _("Status")),
)


@dataclass(frozen=True)
class GridRow:
    """A grant: the content of its first cell, above what a search found in it, and the other cells."""

    title: SafeString
    cells: SafeString
    snippet: Snippet | None = None


def columns_of(grants: FetchedSlice, state: DataState, order: str) -> list[GridColumn]:
    """Return the columns in which any of the grants has something, and the one that orders them."""
    known = frozenset().union(*kept_by_key("facts", grants, state, facts_of).values())
    return [column for column in GRANT_COLUMNS if column.sort == order or column.fact in known]


def facts_of(grant: Grant) -> frozenset[str]:
    return frozenset(column.fact for column in GRANT_COLUMNS if getattr(grant, column.fact))


def rows_of(grants: FetchedSlice, state: DataState, columns: Sequence[GridColumn]) -> dict[int, GridRow]:
    """Return the rows of grants, by key, in their order.

    The queryset of the grants fetches them `with_public_parts()`.
    """
    facts = [column.fact for column in columns]
    return kept_by_key(f"row.{'.'.join(facts)}", grants, state, partial(_row, facts))


def _row(facts: list[str], grant: Grant) -> GridRow:
    return GridRow(
        title=render_to_string("organisations/_grant_title.html", {"grant": grant}),
        cells=render_to_string("organisations/_grant_cells.html", {"grant": grant, "facts": facts}),
    )
