"""What the back office's pages of every kind of entry have in common."""

from catalogue.admin.bulk import BulkAction
from catalogue.admin.duplicates import DuplicatesMixin
from catalogue.admin.entries import PublishableAdmin
from catalogue.admin.rows import (
    KindRowInline,
    LevelledRowInline,
    RowInline,
    StackedRowInline,
    TabularRowInline,
)
from catalogue.admin.slugged import SluggedAdmin
from catalogue.admin.standing_filters import PublicationFilter

__all__ = [
    "BulkAction",
    "DuplicatesMixin",
    "KindRowInline",
    "LevelledRowInline",
    "PublicationFilter",
    "PublishableAdmin",
    "RowInline",
    "SluggedAdmin",
    "StackedRowInline",
    "TabularRowInline",
]
