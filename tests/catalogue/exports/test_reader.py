"""Rows of a file, read in chunks of which the first is small."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.exports.columns import CHUNK
from catalogue.exports.reader import FIRST_CHUNK, ReadPlan, chunks
from organisations.exports import GrantResource, OrganisationResource
from tests.factories import GrantFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_chunks_start_small():
    sizes = [len(chunk) for chunk in chunks(range(FIRST_CHUNK + CHUNK + 1))]

    assert sizes == [FIRST_CHUNK, CHUNK, 1]


def test_chunks_of_nothing_are_none():
    assert list(chunks([])) == []


def test_rows_follow_the_keys_and_leave_missing_entries_out():
    one, other = OrganisationFactory.create_batch(2)

    rows = list(ReadPlan(OrganisationResource, ["slug"]).rows([other.pk, 0, one.pk]))

    assert rows == [[other.slug], [one.slug]]


def test_rows_are_not_sorted_by_the_database():
    keys = [one.pk for one in OrganisationFactory.create_batch(2)]

    with CaptureQueriesContext(connection) as queries:
        list(ReadPlan(OrganisationResource, ["slug"]).rows(keys))

    assert ["ORDER BY" in one["sql"] for one in queries] == [False]


def test_rows_of_public_entries_leave_drafts_out():
    public, draft = OrganisationFactory(), OrganisationFactory(draft=True)

    rows = list(ReadPlan(OrganisationResource, ["slug"], only_public=True).rows([draft.pk, public.pk]))

    assert rows == [[public.slug]]


def test_plan_with_codes_puts_them_beside_the_labels():
    grant = GrantFactory()

    plan = ReadPlan(GrantResource, ["line", "slug"], with_codes=True)
    (row,) = plan.rows([grant.pk])

    assert list(plan.columns) == ["line", "line_code", "slug"]
    assert row == [grant.get_line_display(), grant.line, grant.slug]


def test_addresses_are_complete_with_the_site():
    organisation = OrganisationFactory(slug="one")

    (row,) = ReadPlan(OrganisationResource, ["page"], "https://portal.example.org").rows([organisation.pk])

    assert row == ["https://portal.example.org/organisations/one/"]
