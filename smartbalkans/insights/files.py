"""The files of a table: CSV, and an Excel workbook with a cover sheet."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.exports import csv, xlsx
from catalogue.exports.cover_sheet import about_list, about_rows
from catalogue.exports.responses import attachment, one_of_few
from catalogue.exports.views import XLSX_TYPE
from smartbalkans.insights.tables import FigureTable


def csv_file(table: FigureTable, name: str) -> HttpResponse:
    response = HttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, "csv")}"'
    return response


def csv_lines(table: FigureTable) -> Iterator[str]:
    """Yield the file. Headings are names of themes or groups too, so they are guarded like all cells."""
    yield csv.BYTE_ORDER_MARK
    yield csv.written(map(csv.texts, [table.headings, *table.lines]))


def xlsx_file(
    table: FigureTable, name: str, *, title: str, address: str, filters: list[str], note: str
) -> HttpResponse:
    """Return a workbook, or the answer that too many files are being sent."""
    about = about_list(
        title=title,
        address=address,
        filters=filters,
        note=" ".join(filter(None, [note, *table.notes])),
        order=_("as on the page"),
        rows=len(table.lines),
    )
    sheet = xlsx.Sheet(_("Table"), table.headings, table.lines)
    return one_of_few(
        lambda: attachment(xlsx.workbook([sheet], about_rows(about)), XLSX_TYPE, file_name(name, "xlsx"))
    )


def file_name(name: str, extension: str) -> str:
    return f"{name}-{timezone.localdate().isoformat()}.{extension}"
