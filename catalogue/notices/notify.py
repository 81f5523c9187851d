"""Notifying people, in the transaction of what they are notified about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.mail.outbox import portal_link, put_in_outbox, write_message
from catalogue.notices.models import Notice

LONGEST_TITLE = Notice._meta.get_field("title").max_length


@dataclass(frozen=True)
class Announcement:
    """What people are notified of. `title` may be lazy: it is translated for each of them."""

    title: str | Promise
    text: str = ""
    kind: str = ""
    object_id: int | None = None
    query: str = ""

    def to(self, person: Model) -> Notice:
        return Notice(
            recipient=person,
            title=str(self.title)[:LONGEST_TITLE],
            text=self.text,
            kind=self.kind,
            object_id=self.object_id,
            query=self.query,
        )


def notify(announcements: Iterable[tuple[Model, Announcement]], actor: Model | None) -> None:
    """Notify people of what somebody did; nobody of what they did themselves."""
    with override(settings.LANGUAGE_CODE):  # the only one so far
        notices = [
            announcement.to(person)
            for person, announcement in announcements
            if person.is_active and person != actor
        ]
        messages = [mail_of(notice) for notice in notices]
    if notices:
        Notice.objects.clear()
        Notice.objects.bulk_create(notices)
        put_in_outbox(messages)


def mail_of(notice: Notice):
    """Return the message of a notice; None if its recipient gets no mail."""
    text = f"{notice.text}\n\n" if notice.text else ""
    link = portal_link(notice.get_absolute_url())
    footer = _("The portal sends you this because it concerns your work in its back office.")
    body = f"{notice.title}.\n\n{text}{link}\n\n-- \n{footer}\n"
    return write_message(notice.recipient.email, notice.title, body)
