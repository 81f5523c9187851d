"""The pairs of entries that may be the same, kept until anything changes, without those said to be two."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Model, Q, QuerySet
from django.utils import timezone

from catalogue.duplicates.models import DismissedPair
from catalogue.duplicates.pairs import Pair, pairs_of

SLOW = timedelta(seconds=5)  # of looking for the pairs; at a hundred thousand entries it takes longer
KEPT_FOR = timedelta(minutes=10)  # as long a report that took so long is good enough, whatever changed since


@dataclass(frozen=True)
class Report:
    """The pairs that were found at a moment, and how long it took."""

    version: list
    pairs: list[Pair]
    made_at: datetime
    took: timedelta

    def is_good(self, version: list) -> bool:
        is_fresh = timezone.now() - self.made_at < KEPT_FOR
        return self.version == version or (self.took > SLOW and is_fresh)


_reports: dict[str, Report] = {}
_lock = threading.Lock()  # of several who ask at once, one looks for the pairs


def kind_of(model: type[Model]) -> str:
    return model._meta.label_lower


def report_of(model: type[Model], paths: Sequence[str]) -> list[Pair]:
    """Give the pairs of entries of a model that may be the same, the strongest first.

    `paths` lead from an entry to its names. Each process looks for the pairs once, and again after a change;
    where that takes long, not at once.
    """
    with _lock:
        version = version_of(model, paths)
        report = _reports.get(kind_of(model))
        if report is None or not report.is_good(version):
            report = _reports[kind_of(model)] = new_report(model, paths, version)
    two = set(dismissed_pairs(model).values_list("first", "second"))
    return [pair for pair in report.pairs if pair.keys not in two]


def new_report(model: type[Model], paths: Sequence[str], version: list) -> Report:
    start = timezone.now()
    pairs = pairs_of(model, paths)
    return Report(version, pairs, made_at=start, took=timezone.now() - start)


def made_at(model: type[Model]) -> datetime | None:
    """Give when this process looked for the pairs, if that takes so long that it is worth telling."""
    report = _reports.get(kind_of(model))
    return report.made_at if report and report.took > SLOW else None


def version_of(model: type[Model], paths: Sequence[str]) -> list:
    """Give what differs after any change of the entries or of the rows that hold their names."""
    version = [model.objects.order_by().aggregate(Count("pk"), Max("pk"), Max("updated_at"))]
    for relation in dict.fromkeys(path.partition("__")[0] for path in paths if "__" in path):
        rows = model._meta.get_field(relation).related_model
        version.append(rows.objects.order_by().aggregate(Count("pk"), Max("pk")))
    return version


def dismissed_pairs(model: type[Model]) -> QuerySet:
    return DismissedPair.objects.filter(kind=kind_of(model))


def dismiss(model: type[Model], one: int, others: Iterable[int], user) -> None:
    """Remember that an entry is none of the others. Said again, it stays as it was said first."""
    pairs = [sorted((one, other)) for other in others]
    DismissedPair.objects.bulk_create(
        [
            DismissedPair(kind=kind_of(model), first=first, second=second, dismissed_by=user)
            for first, second in pairs
        ],
        ignore_conflicts=True,
    )


def restore_pair(model: type[Model], one: int, other: int) -> None:
    first, second = sorted((one, other))
    dismissed_pairs(model).filter(first=first, second=second).delete()


def forget_pairs_of(model: type[Model], key: int) -> None:
    """Forget what was said of an entry that is gone."""
    dismissed_pairs(model).filter(Q(first=key) | Q(second=key)).delete()
