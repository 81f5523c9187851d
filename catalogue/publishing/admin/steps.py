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
from catalogue.required_facts import Fact

Standing = Publishable.Standing


@dataclass(frozen=True)
class Step:
    """A button of the form. `name` is what it sends; `permission` what it takes: to change, or to publish."""

    name: str
    label: str
    permission: str
    take: Callable[[Publishable, datetime | None, Sequence[Fact] | None], None]
    comment: str
    css_class: str = ""


SAVE_AS_DRAFT = Step(
    "_draft",
    gettext_lazy("Save as draft"),
    "change",
    lambda entry, at, missing: back_to_draft(entry),
    gettext_lazy("Made a draft again"),
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
    Standing.DRAFT: (SEND_FOR_REVIEW, PUBLISH),
    Standing.REVIEW: (PUBLISH, SAVE_AS_DRAFT),
    Standing.SCHEDULED: (PUBLISH_NOW, SAVE_AS_DRAFT),
    Standing.PUBLISHED: (WITHDRAW,),
    Standing.WITHDRAWN: (SEND_FOR_REVIEW, PUBLISH, SAVE_AS_DRAFT),
}


def moment(at: datetime) -> str:
    """Write a moment as staff read and type it."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'SHORT_DATE_FORMAT')} {date_format(local, 'H:i')}"


def sentence_of(entry: Publishable, is_seen: bool) -> str:
    """Say where an entry stands; `is_seen` tells whether the public sees it."""
    match entry.standing:
        case Standing.DRAFT:
            return _("A draft. Only staff see it.")
        case Standing.REVIEW:
            return _("In review: it waits for somebody who may publish it. Only staff see it.")
        case Standing.SCHEDULED:
            return _("Scheduled: it goes public by itself on {moment}.").format(
                moment=moment(entry.published_at)
            )
        case Standing.WITHDRAWN:
            return _("Withdrawn: it was public, and only staff see it now. It keeps its address.")
    if is_seen:
        return _("Published: public since {moment}.").format(moment=moment(entry.published_at))
    return _("Published, but not seen yet: what it belongs to is not public.")


def outcome_of(entry: Publishable) -> str:
    """Say what a step came to."""
    match entry.standing:
        case Standing.DRAFT:
            return _("It is a draft. Only staff see it.")
        case Standing.REVIEW:
            return _("It waits for review.")
        case Standing.SCHEDULED:
            return _("It goes public by itself on {moment}.").format(moment=moment(entry.published_at))
        case Standing.WITHDRAWN:
            return _("It is withdrawn. Only staff see it now.")
    return _("It is public.")
