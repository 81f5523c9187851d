"""Files that staff bring in: uploaded, checked a slice at a time, shown, and taken in whole or not at all."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from catalogue.admin.tools import Tool
from catalogue.exports.columns import ColumnsResource
from catalogue.imports.apply import ImportRefused, apply_import
from catalogue.imports.check import check
from catalogue.imports.errors import Refusal
from catalogue.imports.layout import Kind
from catalogue.imports.models import Import
from catalogue.imports.staging import stage

SECONDS = 1.5  # of checking in a request of the page's script
SECONDS_OF_BUTTON = 8  # where somebody presses a button for each
A_PAGE = 50
RECENT = 20
MOST_NAMED = 10


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file, such as an export of this list."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose another file."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


class ImportMixin(admin.ModelAdmin):
    """Whoever may add and change entries may bring in files of them. `resource` says what these may hold."""

    resource: type[ColumnsResource]
    name_paths: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> Kind:
        return Kind(self.resource, self.name_paths)

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def list_tools(self, request):
        tools = super().list_tools(request)
        if self.has_import_permission(request):
            tools = [*tools, Tool(_("Import"), reverse(self.import_name("import")))]
        return tools

    def import_name(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def get_urls(self):
        pages = {
            "import/": ("import", self.import_view),
            "import/<int:pk>/": ("import_run", self.import_run_view),
            "import/<int:pk>/go-on/": ("import_go_on", require_POST(self.import_go_on)),
            "import/<int:pk>/confirm/": ("import_confirm", require_POST(self.import_confirm)),
            "import/<int:pk>/check-again/": ("import_check_again", require_POST(self.import_check_again)),
            "import/<int:pk>/discard/": ("import_discard", require_POST(self.import_discard)),
        }
        return [
            *(
                path(address, self.admin_site.admin_view(view), name=self.import_name(name).partition(":")[2])
                for address, (name, view) in pages.items()
            ),
            *super().get_urls(),
        ]

    def import_view(self, request):
        """Ask for a file, take it up, and list the files of before."""
        self.refuse_import(request)
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if form.is_valid():
            Import.objects.clear()
            file = form.cleaned_data["file"]
            try:
                run = stage(self.kind, request.user, file, file.size, file.name)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                return self.to_run(run)
        runs = Import.objects.of_kind(self.model).seen_by(request.user).select_related("user")
        return self.import_page(
            request,
            "import",
            _("Import {entries}").format(entries=self.opts.verbose_name_plural),
            form=form,
            runs=runs[:RECENT],
            parts=[part.label for part in self.kind.parts.values()],
            status=200 if form.is_valid() or not form.is_bound else 422,
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
        return self.import_page(
            request,
            "import_run",
            run.file_name,
            run=run,
            shows=[(name, self.show_label(run, name)) for name in shows],
            show=show,
            page=page,
            form=ImportForm(),
            is_own=run.user_id == request.user.pk,
            public=run.changes.filter(is_public=True).count(),
            sheets=[self.sheet_told(held) for held in run.layout],
        )

    def sheet_told(self, held: dict) -> str:
        """Say what a sheet was taken for, where it goes by another name."""
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
        """Check a slice more; answer the page's script with how far it is, and a button with the page."""
        run = self.own_import(request, pk)
        is_script = "application/json" in request.headers.get("accept", "")
        run = check(run, self.kind, SECONDS if is_script else SECONDS_OF_BUTTON)
        if is_script:
            return JsonResponse(
                {"percent": run.percent, "wrong": run.wrong, "is_done": run.status != "checking"}
            )
        return self.to_run(run)

    def import_confirm(self, request, pk):
        """Take the changes in, if somebody has seen that rows go."""
        run = self.own_import(request, pk)
        if run.removed and not request.POST.get("rows_go"):
            messages.error(
                request, _("Confirm that the rows will be deleted, or correct the file and upload it again.")
            )
            return self.to_run(run)
        try:
            apply_import(run, self.kind, request.user)
        except ImportRefused as error:
            messages.error(request, self.told(error))
        else:
            messages.success(
                request, _("Imported: {new} new, {changed} changed.").format(new=run.new, changed=run.changed)
            )
        return self.to_run(run)

    @staticmethod
    def told(error: ImportRefused) -> str:
        names = error.outdated
        if not names:
            return str(error)
        more = len(names) - MOST_NAMED
        text = "; ".join(names[:MOST_NAMED])
        if more > 0:
            text += ngettext("; and {count} more", "; and {count} more", more).format(count=more)
        return f"{error} {text}"

    def import_check_again(self, request, pk):
        run = self.own_import(request, pk)
        if run.is_open:
            run.check_again()
        return self.to_run(run)

    def import_discard(self, request, pk):
        run = self.own_import(request, pk)
        if run.is_open:
            run.close(Import.Status.DISCARDED)
            messages.info(
                request, _("“{file}” was discarded. Nothing was changed.").format(file=run.file_name)
            )
        return HttpResponseRedirect(reverse(self.import_name("import")))

    def refuse_import(self, request) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def import_of(self, request, pk) -> Import:
        """Give an import that this person may see."""
        self.refuse_import(request)
        return get_object_or_404(Import.objects.of_kind(self.model).seen_by(request.user), pk=pk)

    def own_import(self, request, pk) -> Import:
        """Give an import that this person may go on with: nobody takes in what another has chosen."""
        run = self.import_of(request, pk)
        if run.user_id != request.user.pk:
            raise PermissionDenied
        return run

    def to_run(self, run: Import):
        return HttpResponseRedirect(reverse(self.import_name("import_run"), args=[run.pk]))

    def import_page(self, request, template: str, title: str, *, status: int = 200, **context):
        names = (
            "import",
            "import_run",
            "import_go_on",
            "import_confirm",
            "import_check_again",
            "import_discard",
        )
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "entries": capfirst(str(self.opts.verbose_name_plural)),
            "names": {name: self.import_name(name) for name in (*names, "changelist", "change", "export")},
        }
        return TemplateResponse(request, f"admin/catalogue/{template}.html", context, status=status)
