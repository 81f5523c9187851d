"""The steps that a form's buttons and the actions on many take, who may take which, and how it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.entries import Publishable
from catalogue.publishing.status import back_to_draft, publish, send_for_review, withdraw
from catalogue.required_facts import RequiredFact

Status = Publishable.Status


@dataclass(frozen=True)
class Step:
    """A button of the form. `name` is what it sends; `permission` what it takes: to change, or to publish."""

    name: str
    label: str
    permission: str
    take: Callable[[Publishable, datetime | None, Sequence[RequiredFact] | None], None]
    comment: str
    css_class: str = ""


SAVE_AS_DRAFT = Step(
    "_draft",
    gettext_lazy("Save as draft"),
    "change",
    lambda entry, at, missing: back_to_draft(entry),
    gettext_lazy("Returned to draft"),
)
SEND_FOR_REVIEW = Step(
    "_review",
    gettext_lazy("Send for review"),
    "change",
    lambda entry, at, missing: send_for_review(entry, missing),
    gettext_lazy("Sent for review"),
)
PUBLISH = Step(
    "_publish",
    gettext_lazy("Publish"),
    "publish",
    lambda entry, at, missing: publish(entry, at, missing),
    gettext_lazy("Published"),
)
PUBLISH_NOW = Step(
    "_publishnow",
    gettext_lazy("Publish now"),
    "publish",
    lambda entry, at, missing: publish(entry, None, missing),
    gettext_lazy("Published"),
)
WITHDRAW = Step(
    "_withdraw",
    gettext_lazy("Withdraw"),
    "publish",
    lambda entry, at, missing: withdraw(entry),
    gettext_lazy("Withdrawn"),
    "button-away",
)
STEPS = (SAVE_AS_DRAFT, SEND_FOR_REVIEW, PUBLISH, PUBLISH_NOW, WITHDRAW)
# A new entry and a draft are saved as a draft by plain saving.
OFFERED = {
    Status.DRAFT: (SEND_FOR_REVIEW, PUBLISH),
    Status.REVIEW: (PUBLISH, SAVE_AS_DRAFT),
    Status.SCHEDULED: (PUBLISH_NOW, SAVE_AS_DRAFT),
    Status.PUBLISHED: (WITHDRAW,),
    Status.WITHDRAWN: (SEND_FOR_REVIEW, PUBLISH, SAVE_AS_DRAFT),
}


def moment(at: datetime) -> str:
    """Return a moment as staff read it."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def sentence_of(entry: Publishable, is_seen: bool) -> str:
    """Say where an entry stands; `is_seen` tells whether the public sees it."""
    match entry.status:
        case Status.DRAFT:
            return _("Draft. Only staff can see it.")
        case Status.REVIEW:
            return _("Waiting for a publisher to review it. Only staff can see it.")
        case Status.SCHEDULED:
            return _("Scheduled for {moment}.").format(moment=moment(entry.published_at))
        case Status.WITHDRAWN:
            return _("Withdrawn. Only staff can see it. It keeps its address.")
    if is_seen:
        return _("Published on {moment}.").format(moment=moment(entry.published_at))
    return _("Published, but not visible yet: the entry it belongs to is not public.")


def outcome_of(entry: Publishable) -> str:
    """Say what a step came to."""
    match entry.status:
        case Status.DRAFT:
            return _("Saved as draft. Only staff can see it.")
        case Status.REVIEW:
            return _("Sent for review.")
        case Status.SCHEDULED:
            return _("Scheduled for {moment}.").format(moment=moment(entry.published_at))
        case Status.WITHDRAWN:
            return _("Withdrawn. Only staff can see it now.")
    return _("Published.")
