"""Trainings as iCalendar (RFC 5545, with the properties of a calendar from RFC 7986)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import STATUS, TRANSP, Calendar, Event, Timezone, TimezoneStandard, vText

from catalogue.structured_data import Absolute, without_controls
from trainings.models import Training
from trainings.querysets import TrainingQuerySet

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH_INTERVAL = timedelta(days=1)
# Of RFC 5545, section 3.8.1.11, which has no status for a postponed event: its new days are not settled.
EVENT_STATUSES = {
    Training.EventStatus.POSTPONED: STATUS.TENTATIVE,
    Training.EventStatus.CANCELLED: STATUS.CANCELLED,
}
MOST_EVENTS = 1000  # the latest; calendars fetch them all again each day, and more would make them wait


def dated(trainings: TrainingQuerySet) -> TrainingQuerySet:
    """Return those with a first day, with what a calendar shows of them, the latest first."""
    return trainings.filter(starts_on__isnull=False).with_public_parts().order_by("-starts_on", "pk")


def calendar_of(
    trainings: Iterable[Training], absolute: Absolute, *, name: str, address: str, uid: UUID
) -> bytes:
    """Return trainings that are `dated()` as a calendar to subscribe to.

    `address` is the address of the calendar itself within the site, and `uid` its identifier.
    """
    source = absolute(address)
    calendar = Calendar.new(
        prodid="-//SMART Balkans//Portal//EN",
        uid=uid,
        refresh_interval=REFRESH_INTERVAL,
        source=source,
        subcomponents=[event_of(training, absolute) for training in trainings],
    )
    for key in ("NAME", "X-WR-CALNAME"):  # the second is what programs older than RFC 7986 read
        calendar.add(key, vText(without_controls(name)))
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # required by RFC 7986, section 5.7
    calendar["SOURCE"].params["VALUE"] = "URI"  # and section 5.8
    if not calendar.subcomponents:
        calendar.add_component(universal_time())
    return calendar.to_ical()


def event_of(training: Training, absolute: Absolute) -> Event:
    """Return a training as an event of whole days (RFC 5545, section 3.6.1) that does not block the time.

    The identifier is that of the training (RFC 7986, section 5.3), so that calendars update the event that
    they have, whatever changes.
    """
    page = absolute(training.get_absolute_url())
    changed_at = training.updated_at.astimezone(UTC)
    return Event.new(
        uid=str(training.uid),
        stamp=changed_at,
        last_modified=changed_at,
        start=training.starts_on,
        end=day_after(training),
        transparency=TRANSP.TRANSPARENT,
        status=EVENT_STATUSES.get(training.event_status),
        summary=without_controls(training.name),
        description=without_controls(training.summary) or None,
        location=without_controls(location_of(training)) or None,
        categories=tuple(without_controls(topic.name) for topic in training.topics.all()),
        url=page,
    )


def day_after(training: Training) -> date:
    """Return the day after the last one: the end of an event is not part of it (section 3.6.1)."""
    return (training.ends_on or training.starts_on) + timedelta(days=1)


def location_of(training: Training) -> str:
    online = training.get_attendance_display() if training.attendance == Training.Attendance.ONLINE else ""
    return ", ".join(filter(None, [training.town, training.country and training.country.name, online]))


def universal_time() -> Timezone:
    """Return the component of a calendar without events, which must have one (section 3.6)."""
    standard = TimezoneStandard()
    standard.DTSTART = datetime(1970, 1, 1)
    standard.TZOFFSETFROM = standard.TZOFFSETTO = timedelta(0)
    timezone = Timezone()
    timezone.add("TZID", "UTC")
    timezone.add_component(standard)
    return timezone


def calendar_name(chosen: Iterable[str]) -> str:
    """Return the name that subscribers see, with the filters of the list."""
    name = _("SMART Balkans trainings")
    narrowed = "; ".join(" ".join(one.split()) for one in chosen)
    return f"{name} ({narrowed})" if narrowed else name
