"""The back office of a kind of entry."""

from catalogue.admin.fields import FIELDS
from catalogue.admin.inlines import RowsMixin
from catalogue.admin.paginators import KeyPaginator
from catalogue.admin.slugs import SluggedAdmin
from catalogue.admin.tools import ToolsMixin
from catalogue.autosave.admin import AutosaveMixin
from catalogue.exports.admin import ExportMixin
from catalogue.history.admin.mixin import HistoryMixin
from catalogue.imports.admin import ImportMixin
from catalogue.list_settings.columns import ColumnsMixin
from catalogue.list_settings.filters import SavedFiltersMixin
from catalogue.proposals.admin.form import ProposalFormMixin
from catalogue.publishing.admin.checks import CheckMixin
from catalogue.publishing.admin.unsaved_preview import UnsavedPreviewMixin
from catalogue.search import registry
from catalogue.search.questions import ask
from catalogue.search.staff import search_for_staff


class PublishableAdmin(
    AutosaveMixin,
    UnsavedPreviewMixin,
    ProposalFormMixin,
    CheckMixin,
    HistoryMixin,
    ExportMixin,
    ImportMixin,
    RowsMixin,
    SavedFiltersMixin,
    ColumnsMixin,
    ToolsMixin,
    SluggedAdmin,
):
    """A model with drafts, history, export and import, whose list and choices are searched by the index."""

    formfield_overrides = FIELDS

    def get_paginator(self, request, queryset, *args, **kwargs):
        """Return a paginator that is fast over many entries; that of versions only has a few."""
        make = KeyPaginator if queryset.model is self.model else self.paginator
        return make(queryset, *args, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        return search_for_staff(queryset, registry.index_of(self.model), ask(search_term)), False
