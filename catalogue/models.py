"""The models that Django registers for this app. Import them from where they are defined."""

from catalogue.duplicates.models import DismissedPair
from catalogue.former_addresses import FormerAddress
from catalogue.imports.models import Change, Finding, Import, StagedRows
from catalogue.publishing.models import PreviewLink
from catalogue.search.models import SearchClock, SearchDocument, StaleEntry

__all__ = [
    "Change",
    "DismissedPair",
    "Finding",
    "FormerAddress",
    "Import",
    "PreviewLink",
    "SearchClock",
    "SearchDocument",
    "StagedRows",
    "StaleEntry",
]
