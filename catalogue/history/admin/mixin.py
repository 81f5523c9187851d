"""Who changed an entry, when and what; an older version brought back; two people on one form."""

from django.utils.translation import gettext as _

from catalogue.history.admin.conflicts import EditConflictMixin
from catalogue.history.admin.deletion import DeletionMixin
from catalogue.history.recording import recorded


class HistoryMixin(EditConflictMixin, DeletionMixin):
    """Every change made on the form is recorded, and none made meanwhile is lost."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with recorded(request.user, _("Edited") if object_id else _("Added")):
            return super().changeform_view(request, object_id, form_url, extra_context)
