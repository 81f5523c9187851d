"""The parts from which the apps build the back office of their entries."""

from catalogue.admin.inlines import (
    KindRowInline,
    LevelledRowInline,
    RowInline,
    TabularRowInline,
)
from catalogue.admin.lists import CheckedListAdmin
from catalogue.admin.slugs import SluggedAdmin
from catalogue.back_office.entries import PublishableAdmin
from catalogue.duplicates.admin import DuplicatesMixin
from catalogue.duplicates.forms import DuplicateCheckForm
from catalogue.publishing.admin.bulk_fields import ChangeLinks, SetField
from catalogue.publishing.admin.list_filters import PublicationFilter

__all__ = [
    "BulkAction",
    "ChangeLinks",
    "CheckedListAdmin",
    "DuplicateCheckForm",
    "DuplicatesMixin",
    "KindRowInline",
    "LevelledRowInline",
    "PublicationFilter",
    "PublishableAdmin",
    "RowInline",
    "SetField",
    "SluggedAdmin",
    "TabularRowInline",
]
