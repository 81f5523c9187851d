"""The button and the action by which staff confirm that entries are still correct."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.tools import Tool
from catalogue.history.recording import recorded
from catalogue.publishing.admin.bulk import BulkAction, BulkMixin
from catalogue.publishing.admin.bulk_assign import AssignAction
from catalogue.publishing.admin.previews import PreviewMixin
from catalogue.publishing.checks import COMMENT, check, check_as_seen, save_check
from catalogue.publishing.status import ActionRefused

DASHBOARD = "dashboard"  # in the form: where the button was pressed


class CheckAction(BulkAction):
    """An action that confirms entries, which do not change."""

    name = "check"
    label = gettext_lazy("Still correct …")
    permission = "publish"
    comment = COMMENT
    is_change = False

    def apply(self, entry, missing, answers):
        check(entry)

    def save(self, entry, answers):
        save_check(entry)


class CheckMixin(BulkMixin, PreviewMixin):
    bulk_actions = (*BulkMixin.bulk_actions, CheckAction(), AssignAction())

    def get_urls(self):
        return [self.page_path("<int:key>/check/", "check", self.check_view), *super().get_urls()]

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if obj.is_public and self.has_publish_permission(request):
            tools.append(Tool(_("Still correct"), self.page_address("check", obj.pk)))
        return tools

    def check_view(self, request, key):
        """Ask whether an entry is still correct; when confirmed, record it."""
        entry = self.entry_to_view(request, key)
        if not (self.has_change_permission(request, entry) and self.has_publish_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            self.check_now(request, entry.pk)
            form = self.page_address("change", key)
            return HttpResponseRedirect(reverse("admin:index") if DASHBOARD in request.POST else form)
        return self.render_page(
            request,
            "admin/catalogue/check.html",
            _("Is this still correct?"),
            entry=entry,
            here=_("Still correct"),
            public_address=self.get_view_on_site_url(entry),
            form_address=self.page_address("change", key),
        )

    def check_now(self, request, key) -> None:
        with recorded(request.user, COMMENT) as recorder:
            entry = recorder.locked_entry(self.get_queryset(request), key)
            try:
                check_as_seen(entry, request.POST.get("token", ""))
            except ActionRefused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
                return
            recorder.note(entry)
            save_check(entry)
        self.log_change(request, entry, str(COMMENT))
        self.message_user(
            request, _("Recorded: “{entry}” is still correct.").format(entry=entry), messages.SUCCESS
        )
