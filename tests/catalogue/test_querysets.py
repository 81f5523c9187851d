"""What the public may see, and what staff have to do."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from catalogue.querysets import (
    STALE_AFTER,
    Joined,
    in_order_of_index,
    is_published,
    joined_values,
    leads_to_published,
    previewing,
    related_model,
)
from organisations.models import Goal, Grant, Organisation
from projects.models import Project
from tests.factories import GoalFactory, GrantFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_published_is_decided_by_the_moment():
    now = timezone.now()
    OrganisationFactory(slug="later", published_at=now + timedelta(hours=1))

    assert not Organisation.objects.published(now).exists()
    assert Organisation.objects.published(now + timedelta(hours=1)).get().slug == "later"


@pytest.mark.parametrize("condition", [is_published, leads_to_published])
def test_conditions_follow_a_path(condition):
    public = GrantFactory(recipient=OrganisationFactory())
    GrantFactory(recipient=OrganisationFactory(draft=True))

    assert list(Grant.objects.filter(condition("recipient"))) == [public]


def test_previewing_counts_a_draft_as_published_within_the_block():
    draft = OrganisationFactory(draft=True)
    goal = GoalFactory(organisation=draft)

    with previewing(draft):
        assert list(Organisation.objects.published()) == [draft]
        assert list(Goal.objects.filter(is_published("organisation"))) == [goal]
    assert not Organisation.objects.published().exists()


def test_stale_is_what_is_public_and_unchanged_for_a_year():
    old = timezone.now() - STALE_AFTER - timedelta(days=1)
    entries = OrganisationFactory(slug="old"), OrganisationFactory(slug="draft", draft=True)
    Organisation.objects.filter(pk__in=[entry.pk for entry in entries]).update(updated_at=old)
    OrganisationFactory(slug="new")

    assert [entry.slug for entry in Organisation.objects.stale()] == ["old"]


@pytest.mark.parametrize("status", Organisation.Status.values)
def test_with_status_agrees_with_the_status_of_each_entry(status):
    now = timezone.now()
    OrganisationFactory(draft=True)
    OrganisationFactory(published_at=now + timedelta(days=1))
    OrganisationFactory()
    for stage in Organisation.Stage.values:
        OrganisationFactory(draft=True, stage=stage)

    found = Organisation.objects.with_status(status)

    assert set(found) == {one for one in Organisation.objects.all() if one.status == status}
    assert found.exists()


def test_related_model_follows_relations_in_both_directions():
    assert related_model(Organisation, "partnerships", "project") is Project


@pytest.mark.parametrize("order", ["ASC", "DESC"])
@pytest.mark.parametrize("kind", ["year", "month", "week", "day"])
def test_dates_are_those_of_django(kind, order):
    for day in (date(2024, 3, 31), date(2024, 3, 1), date(2025, 12, 31), date(2026, 1, 1), None):
        GrantFactory(starts_on=day)
    grants = Grant.objects.all()

    found = list(grants.dates("starts_on", kind, order))

    assert found == list(QuerySet.dates(grants, "starts_on", kind, order))
    assert len(found) >= 3


def test_joined_numbers_are_in_the_same_order_and_leave_out_null():
    for founded in (1999, None, 2001):
        OrganisationFactory(founded_year=founded)
    rows = Organisation.objects.filter(founded_year__isnull=False)

    joined = rows.aggregate(keys=Joined("pk"), years=Joined("founded_year"))

    found = dict(zip(*(map(int, joined_values(joined[name])) for name in ("keys", "years")), strict=True))
    assert found == dict(rows.values_list("pk", "founded_year"))
    assert Organisation.objects.aggregate(years=Joined("founded_year"))["years"] == joined["years"]


def test_joined_numbers_stay_in_their_order_when_a_row_is_saved():
    """What is made of them is kept as long as the text is the same."""
    organisations = OrganisationFactory.create_batch(3, founded_year=1999)
    before = Organisation.objects.aggregate(keys=Joined("pk", by="pk"))

    organisations[0].save()

    assert Organisation.objects.aggregate(keys=Joined("pk", by="pk")) == before
    assert joined_values(before["keys"]) == [str(one.pk) for one in organisations]


@pytest.mark.parametrize("order", ["recipient__sort_key", "-recipient__sort_key", "line"])
def test_rows_in_the_order_of_an_index_are_the_same(order):
    for name in ("B", "", "A"):
        GrantFactory(recipient__name=name)
    grants = Grant.objects.order_by(order, "pk")

    assert list(in_order_of_index(grants)) == list(grants)
