"""The figures of /insights/, once: page, charts, tables and files are made from this list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from projects.models import TargetGroup
from smartbalkans.insights.counting import Counted
from smartbalkans.insights.cross_tables import amount_table, count_of, cross_table
from smartbalkans.insights.partners import partner_table
from smartbalkans.insights.tables import FigureTable
from smartbalkans.insights.target_numbers import number_table


@dataclass(frozen=True)
class Figure:
    """A figure with the part of its address, the section of the entries that it counts, and its table."""

    key: str
    title: str
    section: str
    table: Callable[[Counted], FigureTable]
    lead: str = ""


def counts(rows: str, columns: str = "") -> Callable[[Counted], FigureTable]:
    """Return the table of the number of entries by one or two facets."""
    return lambda counted: cross_table(counted, rows, columns, count_of(counted))


def amounts(rows: str) -> Callable[[Counted], FigureTable]:
    """Return the table of the amounts of grants by a facet."""
    return lambda counted: amount_table(counted, rows)


def target_numbers(kind: TargetGroup.Kind) -> Callable[[Counted], FigureTable]:
    """Return the table of the numbers stated for one kind of target group, by group and country."""
    return lambda counted: number_table(counted, "group", "country", kind.value)


FIGURES = (
    Figure(
        "grants-by-country-and-type",
        _("Grants by country and type"),
        "grants",
        counts("country", "line"),
        _("The country is that of the recipient."),
    ),
    Figure(
        "grants-by-year",
        _("Grants by year of award"),
        "grants",
        counts("year"),
        _("Where the day of the award is not published, the year of the start is used."),
    ),
    Figure("amounts-by-country", _("Amounts awarded by country"), "grants", amounts("country")),
    Figure("amounts-by-type", _("Amounts awarded by grant type"), "grants", amounts("line")),
    Figure(
        "direct-target-groups",
        _("Direct target groups of projects"),
        "projects",
        target_numbers(TargetGroup.Kind.DIRECT),
        _("How many people or organisations projects plan to reach directly."),
    ),
    Figure(
        "final-beneficiaries",
        _("Final beneficiaries of projects"),
        "projects",
        target_numbers(TargetGroup.Kind.FINAL),
        _("How many people or organisations are to benefit in the end."),
    ),
    Figure(
        "countries-together",
        _("Countries that work together"),
        "projects",
        counts("country", "country"),
        _("The number of projects that work in both countries, through partners or places of work."),
    ),
    Figure(
        "organisations-together",
        _("Organisations that work together"),
        "projects",
        partner_table,
        _("The organisations with the most projects, and their partners in these."),
    ),
    Figure("themes-by-country", _("Themes of projects by country"), "projects", counts("theme", "country")),
    Figure(
        "trainings-by-year-and-country",
        _("Trainings by year and place"),
        "trainings",
        counts("year", "country"),
        _("The place is the country where a training was held; online trainings have none."),
    ),
)
