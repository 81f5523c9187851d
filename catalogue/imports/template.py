"""A blank workbook for new entries: the headings of all sheets, and what to enter in each column."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.exports import xlsx
from catalogue.exports.columns import VERSION, Column
from catalogue.exports.spreadsheetml import WRAPPED
from catalogue.exports.widgets import (
    DayWidget,
    LabelWidget,
    LinkWidget,
    ManyWidget,
    MoneyWidget,
    NumberWidget,
    UrlWidget,
)
from catalogue.fields import YearField
from catalogue.imports.layout import ImportKind, ImportPart

EXAMPLE_SLUG = "civic-alliance"


def blank_workbook(kind: ImportKind) -> Iterator[bytes]:
    """Yield the workbook in pieces."""
    sheets = [xlsx.Sheet(part.label, list(headings_of(part)), []) for part in kind.parts.values()]
    headings = [_("Sheet"), _("Column"), _("Meaning"), _("What to enter"), _("Example")]
    rows = [row for part in kind.parts.values() for row in explanations(part, kind.entries.label)]
    columns = xlsx.Sheet(_("Columns"), headings, rows, formats=dict.fromkeys(headings, WRAPPED))
    return xlsx.workbook([*sheets, columns], [[_("Content"), _("Blank template for an import")]])


def columns_to_fill(part: ImportPart) -> dict[str, Column]:
    """Return the columns that a new row can have."""
    return {key: one for key, one in part.resource.staff_columns().items() if key != VERSION}


def headings_of(part: ImportPart) -> Iterator[str]:
    return (str(column.heading) for column in columns_to_fill(part).values())


def explanations(part: ImportPart, sheet: str) -> Iterator[list[str]]:
    """Yield a row about each column of a sheet. `sheet` is the name of that of the entries."""
    for key, column in columns_to_fill(part).items():
        is_slug = key == part.identifying[0]
        entry, example = slug_to_enter(part, sheet) if is_slug else what_to_enter(column)
        yield [part.label, str(column.heading), str(column.description), entry, example]


def slug_to_enter(part: ImportPart, sheet: str) -> tuple[str, str]:
    """Return what to enter in the column that identifies the entry of a row, and an example."""
    if not part.resource.parent:
        text = _(
            "Letters a to z, digits and hyphens. May be empty for a new entry without rows on other sheets."
        )
        return text, EXAMPLE_SLUG
    text = _("The slug of the entry, in the portal or on the sheet “{sheet}”")
    return text.format(sheet=sheet), EXAMPLE_SLUG


def what_to_enter(column: Column) -> tuple[str, str]:
    """Return what to enter in a column, and an example."""
    match column.widget:
        case DayWidget():
            return _("A date"), "2026-12-31"
        case MoneyWidget():
            return _("An amount in digits, without a currency"), "12500.50"
        case NumberWidget(field=YearField()):
            return _("A year in four digits"), "2002"
        case NumberWidget():
            return _("A whole number"), "1"
        case LabelWidget() as widget:
            labels = [label for value, label in widget.labels.items() if value != ""]
            return one_of(labels)
        case LinkWidget():
            return _("A name, a slug or a code"), ""
        case ManyWidget():
            return _("Names, slugs or codes, separated by semicolons"), ""
        case UrlWidget():
            return _("A web address"), "https://www.example.org"
    codes = [str(value) for value, _label in column.widget.choices if value]
    return one_of(codes) if codes else (_("Text"), "")


def one_of(choices: list[str]) -> tuple[str, str]:
    return _("One of: {choices}").format(choices="; ".join(choices)), choices[0]
