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
def _patterns() -> tuple[re.Pattern, re.Pattern]:
    """Return the pattern of whole lines and the one of their parts, each with a group for each reason."""
    table = load_table("captions")

    def pattern(reasons: dict[str, list[str]]) -> re.Pattern:
        groups = []
        for reason, expressions in reasons.items():
            groups.append(f"(?P<{reason}>{'|'.join(expressions)})")
        return re.compile(with_parts("|".join(groups), table["parts"]), re.IGNORECASE)

    return pattern(table["whole"]), pattern(table["within"])


@lru_cache(maxsize=4096)
def kind_of_caption(text: str) -> str:
    """Return the key of `REASONS` for a line that is no text of the entry; empty for any other."""
    text = text.strip()
    if not 0 < len(text) <= MAX_LENGTH:
        return ""
    whole, within = _patterns()
    found = whole.fullmatch(text) or (within.search(text) if len(text) <= MAX_LENGTH_WITHIN else None)
    return found.lastgroup if found else ""
