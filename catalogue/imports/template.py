"""A blank workbook for new entries: the headings of all sheets, and what to enter in each column."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.exports import xlsx
from catalogue.exports.columns import VERSION, Column
from catalogue.exports.widgets import (
    DayWidget,
    LabelWidget,
    LinkWidget,
    ManyWidget,
    MoneyWidget,
    NumberWidget,
    UrlWidget,
)
from catalogue.imports.layout import ImportKind, ImportPart


def blank_workbook(kind: ImportKind) -> Iterator[bytes]:
    """Yield the workbook in pieces."""
    sheets = [xlsx.Sheet(part.label, list(headings_of(part)), []) for part in kind.parts.values()]
    headings = [_("Sheet"), _("Column"), _("Meaning"), _("What to enter"), _("Example")]
    rows = [row for part in kind.parts.values() for row in explanations(part)]
    columns = xlsx.Sheet(_("Columns"), headings, rows)
    return xlsx.workbook([*sheets, columns], [[_("Content"), _("Blank template for an import")]])


def columns_to_fill(part: ImportPart) -> dict[str, Column]:
    """Return the columns that a new row can have."""
    return {key: one for key, one in part.resource.staff_columns().items() if key != VERSION}


def headings_of(part: ImportPart) -> Iterator[str]:
    return (str(column.heading) for column in columns_to_fill(part).values())


def explanations(part: ImportPart) -> Iterator[list[str]]:
    """Yield a row about each column of a sheet."""
    for key, column in columns_to_fill(part).items():
        entry, example = what_to_enter(column, is_slug=key == part.identifying[0])
        yield [part.label, str(column.heading), str(column.description), entry, example]


def what_to_enter(column: Column, *, is_slug: bool) -> tuple[str, str]:
    """Return what to enter in a column, and an example."""
    if is_slug:
        return _("Letters a to z, digits and hyphens. Empty for a new entry."), "civic-alliance"
    match column.widget:
        case DayWidget():
            return _("A date"), "2026-12-31"
        case MoneyWidget():
            return _("An amount in digits, without a currency"), "12500.50"
        case NumberWidget():
            return _("A whole number"), "1"
        case LabelWidget() as widget:
            labels = [label for value, label in widget.labels.items() if value != ""]
            return _("One of: {choices}").format(choices="; ".join(labels)), labels[0]
        case LinkWidget():
            return _("A name, a slug or a code"), ""
        case ManyWidget():
            return _("Names, slugs or codes, separated by semicolons"), ""
        case UrlWidget():
            return _("A web address"), "https://www.example.org"
    codes = [str(value) for value, _label in column.widget.choices if value]
    return (_("A code"), codes[0]) if codes else (_("Text"), "")
