"""The transitions offered as buttons of a form and as actions of a list, with their messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.entries import Publishable
from catalogue.proposals.admin.form import REVIEW_OF_DRAFT
from catalogue.publishing.status import back_to_draft, publish, send_for_review, withdraw
from catalogue.required_facts import RequiredFact

Status = Publishable.Status


@dataclass(frozen=True)
class Transition:
    """A button of the form. `name` is what it sends, `permission` what it requires: "change" or "publish"."""

    name: str
    label: str
    permission: str
    apply: Callable[[Publishable, datetime | None, Sequence[RequiredFact] | None], None]
    comment: str
    css_class: str = ""
    needs_reason: bool = False


SAVE_AS_DRAFT = Transition(
    "_draft",
    gettext_lazy("Save as draft"),
    "change",
    lambda entry, at, missing: back_to_draft(entry),
    gettext_lazy("Returned to draft"),
)
# Of an entry that somebody else has sent for review: with a reason.
SEND_BACK = replace(
    SAVE_AS_DRAFT, label=gettext_lazy("Send back"), comment=gettext_lazy("Sent back"), needs_reason=True
)
SEND_FOR_REVIEW = Transition(
    REVIEW_OF_DRAFT,
    gettext_lazy("Send for review"),
    "change",
    lambda entry, at, missing: send_for_review(entry, missing),
    gettext_lazy("Sent for review"),
)
PUBLISH = Transition(
    "_publish",
    gettext_lazy("Publish"),
    "publish",
    lambda entry, at, missing: publish(entry, at, missing),
    gettext_lazy("Published"),
)
PUBLISH_NOW = Transition(
    "_publishnow",
    gettext_lazy("Publish now"),
    "publish",
    lambda entry, at, missing: publish(entry, None, missing),
    gettext_lazy("Published"),
)
WITHDRAW = Transition(
    "_withdraw",
    gettext_lazy("Withdraw"),
    "publish",
    lambda entry, at, missing: withdraw(entry),
    gettext_lazy("Withdrawn"),
    "button-away",
)
TRANSITIONS = (SAVE_AS_DRAFT, SEND_FOR_REVIEW, PUBLISH, PUBLISH_NOW, WITHDRAW)
# The ordinary "Save" keeps a draft a draft.
OFFERED = {
    Status.DRAFT: (SEND_FOR_REVIEW, PUBLISH),
    Status.REVIEW: (PUBLISH, SAVE_AS_DRAFT),
    Status.SCHEDULED: (PUBLISH_NOW, SAVE_AS_DRAFT),
    Status.PUBLISHED: (WITHDRAW,),
    Status.WITHDRAWN: (SEND_FOR_REVIEW, PUBLISH, SAVE_AS_DRAFT),
}


def offered_to(person, entry: Publishable | None, status: Status) -> list[Transition]:
    """Return the transitions from a status as a person may call them: the author of an entry in review only
    makes it a draft again, everybody else sends it back.
    """
    is_of_others = status is Status.REVIEW and entry is not None and entry.author_id != person.pk
    return [SEND_BACK if is_of_others and one is SAVE_AS_DRAFT else one for one in OFFERED[status]]


def date_and_time(at: datetime) -> str:
    """Return a date and time in local time, as pages show it."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def describe_status(entry: Publishable, is_visible: bool) -> str:
    """Return the status of an entry as a sentence. A published entry can be hidden: `is_visible` is False."""
    match entry.status:
        case Status.DRAFT:
            return _("Draft. Only staff can see it.")
        case Status.REVIEW:
            return _("Waiting for a publisher to review it. Only staff can see it.")
        case Status.SCHEDULED:
            return _("Scheduled for {date_and_time}.").format(date_and_time=date_and_time(entry.published_at))
        case Status.WITHDRAWN:
            return _("Withdrawn. Only staff can see it. It keeps its address.")
    if is_visible:
        return _("Published on {date_and_time}.").format(date_and_time=date_and_time(entry.published_at))
    return _("Published, but not visible yet: the entry it belongs to is not public.")


def describe_outcome(entry: Publishable) -> str:
    """Return the message after a transition."""
    match entry.status:
        case Status.DRAFT:
            return _("Saved as draft. Only staff can see it.")
        case Status.REVIEW:
            return _("Sent for review.")
        case Status.SCHEDULED:
            return _("Scheduled for {date_and_time}.").format(date_and_time=date_and_time(entry.published_at))
        case Status.WITHDRAWN:
            return _("Withdrawn. Only staff can see it now.")
    return _("Published.")
