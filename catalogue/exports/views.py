"""The files of a list, by the view of the list itself, so that page and file cannot disagree."""

import hashlib
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.data_versions.models import DataVersion
from catalogue.errors import AddressError
from catalogue.exports import csv, json, xlsx
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.cover_sheet import about_list, about_rows
from catalogue.exports.parameters import shortened
from catalogue.exports.reader import ReadPlan
from catalogue.exports.relations import Relation
from catalogue.exports.responses import StreamedFile, attachment

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATA = r"^data\.(?P<file_format>csv|xlsx|json)$"  # the address of a list's files, beside the list
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
PARAMETERS = ("columns", "headings", "shape")  # of files alone
# The only value of a parameter, and the formats that have it; None is the CSV file of a relation.
OPTIONS = [("headings", "keys", ("csv", "xlsx", None)), ("shape", "rows", ("json",))]


def conditional_file(request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the file that a function makes, or 304 if the client has its content already.

    The ETag (RFC 9110, 8.8.3) is weak, as a file also states when it was exported. It contains the day, on
    which the status of grants depends. Costs one query.
    """
    versions = DataVersion.objects.with_current().order_by("kind").values_list("current", flat=True)
    parts = [request.build_absolute_uri(), get_language(), timezone.localdate(), *versions]
    etag = f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response = make()
    if response.status_code == HTTPStatus.OK:
        response["ETag"] = etag
    return response


class ListFiles:
    """The files of a list view. The view has `filterset`; it names its `resource` and `relations`."""

    resource: type[ColumnsResource]
    relations: ClassVar[tuple[Relation, ...]] = ()

    def file(self, file_format: str) -> HttpResponse:
        """Return all rows of the list in its order, unpaged, as CSV, Excel or JSON."""
        plan = self.plan(self.resource, with_codes=file_format == "json")
        if file_format == "csv":
            lines = csv.lines(plan, self.keys, by_key=self.has_keys)
            return self.streamed(lines, "text/csv; charset=utf-8", "csv")
        if file_format == "json":
            about = None if self.request.GET.get("shape") else self.about
            return self.streamed(json.pieces(plan, self.keys, about), "application/json", "json")
        return self.streamed(xlsx.workbook(self.sheets(plan), about_rows(self.about)), XLSX_TYPE, "xlsx")

    def relation_file(self, name: str) -> HttpResponse:
        """Return the rows that belong to the entries of the list as CSV."""
        relation = self.relation_called(name)
        plan = self.plan(relation.resource)
        keys = list(relation.keys(self.keys))
        lines = csv.lines(plan, keys, by_key=self.has_keys)
        return self.streamed(lines, "text/csv; charset=utf-8", "csv", name)

    def plan(self, resource: type[ColumnsResource], *, with_codes: bool = False) -> ReadPlan:
        """Return how to read the chosen columns of what is public."""
        columns = self.chosen_columns(resource)
        return ReadPlan(resource, columns, self.site, with_codes=with_codes, only_public=True)

    def relation_called(self, name: str) -> Relation:
        return next(one for one in self.relations if one.name == name)

    def sheets(self, plan: ReadPlan) -> list[xlsx.Sheet]:
        sheets = [xlsx.sheet_of(self.title, plan, plan.rows(self.keys), by_key=self.has_keys)]
        for relation in self.relations:
            part = ReadPlan(relation.resource, site=self.site, only_public=True)
            rows = relation.rows(part, self.keys)
            sheets.append(xlsx.sheet_of(str(relation.label), part, rows, by_key=self.has_keys))
        return sheets

    def streamed(
        self, pieces: Iterator[str] | Iterator[bytes], content_type: str, extension: str, part: str = ""
    ) -> StreamedFile:
        return attachment(pieces, content_type, self.file_name(extension, part))

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

    def chosen_columns(self, resource: type[ColumnsResource]) -> list[str]:
        """Return the keys of the columns asked for, in the order of the Resource; all, if none are."""
        known = resource.columns()
        return [key for key in known if key in self.asked_columns] or list(known)

    @cached_property
    def asked_columns(self) -> list[str]:
        return [key for value in self.request.GET.getlist("columns") for key in value.split(",") if key]

    @property
    def has_keys(self) -> bool:
        """Return whether the headings are the stable keys of the columns."""
        return self.request.GET.get("headings") == "keys"

    def errors_of_file(self, file_format: str | None, relation: str | None) -> list[AddressError]:
        """Return what is wrong with the address of a file: of the list in a format, or of a relation."""
        query = self.request.GET
        known = (self.relation_called(relation).resource if relation else self.resource).columns()
        unknown = [key for key in dict.fromkeys(self.asked_columns) if key not in known]
        errors = [
            AddressError(_("There is no column “{key}”.").format(key=shortened(key))) for key in unknown
        ]
        for name, value, formats in OPTIONS:
            if name in query and (query[name] != value or file_format not in formats):
                text = _("“{name}” can only be “{value}”, in these files: {formats}.")
                labels = ", ".join(FORMATS[one] for one in formats if one)
                errors.append(AddressError(text.format(name=name, value=value, formats=labels)))
        return [*self.filterset.errors(PARAMETERS), *errors]

    @property
    def about(self) -> dict:
        query = self.filterset.query
        address = f"{self.site}{self.list_address()}{'?' if query else ''}{query.urlencode()}"
        about = about_list(
            title=self.title,
            address=address,
            filters=[str(chip.label) for chip in self.filterset.chips],
            note=self.filterset.note,
            order=str(dict(self.filterset.orders)[self.filterset.order]),
            rows=len(self.filterset.selection),
        )
        return about | self.filterset.about

    def list_address(self) -> str:
        return self.request.path.rpartition("/")[0] + "/"

    @property
    def files(self) -> dict:
        """Return what the page offers: the files, those of its relations, and the columns."""
        query = self.filterset.query
        tail = f"?{query.urlencode()}" if query else ""
        return {
            "formats": [{"label": label, "address": f"data.{name}{tail}"} for name, label in FORMATS.items()],
            "relations": [{"label": one.label, "address": f"{one.name}.csv{tail}"} for one in self.relations],
            "columns": [
                {"key": key, "label": column.heading} for key, column in self.resource.columns().items()
            ],
            "query": [(name, value) for name, values in query.lists() for value in values],
        }
