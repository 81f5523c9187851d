"""Files of the entries that staff choose in a list."""

from django.contrib import admin
from django.http import FileResponse, StreamingHttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.files import csv, xlsx
from catalogue.files.columns import EntryResource
from catalogue.files.plan import Plan


class TakeAwayMixin(admin.ModelAdmin):
    """`resource` gives the columns: the same as those of the public files."""

    resource: type[EntryResource]
    actions = ("take_away_csv", "take_away_excel")

    @admin.action(description=_("Take away as CSV"), permissions=["view"])
    def take_away_csv(self, request, queryset):
        pieces = csv.lines(self.plan(request), list(queryset.values_list("pk", flat=True)))
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        return response

    @admin.action(description=_("Take away as Excel"), permissions=["view"])
    def take_away_excel(self, request, queryset):
        plan = self.plan(request)
        rows = plan.rows(list(queryset.values_list("pk", flat=True)))
        book = xlsx.workbook([xlsx.sheet_of(capfirst(str(self.opts.verbose_name_plural)), plan, rows)])
        return FileResponse(book, as_attachment=True, filename=f"{self.opts.model_name}.xlsx")

    def plan(self, request) -> Plan:
        return Plan(self.resource, site=request.build_absolute_uri("/").rstrip("/"))
