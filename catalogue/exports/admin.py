"""Exports for staff: everything in the entries of a list that can be edited and imported again."""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.exports import csv, xlsx
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.cover_sheet import moment
from catalogue.exports.reader import ReadPlan
from catalogue.exports.relations import Relation
from catalogue.exports.responses import attachment, one_of_few
from catalogue.exports.views import XLSX_TYPE

CSV, XLSX = "csv", "xlsx"


class ExportMixin(ToolsMixin):
    """`resource` defines the columns: the same as those of the public files, with drafts."""

    resource: type[ColumnsResource]
    actions = ("export_csv", "export_excel")

    @admin.action(description=gettext_lazy("Export as CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        return self.file_of(list(queryset.values_list("pk", flat=True)), CSV)

    @admin.action(description=gettext_lazy("Export as Excel"), permissions=["view"])
    def export_excel(self, request, queryset):
        return self.file_of(list(queryset.values_list("pk", flat=True)), XLSX)

    def list_tools(self, request):
        tools = super().list_tools(request)
        if self.has_view_or_change_permission(request):
            tools = [*tools, Tool(_("Export"), self.page_address("export", query=request.GET))]
        return tools

    def get_urls(self):
        return [
            self.page_path("export/", "export", self.export_view),
            self.page_path("export/data.<str:file_format>", "export_file", self.export_file),
            self.page_path("export/<slug:part>.csv", "export_part", self.export_file, file_format=CSV),
            *super().get_urls(),
        ]

    def export_view(self, request):
        """Offer the files of everything that the list shows under its filters."""
        entries = self.entries_of_list(request)
        if isinstance(entries, HttpResponse):
            return entries
        return self.render_page(
            request,
            "admin/catalogue/export.html",
            _("Export {entries}").format(entries=self.opts.verbose_name_plural),
            here=_("Export"),
            list_address=self.page_address("changelist", query=request.GET),
            count=entries.count(),
            query=request.GET.urlencode(),
            is_narrowed=bool(request.GET),
            parts=self.resource.rows,
            may_import=self.has_add_permission(request) and self.has_change_permission(request),
        )

    def export_file(self, request, file_format, part=""):
        entries = self.entries_of_list(request)
        if isinstance(entries, HttpResponse):
            return entries
        if file_format not in (CSV, XLSX):
            raise Http404
        relation = self.relation_called(part) if part else None
        return self.file_of(list(entries.values_list("pk", flat=True)), file_format, relation)

    def entries_of_list(self, request):
        """Return what the list shows under its query string, or a redirect to the list from a wrong one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            return self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self.page_address("changelist", query={ERROR_FLAG: 1}))

    def relation_called(self, name: str) -> Relation:
        for relation in self.resource.rows:
            if relation.name == name:
                return relation
        raise Http404

    def file_of(self, keys: list[int], file_format: str, relation: Relation | None = None) -> HttpResponse:
        """Return a file of the entries with these keys, or of their rows."""
        return one_of_few(lambda: self.made_file(keys, file_format, relation))

    def made_file(self, keys: list[int], file_format: str, relation: Relation | None) -> HttpResponse:
        name = "-".join(
            filter(
                None,
                [self.opts.model_name, relation and relation.name, timezone.localdate().isoformat()],
            )
        )
        if file_format == XLSX:
            return attachment(workbook_for_import(self.resource, keys), XLSX_TYPE, f"{name}.xlsx")
        plan = ReadPlan(relation.resource if relation else self.resource, for_staff=True)
        rows = list(relation.keys(keys, for_staff=True)) if relation else keys
        return attachment(csv.lines(plan, rows), "text/csv; charset=utf-8", f"{name}.csv")


def workbook_for_import(resource: type[ColumnsResource], keys: list[int]) -> Iterator[bytes]:
    """Yield a workbook for import: the entries, each kind of their rows, and how to edit it."""
    plan = ReadPlan(resource, for_staff=True)
    label = capfirst(str(resource._meta.model._meta.verbose_name_plural))
    found = [xlsx.sheet_of(label, plan, plan.rows(keys))]
    for relation in resource.rows:
        part = ReadPlan(relation.resource, for_staff=True)
        found.append(xlsx.sheet_of(str(relation.label), part, relation.rows(part, keys)))
    return xlsx.workbook(found, about(label, len(keys)))


def about(label: str, count: int) -> list[list]:
    """Return what the workbook is for, and how to edit it, as rows of two cells."""
    return [
        [_("Content"), label],
        [_("Rows"), count],
        [_("Exported at"), moment(timezone.now())],
        [_("For"), _("Staff only: this workbook contains drafts. Do not publish it.")],
        [
            _("Change entries"),
            _(
                "Edit the cells, save the workbook and import it. Before anything changes, the back office "
                "shows a preview."
            ),
        ],
        [
            _("Add entries"),
            _(
                "Add a line and leave its version empty. Its slug may be empty too, unless the entry has "
                "rows on other sheets: enter the same slug there."
            ),
        ],
        [
            _("Other sheets"),
            _(
                "A detail sheet replaces all rows of the entries on the first sheet: a line that you delete "
                "is deleted in the back office. To leave these rows unchanged, delete the whole sheet."
            ),
        ],
        [_("Slug and version"), _("Do not change them: they identify the entry and its latest edit.")],
    ]
