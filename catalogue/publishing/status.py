"""The transitions between the statuses of an entry, for forms and for actions on many entries.

Each transition checks whether it is possible and changes the entry without saving it; `save_status` saves
it. The back office checks the permissions.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.entries import Publishable
from catalogue.former_addresses import keep_old_address
from catalogue.publishing.previews import withdraw_links
from catalogue.required_facts import RequiredFact, missing_facts

STATUS_FIELDS = ("published_at", "stage", "updated_at", "token")  # with what every save renews


class ActionRefused(Exception):
    """The reason, for staff, why an action is not possible; `missing` holds the required facts it lacks."""

    def __init__(self, sentence: str, missing: Sequence[RequiredFact] = ()):
        super().__init__(sentence)
        self.missing = missing


def send_for_review(entry: Publishable, missing: Sequence[RequiredFact] | None = None) -> None:
    """Send a draft for review. Raise ActionRefused if that is not possible.

    `missing` are the facts that the entry lacks, if the caller knows them.
    """
    if entry.published_at is not None:
        raise ActionRefused(_("Already published or scheduled."))
    if entry.stage == entry.Stage.REVIEW:
        raise ActionRefused(_("Already in review."))
    refuse_incomplete(entry, missing)
    entry.stage = entry.Stage.REVIEW


def publish(
    entry: Publishable, at: datetime | None = None, missing: Sequence[RequiredFact] | None = None
) -> None:
    """Publish the entry at a date and time, or now. Raise ActionRefused if that is not possible."""
    if entry.is_public:
        raise ActionRefused(_("Already published."))
    refuse_incomplete(entry, missing)
    entry.published_at = at or timezone.now()
    entry.stage = entry.Stage.DRAFT


def withdraw(entry: Publishable) -> None:
    """Withdraw a public entry, which keeps its address. Raise ActionRefused if it is not public."""
    if not entry.is_public:
        raise ActionRefused(_("Not published."))
    entry.published_at = None
    entry.stage = entry.Stage.WITHDRAWN


def back_to_draft(entry: Publishable) -> None:
    """Return the entry to draft, unscheduled. Raise ActionRefused if it is public."""
    if entry.is_public:
        raise ActionRefused(_("Already published. Withdraw it instead."))
    entry.published_at = None
    entry.stage = entry.Stage.DRAFT


def set_publication_date(entry: Publishable, at: datetime | None) -> None:
    """Apply the publication date of a form, which may be empty. Raise ActionRefused if not possible."""
    if at is None:
        (withdraw if entry.is_public else back_to_draft)(entry)
    elif entry.published_at is None:
        publish(entry, at)
    else:
        entry.published_at = at


def save_status(entry: Publishable, was_public: bool = False) -> None:
    """Save only the status; if the entry is no longer public, keep its address and end its preview links."""
    entry.save(update_fields=STATUS_FIELDS)
    if entry.stage == entry.Stage.WITHDRAWN or (was_public and not entry.is_public):
        keep_old_address(entry, entry.slug)
        withdraw_links(entry)


def refuse_incomplete(entry: Publishable, missing: Sequence[RequiredFact] | None = None) -> None:
    """Raise ActionRefused if the entry lacks a required fact."""
    missing = missing_facts(entry) if missing is None else missing
    if missing:
        names = ", ".join(str(fact.label) for fact in missing)
        raise ActionRefused(_("Missing: {names}.").format(names=names), missing)
