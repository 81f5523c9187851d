"""Days as texts write them."""

import re
from datetime import date

from smartbalkans.page_texts.tables import load_patterns

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PATTERNS = tuple(load_patterns("dates").values())
Days = tuple[date, date | None]


def days_in(text: str) -> Days | None:
    """Return the first day, or first and last day, that a text gives in full; None if there is none."""
    found = [match for pattern in _PATTERNS if (match := pattern.search(text))]
    if not found:
        return None
    parts = min(found, key=lambda one: (one.start(), -len(one.group()))).groupdict()
    year, month = parts["y2"], parts.get("m1") or parts.get("n1")
    first = (parts.get("y1") or year, month, parts.get("d1"))
    last = (year, parts.get("m2") or month, parts.get("d2"))
    try:
        days = [day_of(*one) for one in (first, last) if one[-1]]
    except ValueError:
        return None
    return (days[0], days[1]) if days[0] < days[-1] else (days[-1], None)


def day_of(year: str, month: str, day: str) -> date:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return date(int(year), number, int(re.sub(r"\D", "", day)))
