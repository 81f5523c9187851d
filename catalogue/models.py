"""The models that Django registers for this app. Import them from where they are defined."""

from catalogue.autosave.models import AutosavedForm
from catalogue.data_versions.models import DataVersion, PendingRenewal
from catalogue.duplicates.models import DismissedPair
from catalogue.former_addresses import FormerAddress
from catalogue.imports.models import Change, Finding, Import, StagedRows
from catalogue.list_settings.models import ListColumns, SavedFilter
from catalogue.publishing.models import BulkRun, PreviewLink
from catalogue.search.models import SearchClock, SearchDocument, SearchSynonym, StaleEntry

__all__ = [
    "AutosavedForm",
    "BulkRun",
    "Change",
    "DataVersion",
    "DismissedPair",
    "Finding",
    "FormerAddress",
    "Import",
    "ListColumns",
    "PendingRenewal",
    "PreviewLink",
    "SavedFilter",
    "SearchClock",
    "SearchDocument",
    "SearchSynonym",
    "StagedRows",
    "StaleEntry",
]
