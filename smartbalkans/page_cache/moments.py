"""When pages change without a write: an entry is published, or the day ends."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from catalogue.entries import Publishable


class Moments:
    """The next such moment, read once for each version of the data."""

    def __init__(self):
        self._known = ("", timezone.now())

    def next_of(self, version: str) -> datetime:
        known, moment = self._known
        if known != version or moment <= timezone.now():
            moment = next_after(timezone.now())
            self._known = (version, moment)
        return moment


def next_after(now: datetime) -> datetime:
    upcoming = [publication_after(now, model) for model in publishable_models()]
    return min([midnight_after(now), *filter(None, upcoming)])


def midnight_after(now: datetime) -> datetime:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def publication_after(now: datetime, model: type[Publishable]) -> datetime | None:
    scheduled = model.objects.with_status(Publishable.Status.SCHEDULED, at=now)
    return scheduled.aggregate(next=Min("published_at"))["next"]


def publishable_models() -> list[type[Publishable]]:
    return [model for model in apps.get_models() if issubclass(model, Publishable)]
