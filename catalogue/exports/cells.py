"""What people write in the cells of a file, read as texts, numbers, amounts and days, or refused.

A cell is what a CSV or Excel file holds there: a text, a number, a date, a truth value, or None.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from catalogue.clean_text import clean_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"  # comes before a text that a spreadsheet would take for a formula; documented on the data page
FORMULA_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
SEPARATOR = "; "
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?")
_YEAR_FIRST = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]00:00(?::00)?|T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2}))?"  # RFC 3339, as 360Giving
)
EXACT_DIGITS = 15  # of a number in a spreadsheet
_SPACES = re.compile(r"[\s'’]+")


class CellError(ValueError):
    """A cell cannot be read; the message explains why, and what to write instead."""


def shown(value: Any) -> str:
    """Return what is in a cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return SEPARATOR.join(map(shown, value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def plain_text(text: str) -> str:
    """Return a clean text with one kind of blanks, and none around it."""
    return clean_text(text).replace("\u00a0", " ").replace("\u202f", " ").strip()


def unmarked(text: str) -> str:
    """Return a text without the mark that our CSV puts before what a spreadsheet would calculate."""
    return text[1:] if text[:1] == MARK and text[1:].startswith(FORMULA_STARTS) else text


def csv_text(value: Any) -> str:
    """Return the text of a cell in a CSV file; one that a spreadsheet would calculate is marked."""
    if isinstance(value, str):
        return f"{MARK}{value}" if value.startswith(FORMULA_STARTS) else value
    if value is None:
        return ""
    if isinstance(value, list):
        return csv_text(SEPARATOR.join(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def as_text(cell: Any) -> str:
    """Return the text of a cell; raise CellError for a date, as nobody knows what was typed."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = plain_text(unmarked(cell))
        if text in FORMULA_ERRORS:
            raise CellError(_("This cell contains a formula error. Correct the formula, or enter the value."))
        return text
    if isinstance(cell, date | time | timedelta):
        raise CellError(
            _(
                "The spreadsheet converted this cell to a date or time. Format the cell as text and "
                "enter the value again."
            )
        )
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float) and abs(cell) >= 10**EXACT_DIGITS:
        raise CellError(
            _(
                "Excel keeps only 15 digits of a number, so the last digits of this one may be lost. Format "
                "the cell as text and enter the value again."
            )
        )
    return shown(cell)


def as_whole_number(cell: Any) -> int | None:
    """Return the whole number in a cell, None for an empty one. Blanks between thousands are ignored."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        return int(cell)
    if isinstance(cell, str | None):
        text = _SPACES.sub("", as_text(cell))
        if not text:
            return None
        if re.fullmatch(r"-?[0-9]{1,15}(?:[.,]0)?", text):
            return int(re.split("[.,]", text)[0])
    raise CellError(_("Enter a whole number, such as 2002, or leave the cell empty."))


def as_amount(cell: Any) -> Decimal | None:
    """Return the amount in a cell, None for an empty one.

    1234.5, 1 234,50, 1.234,50 and 1,234.50 are understood; 1,234 is refused, as it may mean two amounts.
    """
    if isinstance(cell, bool | date | time | timedelta):
        raise CellError(_("Enter an amount in digits, such as 12500.50."))
    if isinstance(cell, int | float | Decimal):
        return Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
    text = _SPACES.sub("", as_text(cell))
    if not text:
        return None
    try:
        return Decimal(_with_point(text))
    except InvalidOperation:
        raise CellError(_("Enter an amount in digits, without a currency, such as 12500.50.")) from None


def _with_point(text: str) -> str:
    """Return an amount as people write it with a decimal point and no thousands separators."""
    if not re.fullmatch(r"-?[0-9.,]+", text):
        raise InvalidOperation
    marks = re.findall(r"[.,]", text)
    if not marks:
        return text
    last = marks[-1]
    head, _mark, tail = text.rpartition(last)
    if len(set(marks)) == 1 and len(marks) == 1:
        if len(tail) == 3:
            raise CellError(
                _("This can be read as two different amounts. Enter it without a thousands separator.")
            )
        return f"{head}.{tail}"
    thousands = [mark for mark in marks if mark != last] or marks
    whole = text if len(set(marks)) == 1 else head
    groups = whole.lstrip("-").split(thousands[0])
    if any(len(group) != 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= 3:
        raise InvalidOperation
    if len(set(marks)) > 1 and marks.count(last) > 1:
        raise InvalidOperation
    whole = whole.replace(thousands[0], "")
    return whole if len(set(marks)) == 1 else f"{whole}.{tail}"


def month_first(cell: Any) -> str:
    """Return the day of a text that has the month first, such as 12/31/2026, as 2026-12-31; else nothing."""
    found = _year_last(cell)
    return f"{found[3]}-{found[1]:0>2}-{found[2]:0>2}" if found else ""


def day_and_month(cell: Any) -> tuple[int, int] | None:
    """Return the first two numbers of a date that does not begin with the year; None for anything else."""
    found = _year_last(cell)
    return (int(found[1]), int(found[2])) if found else None


def _year_last(cell: Any) -> re.Match | None:
    return _DAY_FIRST.fullmatch(plain_text(cell)) if isinstance(cell, str) else None


def as_day(cell: Any) -> date | None:
    """Return the day in a cell, None for an empty one: Excel's own, 31/12/2026, 31.12.2026 or 2026-12-31."""
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise CellError(_("Enter a date without a time."))
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | int | float | time | timedelta):
        raise CellError(
            _("This is a number, not a date. Format the cell as a date, or enter it as 31/12/2026.")
        )
    text = as_text(cell)
    if not text:
        return None
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise CellError(_("Enter a date as 31/12/2026 or 2026-12-31."))
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(
            _("This date does not exist. Enter day, month and year, as 31/12/2026 or 2026-12-31.")
        ) from None
