"""Captions, file names, links and buttons, copied along with a page: nothing is read out of them."""

import re
from functools import cache, lru_cache

from django.utils.translation import gettext_lazy as _

from catalogue.tables import with_parts
from smartbalkans.page_texts.tables import load_table

REASONS = {
    "number": _("only a number"),
    "separator": _("a page separator"),
    "editors": _("a note by the site's editors"),
    "file": _("a file name"),
    "picture": _("a picture caption"),
    "mail": _("part of an email header"),
    "copyright": _("a copyright notice"),
    "button": _("a website button"),
    "breadcrumb": _("a breadcrumb"),
    "posted": _("the date it was posted"),
    "website": _("text added by the website"),
    "link": _("a link"),
    "contact": _("contact details"),
}
MAX_LENGTH = 140
MAX_LENGTH_WITHIN = 90


@cache
def pattern_of(table: str) -> re.Pattern:
    """Return the pattern of whole lines or that of their parts, with a group for each reason."""
    captions = load_table("captions")
    groups = (f"(?P<{reason}>{'|'.join(patterns)})" for reason, patterns in captions[table].items())
    return re.compile(with_parts("|".join(groups), captions["parts"]), re.IGNORECASE)


@lru_cache(maxsize=4096)
def kind_of_caption(text: str) -> str:
    """Return the key of `REASONS` for a line that is no text of the entry; empty for any other."""
    text = text.strip()
    if not 0 < len(text) <= MAX_LENGTH:
        return ""
    found = pattern_of("whole").fullmatch(text)
    if not found and len(text) <= MAX_LENGTH_WITHIN:
        found = pattern_of("within").search(text)
    return found.lastgroup if found else ""
