"""Recognises columns of dates that have the month first, as spreadsheets in the United States write them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.exports.cells import day_and_month, month_first
from catalogue.exports.widgets import DayWidget
from catalogue.imports.headings import SheetProblem
from catalogue.imports.layout import ImportPart


class DateOrder:
    """The order of day and month in the columns of a sheet, row by row."""

    def __init__(self, part: ImportPart, keys: list[str]):
        self.part = part
        self.columns = {
            place: key for place, key in enumerate(keys) if isinstance(part.columns[key].widget, DayWidget)
        }
        self.day_first: set[str] = set()
        self.examples: dict[str, tuple[int, str]] = {}

    def add(self, line: int, cells: list) -> None:
        for place, key in self.columns.items():
            if numbers := day_and_month(cells[place]):
                first, second = numbers
                if first > 12:
                    self.day_first.add(key)
                elif second > 12:
                    self.examples.setdefault(key, (line, cells[place]))

    @property
    def month_first(self) -> Iterator[str]:
        """Yield the columns in which a date has the month first, and none has the day first."""
        return (key for key in self.examples if key not in self.day_first)

    def warnings(self) -> Iterator[SheetProblem]:
        for key in self.month_first:
            line, text = self.examples[key]
            message = _("The dates of this column were read with the month first: “{text}” as {day}.")
            yield SheetProblem(
                line,
                self.part.heading(key),
                text,
                message.format(text=text, day=month_first(text)),
                is_wrong=False,
            )
