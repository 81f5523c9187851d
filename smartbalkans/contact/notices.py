"""Notices about a new report, to those whom it concerns."""

from datetime import timedelta

from django.db.models import Count, Model
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.notices.models import Notice
from catalogue.notices.notify import Announcement, notify
from catalogue.review.models import Assignment
from catalogue.review.people import staff_who_may
from smartbalkans.contact.models import Report

KIND = Report._meta.label_lower
MOST_NOTICES = 20  # of a person within PERIOD: many reports at once do not fill a mailbox
PERIOD = timedelta(hours=1)


def notify_of_report(report: Report) -> None:
    """Notify of a report, without its text, which may have personal data that have to be deleted.

    It concerns the author of the entry and the person it is assigned to, if they may handle reports; without
    either, all who may.
    """
    people = list(staff_who_may(Report, "change"))
    concerned = people_of(report.entry)
    found = [person for person in people if person.pk in concerned] or people
    recent = Notice.objects.filter(kind=KIND, created_at__gt=timezone.now() - PERIOD).order_by()
    counts = dict(recent.values("recipient").annotate(count=Count("pk")).values_list("recipient", "count"))
    title = format_lazy(_("New report about {page}"), page=report.page_name or _("the portal"))
    notify(
        (
            (person, Announcement(title, kind=KIND, object_id=report.pk))
            for person in found
            if counts.get(person.pk, 0) < MOST_NOTICES
        ),
        actor=None,
    )


def people_of(entry: Model | None) -> set:
    """Return the keys of the author of an entry and of the person it is assigned to."""
    if entry is None:
        return set()
    assigned = Assignment.objects.of_entry(entry).values_list("person", flat=True)
    return {getattr(entry, "author_id", None), *assigned}
