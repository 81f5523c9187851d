"""The steps of an entry on its way to the public and back. Forms and actions on many all take these.

Each step checks whether it may be taken and changes the status of the entry at hand; `save_status` writes
it down. Who may take it is the back office's to know.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.entries import Publishable
from catalogue.former_addresses import keep_old_address
from catalogue.required_facts import RequiredFact, missing_facts

STATUS_FIELDS = (
    "published_at",
    "stage",
    "updated_at",
    "token",
)  # what a step changes, with what saving renews


class NotPossible(Exception):
    """Why a step cannot be taken, in a sentence for staff; `missing` holds the facts that it needs."""

    def __init__(self, sentence: str, missing: Sequence[RequiredFact] = ()):
        super().__init__(sentence)
        self.missing = missing


def send_for_review(entry: Publishable, missing: Sequence[RequiredFact] | None = None) -> None:
    """Ask for somebody to look at it and publish it.

    `missing` are the facts that the entry lacks, where the caller knows them. Raises NotPossible.
    """
    if entry.published_at is not None:
        raise NotPossible(_("Already published or scheduled."))
    if entry.stage == entry.Stage.REVIEW:
        raise NotPossible(_("Already in review."))
    refuse_incomplete(entry, missing)
    entry.stage = entry.Stage.REVIEW


def publish(
    entry: Publishable, at: datetime | None = None, missing: Sequence[RequiredFact] | None = None
) -> None:
    """Make it public: from the moment `at`, or from now if that is not said. Raises NotPossible."""
    if entry.is_public:
        raise NotPossible(_("Already published."))
    refuse_incomplete(entry, missing)
    entry.published_at = at or timezone.now()
    entry.stage = entry.Stage.DRAFT


def withdraw(entry: Publishable) -> None:
    """Take it from the public. It keeps its address, for the day it comes back. Raises NotPossible."""
    if not entry.is_public:
        raise NotPossible(_("Not published."))
    entry.published_at = None
    entry.stage = entry.Stage.WITHDRAWN


def back_to_draft(entry: Publishable) -> None:
    """Make it a draft again, and schedule it no more. Raises NotPossible."""
    if entry.is_public:
        raise NotPossible(_("Already published. Withdraw it instead."))
    entry.published_at = None
    entry.stage = entry.Stage.DRAFT


def set_moment(entry: Publishable, at: datetime | None) -> None:
    """Take the moment of publication that was typed, or that it was emptied. Raises NotPossible."""
    if at is None:
        (withdraw if entry.is_public else back_to_draft)(entry)
    elif entry.published_at is None:
        publish(entry, at)
    else:
        entry.published_at = at


def save_status(entry: Publishable, was_public: bool = False) -> None:
    """Write down the status alone, and keep the address of what was public and is not for now."""
    entry.save(update_fields=STATUS_FIELDS)
    if entry.stage == entry.Stage.WITHDRAWN or (was_public and not entry.is_public):
        keep_old_address(entry, entry.slug)


def refuse_incomplete(entry: Publishable, missing: Sequence[RequiredFact] | None = None) -> None:
    """Raise NotPossible if the entry lacks a required fact."""
    missing = missing_facts(entry) if missing is None else missing
    if missing:
        names = ", ".join(str(fact.label) for fact in missing)
        raise NotPossible(_("Missing: {names}.").format(names=names), missing)
