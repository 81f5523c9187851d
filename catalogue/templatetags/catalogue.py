"""Tags and filters for the templates of every app."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import NamedTuple

from django import template
from django.apps import apps
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.errors import errors_of_form
from catalogue.outline import outline
from catalogue.search.documents import facet_value
from catalogue.structured_data import Node, as_script, entry_breadcrumbs

register = template.Library()
register.filter("outline", outline)
register.filter("facet_value", facet_value)
register.simple_tag(errors_of_form)

HEADING = re.compile(r'<h2 id="(?P<anchor>[^"]+)">(?P<text>[^<]+)</h2>')
NO_BREAK = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context) -> SafeString:
    """Return the `structured_data` of the view of an entry's page, and the breadcrumbs, as JSON-LD."""
    entry = context["object"]
    absolute = context["request"].build_absolute_uri
    return as_script([context["view"].structured_data(entry, absolute), entry_breadcrumbs(entry, absolute)])


@register.simple_block_tag
def rendered(content: SafeString) -> SafeString:
    """Return what is between the tags, to be kept by `as` until its place in the page."""
    return content


class Heading(NamedTuple):
    anchor: str
    text: str


@register.filter
def headings(content: str) -> list[Heading]:
    """Return the h2 headings of a part of a page, for a table of contents. Each needs an id."""
    return [Heading(found["anchor"], unescape(found["text"])) for found in HEADING.finditer(content)]


@register.simple_tag
def json_ld(nodes: list[Node]) -> SafeString:
    """Return nodes of structured data as JSON-LD."""
    return as_script(nodes)


@register.inclusion_tag("components/open_graph.html", takes_context=True)
def open_graph(
    context: template.Context, title: str, description: str, address="", picture="", section="home"
) -> dict[str, str]:
    """Return how a page is shown where it is shared, by default under its path with the picture of home."""
    request = context["request"]
    return {
        "title": title,
        "description": description,
        "canonical": request.build_absolute_uri(address or request.path),
        "picture": request.build_absolute_uri(picture or static(f"img/share-{section}.png")),
    }


@register.simple_tag
def money(amount: Decimal, currency: str) -> str:
    """Return an amount with the ISO 4217 code of its currency, such as EUR 12,500."""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{currency}{NO_BREAK}{number_format(amount, decimals, use_l10n=True, force_grouping=True)}"


@register.filter
def without_links(deleted: list) -> list:
    """Return Django's nested list of what will be deleted, without the rows of many-to-many tables."""
    models = apps.get_models(include_auto_created=True)
    links = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in models if model._meta.auto_created)
    return [
        without_links(found) if isinstance(found, list) else found
        for found in deleted
        if isinstance(found, list) or not str(found).startswith(links)
    ]


@register.filter
def grouped(number: int) -> str:
    """Return a whole number with its thousands grouped, such as 4,500."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


@register.simple_tag
def period(starts_on: date | None, ends_on: date | None) -> str:
    """Return a first and a last day, either of which may be unknown, such as 11–12 December 2023."""
    if starts_on and ends_on and starts_on != ends_on:
        return _span(starts_on, ends_on)
    if starts_on and not ends_on:
        return _day(starts_on)
    if ends_on and not starts_on:
        return _("until {day}").format(day=_day(ends_on))
    return _day(starts_on) if starts_on else ""


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _span(starts_on: date, ends_on: date) -> str:
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{date_format(starts_on, 'DAY_FORMAT')}{EN_DASH}{_day(ends_on)}"
    first = date_format(starts_on, "MONTH_DAY_FORMAT" if starts_on.year == ends_on.year else "DATE_FORMAT")
    return f"{first} {EN_DASH} {_day(ends_on)}"
