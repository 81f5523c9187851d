"""Digests of rows: equal for equal rows, and different after any change."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from organisations.models import Organisation
from smartbalkans.backups.digests import digests, plain
from tests.factories import GoalFactory

TABLE = "organisations_organisation"


@pytest.mark.django_db
def test_digest_changes_with_a_row_of_its_table_only():
    goal = GoalFactory()
    before = digests()

    Organisation.objects.filter(pk=goal.organisation.pk).update(town="Šabac")

    after = digests()
    changed = {table for table in before if before[table] != after[table]}
    assert TABLE in changed
    assert changed <= {TABLE, "catalogue_staleentry"}
    assert after[TABLE].startswith("1 rows, ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("10.50"), Decimal("10.5")),
        (datetime(2024, 1, 1, 12, tzinfo=UTC), datetime(2024, 1, 1, 13, tzinfo=timezone(timedelta(hours=1)))),
        (b"ab", memoryview(b"ab")),
    ],
)
def test_values_of_both_databases_are_equal(one, other):
    assert plain(one) == plain(other)


def test_unknown_value_is_refused():
    with pytest.raises(TypeError, match="No digest of object"):
        plain(object())
