"""What the back office's pages of every kind of entry have in common."""

from catalogue.admin.duplicates import DuplicatesMixin
from catalogue.admin.entries import PublishableAdmin
from catalogue.admin.publishing import PublicationFilter
from catalogue.admin.rows import (
    KindRowInline,
    LevelledRowInline,
    RowInline,
    StackedRowInline,
    TabularRowInline,
)
from catalogue.admin.slugged import SluggedAdmin

__all__ = [
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
