"""The back office's pages of every kind of entry."""

from catalogue.admin.fields import FIELDS
from catalogue.admin.history import HistoryMixin
from catalogue.admin.importing import ImportMixin
from catalogue.admin.publishing import PublishingMixin
from catalogue.admin.slugged import SluggedAdmin
from catalogue.admin.taking_away import TakeAwayMixin
from catalogue.admin.tools import ToolsMixin


class PublishableAdmin(PublishingMixin, HistoryMixin, TakeAwayMixin, ImportMixin, ToolsMixin, SluggedAdmin):
    """A model with drafts, history, and files that go out and come in."""

    formfield_overrides = FIELDS
