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
    match = min(found, key=lambda one: (one.start(), -len(one.group())))
    try:
        return _days(match.groupdict())
    except ValueError:
        return None


def _days(parts: dict[str, str | None]) -> Days:
    def month(name: str | None) -> int:
        return _MONTHS.index(name[:3].lower()) + 1 if name else 0

    def day(text: str) -> int:
        return int(re.sub(r"\D", "", text))

    first_month = month(parts.get("m1")) or int(parts.get("n1") or 0)
    last_month = month(parts.get("m2")) or first_month
    year = int(parts["y2"])
    first, last = parts.get("d1"), parts.get("d2")
    if not first or not last:
        return date(year, first_month, day(first or last or "")), None
    start = date(int(parts.get("y1") or year), first_month, day(first))
    end = date(year, last_month, day(last))
    return (start, end) if start < end else (end, None)
