"""The back office's pages of every kind of entry."""

from catalogue.admin.fields import FIELDS
from catalogue.admin.inlines import RowsMixin
from catalogue.admin.slugs import SluggedAdmin
from catalogue.admin.tools import ToolsMixin
from catalogue.exports.admin import ExportMixin
from catalogue.history.admin.mixin import HistoryMixin
from catalogue.imports.admin import ImportMixin
from catalogue.publishing.admin.form import PublishingMixin


class PublishableAdmin(
    PublishingMixin, HistoryMixin, ExportMixin, ImportMixin, RowsMixin, ToolsMixin, SluggedAdmin
):
    """A model with drafts, history, and files that go out and come in."""

    formfield_overrides = FIELDS
