"""Files that staff take away: all that they may edit of the entries of a list, to bring it in again."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.tools import Tool
from catalogue.exports import csv, xlsx
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.reader import Plan
from catalogue.exports.relations import Relation
from catalogue.exports.responses import FinishedFile, StreamedFile, one_of_few
from catalogue.exports.views import XLSX_TYPE

CSV, XLSX = "csv", "xlsx"


class TakeAwayMixin(admin.ModelAdmin):
    """`resource` gives the columns: the same definition as that of the public files, with drafts."""

    resource: type[ColumnsResource]
    actions = ("take_away_csv", "take_away_excel")

    @admin.action(description=gettext_lazy("Take away as CSV"), permissions=["view"])
    def take_away_csv(self, request, queryset):
        return self.file_of(list(queryset.values_list("pk", flat=True)), CSV)

    @admin.action(description=gettext_lazy("Take away as Excel"), permissions=["view"])
    def take_away_excel(self, request, queryset):
        return self.file_of(list(queryset.values_list("pk", flat=True)), XLSX)

    def list_tools(self, request):
        tools = super().list_tools(request)
        if self.has_view_or_change_permission(request):
            query = request.GET.urlencode()
            address = reverse(self.take_away_name) + (f"?{query}" if query else "")
            tools = [*tools, Tool(_("Take away"), address)]
        return tools

    @property
    def take_away_name(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_take_away"

    def get_urls(self):
        view = self.admin_site.admin_view(self.take_away_view)
        file_view = self.admin_site.admin_view(self.take_away_file)
        name = self.take_away_name.removeprefix("admin:")
        return [
            path("take-away/", view, name=name),
            path("take-away/data.<str:file_format>", file_view, name=f"{name}_file"),
            path("take-away/<slug:part>.csv", file_view, {"file_format": CSV}, name=f"{name}_part"),
            *super().get_urls(),
        ]

    def take_away_view(self, request):
        """Offer the files of all that the list shows under its filters."""
        entries = self.entries_of_list(request)
        if isinstance(entries, HttpResponse):
            return entries
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take away {entries}").format(entries=self.opts.verbose_name_plural),
            "count": entries.count(),
            "query": request.GET.urlencode(),
            "is_narrowed": bool(request.GET),
            "parts": self.resource.rows,
            "import_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_import",
            "may_import": self.has_add_permission(request) and self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/catalogue/take_away.html", context)

    def take_away_file(self, request, file_format, part=""):
        entries = self.entries_of_list(request)
        if isinstance(entries, HttpResponse):
            return entries
        if file_format not in (CSV, XLSX):
            raise Http404
        relation = self.relation_called(part) if part else None
        return self.file_of(list(entries.values_list("pk", flat=True)), file_format, relation)

    def entries_of_list(self, request):
        """Give what the list shows under its query string, or the way back to a list with a wrong one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            return self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return HttpResponseRedirect(f"{back}?{ERROR_FLAG}=1")

    def relation_called(self, name: str) -> Relation:
        for relation in self.resource.rows:
            if relation.name == name:
                return relation
        raise Http404

    def file_of(self, keys: list[int], file_format: str, relation: Relation | None = None) -> HttpResponse:
        """Give a file of the entries with these keys, or of their rows."""
        return one_of_few(lambda: self.made_file(keys, file_format, relation))

    def made_file(self, keys: list[int], file_format: str, relation: Relation | None) -> HttpResponse:
        name = "-".join(
            filter(
                None,
                [self.opts.model_name, relation and relation.name, timezone.localdate().isoformat()],
            )
        )
        if file_format == XLSX:
            book = xlsx.workbook(sheets(self.resource, keys))
            return FinishedFile(book, content_type=XLSX_TYPE, as_attachment=True, filename=f"{name}.xlsx")
        plan = Plan(relation.resource if relation else self.resource, for_staff=True)
        rows = list(relation.keys(keys, for_staff=True)) if relation else keys
        response = StreamedFile(csv.lines(plan, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response


def sheets(resource: type[ColumnsResource], keys: list[int]) -> Iterable[xlsx.Sheet]:
    """Give the sheets of a workbook that comes in again: the entries, each sort of their rows, and how."""
    plan = Plan(resource, for_staff=True)
    label = capfirst(str(resource._meta.model._meta.verbose_name_plural))
    found = [xlsx.sheet_of(label, plan, plan.rows(keys))]
    for relation in resource.rows:
        rows = Plan(relation.resource, for_staff=True)
        found.append(
            xlsx.sheet_of(str(relation.label), rows, rows.rows(list(relation.keys(keys, for_staff=True))))
        )
    return [*found, xlsx.Sheet(_("About"), {_("Fact"): 30, _("Value"): 100}, about(label, len(keys)))]


def about(label: str, count: int) -> list[list]:
    """Tell what the workbook is for, and how it is edited."""
    made_at = timezone.localtime().isoformat(timespec="seconds")
    return [
        [_("What"), label],
        [_("Rows"), count],
        [_("Made at"), made_at],
        [_("For"), _("staff: with drafts; not to be published as it is")],
        [
            _("To change"),
            _(
                "Edit the cells, save, and bring the workbook in again: the back office shows first what "
                "changes."
            ),
        ],
        [
            _("To add"),
            _(
                "Add a line with an empty slug and version; rows of it on the other sheets need its slug "
                "typed."
            ),
        ],
        [
            _("Rows of entries"),
            _(
                "A sheet says all rows of the entries on the first sheet. Delete a line to take the row "
                "away; delete the whole sheet to leave all of its rows alone."
            ),
        ],
        [_("Slug and version"), _("Leave them as they are: they tell which entry a line is, and how new.")],
    ]
