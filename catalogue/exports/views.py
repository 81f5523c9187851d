"""The files of a list, by the view of the list itself, so that page and file cannot disagree."""

from collections.abc import Iterator
from typing import ClassVar

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.exports import csv, json, xlsx
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.cover_sheet import about_list, about_rows
from catalogue.exports.reader import Plan
from catalogue.exports.relations import Relation
from catalogue.exports.responses import FinishedFile, StreamedFile

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATA = r"^data\.(?P<file_format>csv|xlsx|json)$"  # the address of a list's files, beside the list
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}


class ListFiles:
    """The files of a list view. The view has `filterset`; it names its `resource` and `relations`."""

    resource: type[ColumnsResource]
    relations: ClassVar[tuple[Relation, ...]] = ()

    def file(self, file_format: str) -> HttpResponse:
        """Return all rows of the list in its order, unpaged, as CSV, Excel or JSON."""
        plan = Plan(self.resource, self.chosen_columns, self.site)
        if file_format == "csv":
            return self.streamed(csv.lines(plan, self.keys), "text/csv; charset=utf-8", "csv")
        if file_format == "json":
            return self.streamed(json.pieces(plan, self.keys, self.about), "application/json", "json")
        return FinishedFile(
            xlsx.workbook(self.sheets(plan), about_rows(self.about)),
            content_type=XLSX_TYPE,
            as_attachment=True,
            filename=self.file_name("xlsx"),
        )

    def relation_file(self, name: str) -> HttpResponse:
        """Return the rows that belong to the entries of the list as CSV."""
        relation = next(one for one in self.relations if one.name == name)
        plan = Plan(relation.resource, site=self.site)
        keys = list(relation.keys(self.keys))
        return self.streamed(csv.lines(plan, keys), "text/csv; charset=utf-8", "csv", name)

    def sheets(self, plan: Plan) -> list[xlsx.Sheet]:
        sheets = [xlsx.sheet_of(self.title, plan, plan.rows(self.keys))]
        for relation in self.relations:
            rows = Plan(relation.resource, site=self.site)
            sheets.append(xlsx.sheet_of(str(relation.label), rows, rows.rows(list(relation.keys(self.keys)))))
        return sheets

    def streamed(
        self, pieces: Iterator[str], content_type: str, extension: str, part: str = ""
    ) -> StreamedFile:
        response = StreamedFile(pieces, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{self.file_name(extension, part)}"'
        return response

    def file_name(self, extension: str, part: str = "") -> str:
        name = "-".join(filter(None, [self.section, part, timezone.localdate().isoformat()]))
        return f"{name}.{extension}"

    @cached_property
    def keys(self) -> list[int]:
        return self.filterset.keys()

    @cached_property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def site(self) -> str:
        return self.request.build_absolute_uri("/").rstrip("/")

    @cached_property
    def chosen_columns(self) -> list[str]:
        """Return the keys of the columns asked for, in the order of the Resource; all, if none are."""
        asked = [key for value in self.request.GET.getlist("columns") for key in value.split(",") if key]
        known = self.resource.columns()
        for key in dict.fromkeys(asked):
            if key not in known:
                notice = _("We ignored the unknown column “{key}”.")
                self.filterset.notices.append(notice.format(key=key[:60]))
        return [key for key in known if key in asked] or list(known)

    @cached_property
    def list_query(self) -> QueryDict:
        """Return the query string without the page and the columns."""
        query = self.request.GET.copy()
        for name in ("page", "columns"):
            query.pop(name, None)
        return query

    @property
    def about(self) -> dict:
        query = self.list_query
        address = f"{self.site}{self.list_address()}{'?' if query else ''}{query.urlencode()}"
        about = about_list(
            title=self.title,
            address=address,
            filters=[str(chip.label) for chip in self.filterset.chips],
            order=str(dict(self.filterset.orders)[self.filterset.order]),
            rows=len(self.filterset.selection),
            notices=self.filterset.notices,
        )
        return about | self.filterset.about

    def list_address(self) -> str:
        return self.request.path.rpartition("/")[0] + "/"

    @property
    def files(self) -> dict:
        """Return what the page offers: the files, those of its relations, and the columns."""
        query = self.list_query
        tail = f"?{query.urlencode()}" if query else ""
        return {
            "formats": [{"label": label, "address": f"data.{name}{tail}"} for name, label in FORMATS.items()],
            "relations": [{"label": one.label, "address": f"{one.name}.csv{tail}"} for one in self.relations],
            "columns": [
                {"key": key, "label": column.heading} for key, column in self.resource.columns().items()
            ],
            "query": [(name, value) for name, values in query.lists() for value in values],
        }
