"""The structured data of a page: nodes of schema.org's vocabulary, written as JSON-LD 1.1."""

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.entries import DescribedPicture, Entry

Node = dict[str, Any]
Absolute = Callable[[str], str]  # from an address within the site to one that holds everywhere

UNKNOWN = (None, "", [], {})
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def node(kind: str, **properties: Any) -> Node:
    """Return a node of a class of schema.org with those of its properties that are known."""
    return {"@type": kind} | {name: value for name, value in properties.items() if value not in UNKNOWN}


def entry_node(kind: str, entry: Entry, absolute: Absolute, **properties: Any) -> Node:
    """Return the node of an entry, with the same `@id` wherever it is mentioned."""
    page = absolute(entry.get_absolute_url())
    return {"@type": kind, "@id": entry.urn} | node(kind, name=entry.name, url=page, **properties)


def picture_node(entry: DescribedPicture, absolute: Absolute) -> Node | None:
    """Return the picture of an entry, None if it has none."""
    if not entry.picture:
        return None
    return node("ImageObject", contentUrl=absolute(entry.picture.url), caption=entry.picture_alt)


def entry_breadcrumbs(entry: Entry, absolute: Absolute) -> Node:
    """Return the breadcrumbs of an entry's page: the home page, the list of its kind, the page."""
    options = entry._meta
    steps = [
        (capfirst(str(options.verbose_name_plural)), reverse(f"{options.app_label}:list")),
        (entry.name, entry.get_absolute_url()),
    ]
    return breadcrumbs(steps, absolute)


def breadcrumbs(steps: list[tuple[str, str]], absolute: Absolute) -> Node:
    """Return the home page and further pages, by their names and addresses, as breadcrumbs."""
    items = [
        node("ListItem", position=position, name=name, item=absolute(address))
        for position, (name, address) in enumerate([(_("Home"), reverse("home")), *steps], start=1)
    ]
    return node("BreadcrumbList", itemListElement=items)


def without_controls(text: str) -> str:
    """Return a text without what neither XML (1.0, section 2.2) nor iCalendar (RFC 5545, 3.1) may contain.

    Texts pasted into a form may contain such characters, for example the line breaks of slides.
    """
    return text.translate(CONTROLS)


def as_script(nodes: list[Node]) -> SafeString:
    """Return nodes as a data block for a page (JSON-LD 1.1, section 7; HTML, section 4.12.1).

    A browser does not run it, so the site's policy against inline scripts does not apply to it.
    """
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": nodes}, cls=DjangoJSONEncoder, ensure_ascii=False
    )
    data = mark_safe(text.translate(ESCAPES))  # noqa: S308  (what HTML could read is escaped, as in json_script)
    return format_html('<script type="application/ld+json">{}</script>', data)
