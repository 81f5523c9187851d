"""Widgets of columns: how a value is written into a cell of a file, and how a cell is read again."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.forms import URLField
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from import_export import widgets

from catalogue.errors import URL
from catalogue.exports.cells import (
    SEPARATOR,
    CellError,
    as_amount,
    as_day,
    as_text,
    as_whole_number,
    csv_text,
    plain_text,
    shown,
)
from catalogue.exports.lookups import NameDirectories
from catalogue.fields import CleanTextMixin


class CellWidget(widgets.Widget):
    """The cells of one column.

    import-export calls `render`, which returns a cell as our CSV files have it, and `clean`, which returns
    what the model's field stores for a cell. Both consist of steps that the streaming export and the import
    preview call one by one. The value of a column is what `Column.get_value` returns.
    """

    field: Field | None = None  # the model's field that an import changes; set by Column.bind

    def cell(self, value: Any) -> Any:
        """Return the cell of a value: a text, a number, a date, None, or a list of texts."""
        return value

    @property
    def is_value(self) -> bool:
        """Return whether the cell is the value itself, so that a reader of many rows can save the call."""
        return type(self).cell is CellWidget.cell

    def parse(self, cell: Any) -> Any:
        """Return the cell that an imported one stands for; raise CellError if it cannot be read."""
        return as_text(cell)

    def comparable(self, cell: Any) -> Any:
        """Return what two cells, exported or parsed, are compared by."""
        return plain_text(cell) if isinstance(cell, str) else cell

    def stored(self, cell: Any, names: NameDirectories) -> Any:
        """Return what the field stores for a parsed cell; raise CellError if there is nothing for it."""
        return cell

    def render(self, value, obj=None, **kwargs):
        """Return the text of the cell in a CSV file, or with `force_native_type` its number or date.

        A text that a spreadsheet would calculate is marked in both: import-export's Excel writer would make a
        formula of it.
        """
        cell = self.cell(value)
        if kwargs.get("force_native_type") and not isinstance(cell, str | list):
            return cell
        return csv_text(cell)

    def clean(self, value, row=None, *, names: NameDirectories | None = None, **kwargs):
        """Return what the field stores for a cell; raise CellError, which is a ValueError.

        `names` are look-ups that many cells share.
        """
        return self.stored(self.parse(value), names or NameDirectories())


class TextWidget(CellWidget):
    def parse(self, cell):
        """Return the text of a cell as the field cleans it; a code, such as EUR, as its choices write it."""
        text = as_text(cell)
        if isinstance(self.field, CleanTextMixin):
            return self.field.to_python(text)
        codes = {str(code).casefold(): code for code, _label in self.choices}
        return codes.get(text.casefold(), text)

    @property
    def choices(self) -> Iterable[tuple[Any, Any]]:
        return (self.field and self.field.flatchoices) or ()

    def comparable(self, cell):
        return plain_text(cell) if cell else ""


class UrlWidget(TextWidget):
    """An address on the web, which gets https:// if it has no scheme, as in the forms."""

    typed = URLField(required=False, assume_scheme="https")

    def parse(self, cell):
        try:
            return self.typed.to_python(as_text(cell))
        except ValidationError:
            raise CellError(str(URL["invalid"])) from None


class NumberWidget(CellWidget):
    def parse(self, cell):
        return as_whole_number(cell)

    def stored(self, cell, names):
        is_default = cell is None and self.field is not None and not self.field.null
        return self.field.get_default() if is_default else cell


class MoneyWidget(CellWidget):
    def parse(self, cell):
        return as_amount(cell)


class DayWidget(CellWidget):
    def parse(self, cell):
        return as_day(cell)


class LabelWidget(CellWidget):
    """The label of a value out of choices, as the pages show it; empty for no value."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]):
        super().__init__()
        self.labelled = dict(choices)
        self.by_language: dict[str | None, dict[Any, str]] = {}

    @property
    def labels(self) -> dict[Any, str]:
        """Return the labels in the active language, translated once and not for each cell."""
        language = get_language()
        if language not in self.by_language:
            self.by_language[language] = {value: str(label) for value, label in self.labelled.items()}
        return self.by_language[language]

    def cell(self, value):
        return self.labels.get(value, "")

    def parse(self, cell):
        """Return the label for a label or the value itself, in capitals or not."""
        text = as_text(cell)
        if not text:
            return ""
        asked = text.casefold()
        for value, label in self.labels.items():
            if asked in (label.casefold(), str(value).casefold()):
                return label
        choices = SEPARATOR.join(label for value, label in self.labels.items() if value != "")
        raise CellError(_("Not a valid choice. Use one of: {choices}.").format(choices=choices))

    def stored(self, cell, names):
        for value, label in self.labels.items():
            if cell and label == cell:
                return value
        return self.nothing

    @property
    def nothing(self) -> Any:
        """Return what the field stores for an empty cell: an empty text, or else its default."""
        return "" if self.field.blank and self.field.empty_strings_allowed else self.field.get_default()


class ComputedWidget(CellWidget):
    """A text computed from the values of the column's paths."""

    def __init__(self, compute: Callable[..., Any]):
        super().__init__()
        self.compute = compute

    def cell(self, value):
        return self.compute(*value) if isinstance(value, tuple) else self.compute(value)


class LinkWidget(TextWidget):
    """The name, the slug or the code of a row of another model, to which the field refers."""

    @property
    def target(self) -> type[Model]:
        return self.field.related_model

    def stored(self, cell, names):
        if self.field is None:
            return cell
        return names.key(self.target, cell) if cell else None


class ManyWidget(CellWidget):
    """The names of several rows in one cell. A file joins them; the field stores their keys."""

    def comparable(self, cell):
        """Links have no order. A name that contains the separator itself is compared in its parts."""
        parts = shown(cell).split(SEPARATOR.strip()) if cell else ()
        return sorted(text for part in parts if (text := plain_text(part).casefold()))

    def stored(self, cell, names):
        if self.field is None:
            return cell
        return sorted(names.keys(self.field.related_model, cell), key=str)


class AddressWidget(TextWidget):
    """The address of an entry's page, made from its slug. `site` comes before its path."""

    def __init__(self, url_name: str):
        super().__init__()
        self.url_name = url_name
        self.site = ""

    @cached_property
    def around_slug(self) -> list[str]:
        """Return what comes before and after the slug; `reverse` for each row takes longer than the row."""
        return reverse(self.url_name, args=["0"]).rsplit("0", 1)

    def cell(self, value):
        before, after = self.around_slug
        return f"{self.site}{before}{value}{after}"

    def comparable(self, cell):
        """The site may have another host name where the file was exported."""
        return urlsplit(cell).path if cell else ""
