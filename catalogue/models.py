"""The models that Django registers for this app. Import them from where they are defined."""

from catalogue.duplicates.models import DismissedPair
from catalogue.former_addresses import FormerAddress
from catalogue.imports.models import Change, Finding, Import, StagedRows
from catalogue.publishing.models import BulkRun
from catalogue.search.models import SearchClock, SearchDocument, StaleEntry

__all__ = [
    "BulkRun",
    "Change",
    "DismissedPair",
    "Finding",
    "FormerAddress",
    "Import",
    "SearchClock",
    "SearchDocument",
    "StagedRows",
    "StaleEntry",
]
