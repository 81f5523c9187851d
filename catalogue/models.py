"""The models that Django registers for this app. Import them from where they are defined."""

from catalogue.autosave.models import AutosavedForm
from catalogue.data_versions.models import DataVersion, PendingRenewal
from catalogue.duplicates.models import DismissedPair
from catalogue.former_addresses import FormerAddress
from catalogue.imports.models import Change, Finding, Import, StagedRows
from catalogue.list_settings.models import ListColumns, SavedFilter
from catalogue.mail.models import OutboxMessage
from catalogue.notices.models import Notice
from catalogue.proposals.models import EarlierProposal, ProposedVersion
from catalogue.publishing.models import BulkRun, PreviewLink
from catalogue.review.models import Assignment, ReviewComment
from catalogue.search.models import SearchClock, SearchDocument, SearchSynonym, StaleEntry

__all__ = [
    "Assignment",
    "AutosavedForm",
    "BulkRun",
    "Change",
    "DataVersion",
    "DismissedPair",
    "EarlierProposal",
    "Finding",
    "FormerAddress",
    "Import",
    "ListColumns",
    "Notice",
    "OutboxMessage",
    "PendingRenewal",
    "PreviewLink",
    "ProposedVersion",
    "ReviewComment",
    "SavedFilter",
    "SearchClock",
    "SearchDocument",
    "SearchSynonym",
    "StagedRows",
    "StaleEntry",
]
