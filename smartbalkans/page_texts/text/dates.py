"""Days as texts write them."""

import re
from datetime import date

_MONTHS = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
    ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
    ("december", "dec"),
)  # fmt: skip
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = rf"(?:{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s*(?:and|to|until|through|&|,|[-–—])\s*"
_YEAR = r"(?:19|20)\d\d"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # December 30, 2023 to January 2, 2024
        rf"\b(?P<m1>{_MONTH})\s+(?P<d1>{_DAY})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y2>{_YEAR})\b",
        # December 11 and 12, 2023
        rf"\b(?P<m1>{_MONTH})\s+(?P<d1>{_DAY})(?:{_TO}(?P<d2>{_DAY}))?,?\s+(?P<y2>{_YEAR})\b",
        # 30 December 2023 to 2 January 2024
        rf"\b(?P<d1>{_DAY})\.?\s+(?:of\s+)?(?P<m1>{_MONTH})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<d2>{_DAY})\.?\s+(?P<m2>{_MONTH}),?\s+(?P<y2>{_YEAR})\b",
        # 11 and 12 December 2023
        rf"\b(?:(?P<d1>{_DAY})\.?{_TO})?(?P<d2>{_DAY})\.?\s+(?:of\s+)?(?P<m1>{_MONTH}),?\s+(?P<y2>{_YEAR})\b",
        # 11.12.2023 or 11.-12.12.2023
        rf"\b(?:(?P<d1>\d{{1,2}})\.?\s*(?:[-–]|and|i)\s*)?(?P<d2>\d{{1,2}})\.\s?(?P<n1>\d{{1,2}})\.\s?(?P<y2>{_YEAR})\b",
        # 2023-12-11
        rf"\b(?P<y2>{_YEAR})-(?P<n1>\d\d)-(?P<d2>\d\d)\b",
    )
)


def days_in(text: str) -> tuple[date, date | None] | None:
    """Give the first day, or first and last day, that a text tells in full; None if it tells none."""
    found = [match for pattern in _PATTERNS if (match := pattern.search(text))]
    if not found:
        return None
    match = min(found, key=lambda one: (one.start(), -len(one.group())))
    try:
        return _days(match.groupdict())
    except ValueError:
        return None


def _days(parts: dict[str, str | None]) -> tuple[date, date | None]:
    def month(name: str | None) -> int:
        return _NUMBER_OF[name.lower().rstrip(".")] if name else 0

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
