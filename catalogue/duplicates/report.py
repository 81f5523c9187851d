"""The pairs of possible duplicates, cached until the data changes, and the pairs marked as not duplicates."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from catalogue.data_versions.models import DataVersion
from catalogue.duplicates.models import DismissedPair
from catalogue.duplicates.pairs import Pair, pairs_of
from catalogue.references import kind_of

SLOW = timedelta(seconds=5)  # a search for pairs that is not repeated at once; as with 100,000 entries
MAX_AGE = timedelta(minutes=10)  # of a slow report, whatever has changed since


@dataclass(frozen=True)
class PairReport:
    """The pairs that were found, when, and how long it took."""

    version: str | None
    pairs: list[Pair]
    checked_at: datetime
    took: timedelta

    def is_usable(self, version: str | None) -> bool:
        is_fresh = timezone.now() - self.checked_at < MAX_AGE
        is_current = version is not None and self.version == version
        return is_current or (self.took > SLOW and is_fresh)


_reports: dict[str, PairReport] = {}
_lock = threading.Lock()  # only one thread searches at a time


def possible_pairs(model: type[Model], paths: Sequence[str]) -> list[Pair]:
    """Return the pairs of possible duplicates, the most similar first, without those that were dismissed.

    `paths` are the lookup paths to the names of an entry. Each process searches once, and again after a
    change; if the search is slow, only when the report is older than `MAX_AGE`.
    """
    with _lock:
        version = version_of(model)
        report = _reports.get(kind_of(model))
        if report is None or not report.is_usable(version):
            report = _reports[kind_of(model)] = create_report(model, paths, version)
    dismissed = set(dismissed_pairs(model).values_list("first", "second"))
    return [pair for pair in report.pairs if pair.keys not in dismissed]


def create_report(model: type[Model], paths: Sequence[str], version: str | None) -> PairReport:
    start = timezone.now()
    pairs = pairs_of(model, paths)
    return PairReport(version, pairs, checked_at=start, took=timezone.now() - start)


def checked_at(model: type[Model]) -> datetime | None:
    """Return when this process searched for pairs, None if the search is fast and always up to date."""
    report = _reports.get(kind_of(model))
    return report.checked_at if report and report.took > SLOW else None


def version_of(model: type[Model]) -> str | None:
    """Return the version of the data of the entries; None before the first migration."""
    versions = DataVersion.objects.with_current().filter(kind=kind_of(model))
    return versions.values_list("current", flat=True).first()


def dismissed_pairs(model: type[Model]) -> QuerySet:
    return DismissedPair.objects.of_kind(model)


def dismiss(model: type[Model], one: int, others: Iterable[int], user) -> None:
    """Mark an entry and each of the others as not duplicates. What is marked already stays as it is."""
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
    """Delete the dismissed pairs of a deleted entry."""
    dismissed_pairs(model).filter(Q(first=key) | Q(second=key)).delete()
