"""The back office of a kind of entry."""

from catalogue.admin.fields import FIELDS
from catalogue.admin.inlines import RowsMixin
from catalogue.admin.slugs import SluggedAdmin
from catalogue.admin.tools import ToolsMixin
from catalogue.autosave.admin import AutosaveMixin
from catalogue.exports.admin import ExportMixin
from catalogue.history.admin.mixin import HistoryMixin
from catalogue.imports.admin import ImportMixin
from catalogue.proposals.admin.form import ProposalFormMixin
from catalogue.publishing.admin.unsaved_preview import UnsavedPreviewMixin


class PublishableAdmin(
    AutosaveMixin,
    UnsavedPreviewMixin,
    ProposalFormMixin,
    HistoryMixin,
    ExportMixin,
    ImportMixin,
    RowsMixin,
    ToolsMixin,
    SluggedAdmin,
):
    """A model with drafts, history, export and import."""

    formfield_overrides = FIELDS
