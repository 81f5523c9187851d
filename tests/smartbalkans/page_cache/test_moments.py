"""The next moment at which pages change without a write."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from smartbalkans.kinds import KINDS
from smartbalkans.page_cache.moments import Moments, midnight_after, next_after, publishable_models
from tests.factories import GrantFactory, OrganisationFactory, TrainingFactory

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)


@pytest.mark.django_db
def test_next_moment_is_the_first_publication_of_any_kind_or_midnight():
    found = [next_after(NOON)]
    for hours, factory in (
        (5, TrainingFactory),
        (3, GrantFactory),
        (4, OrganisationFactory),
        (-1, GrantFactory),
    ):
        factory(published_at=NOON + timedelta(hours=hours))
        found.append(next_after(NOON))

    assert [(moment - NOON) / timedelta(hours=1) for moment in found] == [12, 5, 3, 3, 3]


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 11, 26, 22, 59, tzinfo=UTC), 1 / 60),
        (datetime(2026, 11, 26, 23, 0, tzinfo=UTC), 24),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 23),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 25),
    ],
)
def test_midnight_is_that_of_the_portal(now, hours):
    assert (midnight_after(now) - now) / timedelta(hours=1) == hours


def test_everything_that_is_published_counts():
    assert set(publishable_models()) == {kind.model for kind in KINDS}


@pytest.mark.django_db
def test_moment_is_read_once_for_each_version_until_it_has_passed(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    moments = Moments()
    for version, queries in (("a", 4), ("a", 0), ("b", 4), ("b", 0)):
        with django_assert_num_queries(queries):
            assert moments.next_of(version) == midnight_after(NOON)

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=1))

    assert moments.next_of("b") == midnight_after(timezone.now())
