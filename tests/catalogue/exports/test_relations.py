"""Rows of entries, which have files of their own."""

import pytest

from catalogue.exports.relations import Relation
from organisations.exports import GoalResource
from tests.factories import GoalFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

GOALS = Relation("goals", "Goals", lambda: GoalResource, "organisation")


def test_keys_follow_the_entries_and_the_order_of_their_rows():
    one, other = OrganisationFactory.create_batch(2)
    last = GoalFactory(organisation=one, order=2)
    first = GoalFactory(organisation=one, order=1)
    goal = GoalFactory(organisation=other)

    assert list(GOALS.keys([other.pk, one.pk])) == [goal.pk, first.pk, last.pk]


def test_keys_of_rows_of_drafts_are_for_staff_only():
    goal = GoalFactory(organisation=OrganisationFactory(draft=True))
    entries = [goal.organisation_id]

    assert list(GOALS.keys(entries)) == []
    assert list(GOALS.keys(entries, for_staff=True)) == [goal.pk]
