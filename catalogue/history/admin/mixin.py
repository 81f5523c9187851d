"""The history of entries in the back office: versions, deletion and edit conflicts."""

from django.utils.translation import gettext as _

from catalogue.history.admin.conflicts import EditConflictMixin
from catalogue.history.admin.deletion import DeletionMixin
from catalogue.history.recording import recorded


class HistoryMixin(EditConflictMixin, DeletionMixin):
    """A model whose changes on the form are recorded, and none overwritten unseen."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with recorded(request.user, _("Edited") if object_id else _("Added")):
            return super().changeform_view(request, object_id, form_url, extra_context)
