"""The pages of an import: a file is uploaded, checked, previewed and imported, all of it in portions."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from catalogue import portions
from catalogue.admin.pages import Crumb
from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.errors import FieldErrorsMixin
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.responses import attachment, one_of_few
from catalogue.exports.views import XLSX_TYPE
from catalogue.imports import rejected_file
from catalogue.imports.apply import ImportRefused, apply_import, continue_import
from catalogue.imports.check import check
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Import
from catalogue.imports.staging import stage
from catalogue.imports.template import blank_workbook
from catalogue.imports.undo import start_undo
from catalogue.portions import is_script, seconds_for

A_PAGE = 50
RECENT = 20
MOST_NOTES = 50


class ImportForm(FieldErrorsMixin, forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a CSV file, such as an export "
            "of this list."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.txt"}),
    )


class ImportMixin(ToolsMixin):
    """The import pages, for people who may add and change entries. `resource` has the columns of files."""

    resource: type[ColumnsResource]

    @cached_property
    def kind(self) -> ImportKind:
        return ImportKind(self.resource)

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def list_tools(self, request):
        tools = super().list_tools(request)
        if self.has_import_permission(request):
            tools = [*tools, Tool(_("Import"), self.page_address("import"))]
        return tools

    def get_urls(self):
        run = "import/<int:pk>/"
        return [
            self.page_path("import/", "import", self.import_view),
            self.page_path("import/template.xlsx", "import_template", self.import_template),
            self.page_path(run, "import_run", self.import_run_view),
            self.page_path(f"{run}go-on/", "import_go_on", require_POST(self.import_go_on)),
            self.page_path(f"{run}confirm/", "import_confirm", require_POST(self.import_confirm)),
            self.page_path(f"{run}undo/", "import_undo", require_POST(self.import_undo)),
            self.page_path(f"{run}check-again/", "import_check_again", require_POST(self.import_check_again)),
            self.page_path(f"{run}discard/", "import_discard", require_POST(self.import_discard)),
            self.page_path(f"{run}rejected/", "import_rejected", require_GET(self.import_rejected)),
            *super().get_urls(),
        ]

    def import_view(self, request):
        """Show the upload form and the previous imports; store an uploaded file and start its check."""
        self.refuse_import(request)
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if form.is_valid():
            Import.objects.clear()
            file = form.cleaned_data["file"]
            try:
                run = stage(self.kind, request.user, file, file.size, file.name)
            except UnreadableFile as refusal:
                form.add_error("file", str(refusal))
            else:
                return self.to_run(run)
        runs = Import.objects.of_kind(self.model).seen_by(request.user).select_related("user")
        return self.render_page(
            request,
            "admin/catalogue/import.html",
            _("Import {entries}").format(entries=self.opts.verbose_name_plural),
            here=_("Import"),
            form=form,
            runs=runs[:RECENT],
            parts=[part.label for part in self.kind.parts.values()],
            status=200 if form.is_valid() or not form.is_bound else 422,
        )

    def import_template(self, request):
        """Return a blank workbook with the columns of this kind of entry."""
        self.refuse_import(request)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        return one_of_few(
            lambda: attachment(blank_workbook(self.kind), XLSX_TYPE, f"{self.opts.model_name}-template.xlsx")
        )

    def import_run_view(self, request, pk):
        """Show how far a file is checked, what it would change or what is wrong with it, or what was done."""
        run = self.import_of(request, pk)
        shows = [name for name in ("wrong", "look", "changed", "new") if self.import_rows(run, name).exists()]
        show = request.GET.get("show")
        show = show if show in shows else next(iter(shows), "")
        page = (
            Paginator(self.import_rows(run, show), A_PAGE).get_page(request.GET.get("page")) if show else None
        )
        return self.render_page(
            request,
            "admin/catalogue/import_run.html",
            run.file_name,
            trail=[Crumb(_("Import"), self.page_address("import"))],
            here=run.file_name,
            run=run,
            shows=[(name, self.show_label(run, name)) for name in shows],
            show=show,
            page=page,
            form=ImportForm(),
            is_own=run.user_id == request.user.pk,
            **self.progress_context(request, run),
            notes=run.notes[:MOST_NOTES],
            more_notes=max(0, len(run.notes) - MOST_NOTES),
            public=run.changes.filter(is_public=True).count(),
            has_rejected=run.rejected_rows.exists(),
            sheets=[self.describe_sheet(held) for held in run.layout],
        )

    def progress_context(self, request, run: Import) -> dict[str, bool]:
        """Return whether the page goes on by itself, and what the person may do.

        An import that somebody left goes on only when they say so.
        """
        is_own = run.user_id == request.user.pk
        may_undo = is_own or self.may_undo(request)
        may_go_on = may_undo if run.status == Import.Status.UNDOING else is_own
        is_wanted = run.status == Import.Status.CHECKING or "go-on" in request.GET
        return {
            "may_undo": may_undo and run.status == Import.Status.IMPORTING,
            "may_go_on": may_go_on,
            "goes_on": may_go_on and run.is_running and is_wanted,
        }

    def describe_sheet(self, held: dict) -> str:
        """Return the name of a sheet, and what it was recognised as if that differs."""
        label = self.kind.parts[held["part"]].label
        return label if held["sheet"] == label else f"{held['sheet']} ({label})"

    @staticmethod
    def import_rows(run: Import, show: str):
        if show in ("wrong", "look"):
            return run.findings.filter(is_wrong=show == "wrong")
        return run.changes.filter(is_new=show == "new")

    @staticmethod
    def show_label(run: Import, show: str) -> str:
        return {
            "wrong": _("Errors ({count})").format(count=run.wrong),
            "look": _("Warnings ({count})").format(count=run.warned),
            "changed": _("Changed ({count})").format(count=run.changed),
            "new": _("New ({count})").format(count=run.new),
        }[show]

    def import_go_on(self, request, pk):
        """Do more of what there is to do; answer the page's script with numbers, a button with the page.

        The script sends the status that its page shows. When that is over, it shows the page again.
        """
        run = self.import_of(request, pk)
        self.refuse_stranger(request, run, may_undo=run.status == Import.Status.UNDOING)
        run = self.go_on(request, run, seconds_for(request))
        if is_script(request):
            shown = request.POST.get("status", Import.Status.CHECKING)
            return JsonResponse({"percent": run.percent, "wrong": run.wrong, "is_done": run.status != shown})
        return self.to_run(run)

    def go_on(self, request, run: Import, seconds: float) -> Import:
        if not run.is_unfinished:
            return check(run, self.kind, seconds)
        try:
            run = continue_import(run, self.kind, request.user, seconds)
        except ImportRefused as error:
            messages.error(request, str(error))
            run.refresh_from_db()
        self.report_import(request, run)
        return run

    def report_import(self, request, run: Import) -> None:
        if run.status == Import.Status.DONE:
            text = _("Imported: {new} new, {changed} changed.").format(new=run.new, changed=run.changed)
            messages.success(request, text)

    def import_confirm(self, request, pk):
        """Start the import, if the deletion of rows was confirmed; if asked so, without what has errors."""
        run = self.own_import(request, pk)
        if run.removed and not request.POST.get("rows_go"):
            messages.error(
                request, _("Confirm that the rows will be deleted, or correct the file and upload it again.")
            )
            return self.to_run(run)
        try:
            run = apply_import(
                run,
                self.kind,
                request.user,
                portions.SECONDS,
                skip_errors=bool(request.POST.get("skip_errors")),
            )
        except ImportRefused as error:
            messages.error(request, str(error))
        else:
            self.report_import(request, run)
        return self.to_run(run)

    def import_undo(self, request, pk):
        """Start to undo an unfinished import."""
        run = self.import_of(request, pk)
        self.refuse_stranger(request, run, may_undo=True)
        start_undo(run)
        run.refresh_from_db()
        return self.to_run(self.go_on(request, run, portions.SECONDS))

    def import_rejected(self, request, pk):
        """Return the file of the rows with errors."""
        run = self.import_of(request, pk)
        if not run.rejected_rows.exists():
            raise Http404
        return one_of_few(lambda: self.rejected_file(run))

    def rejected_file(self, run: Import):
        is_csv = rejected_file.is_csv(run)
        name = rejected_file.file_name(run.file_name, is_csv=is_csv)
        sheets = rejected_file.rejected_sheets(run, self.kind)
        if not is_csv:
            return attachment(rejected_file.workbook(sheets, run.file_name), XLSX_TYPE, name)
        return attachment(rejected_file.csv_lines(sheets), "text/csv; charset=utf-8", name)

    def import_check_again(self, request, pk):
        with self.own_import(request, pk).locked() as run:
            if run.is_open:
                run.check_again()
        return self.to_run(run)

    def import_discard(self, request, pk):
        with self.own_import(request, pk).locked() as run:
            if is_open := run.is_open:
                run.close(Import.Status.DISCARDED)
        if is_open:
            messages.info(
                request, _("“{file}” was discarded. Nothing was changed.").format(file=run.file_name)
            )
        return HttpResponseRedirect(self.page_address("import"))

    def refuse_import(self, request) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def import_of(self, request, pk) -> Import:
        """Return an import that this person may see."""
        self.refuse_import(request)
        return get_object_or_404(Import.objects.of_kind(self.model).seen_by(request.user), pk=pk)

    def own_import(self, request, pk) -> Import:
        """Return an import of this person: nobody applies the file of another."""
        run = self.import_of(request, pk)
        self.refuse_stranger(request, run)
        return run

    def refuse_stranger(self, request, run: Import, *, may_undo: bool = False) -> None:
        """Raise PermissionDenied about the import of another, unless it is undone by whoever may see all."""
        if not (run.user_id == request.user.pk or (may_undo and self.may_undo(request))):
            raise PermissionDenied

    @staticmethod
    def may_undo(request) -> bool:
        """Return whether the person may undo what others have not finished."""
        return request.user.has_perm("catalogue.view_import")

    def to_run(self, run: Import):
        """Redirect to the page of an import, which at once goes on with what there is to do."""
        query = {"go-on": 1} if run.is_unfinished else None
        return HttpResponseRedirect(self.page_address("import_run", run.pk, query=query))
