"""What keeps a grant out of the files in standard formats."""

from datetime import date
from decimal import Decimal

import pytest

from organisations.models import Grant
from organisations.standards import THREESIXTYGIVING
from tests.factories import (
    GrantFactory,
    ProjectFactory,
)
from tests.organisations.donor import lead

pytestmark = pytest.mark.django_db


# of recipients, partners, places of work, objectives, activities, target groups, their groups and countries
KNOWN = {"amount": Decimal("30000.50"), "currency": "EUR", "awarded_on": date(2022, 9, 1)}


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, []),
        ({"amount": None, "currency": ""}, ["amount awarded and currency"]),
        ({"awarded_on": None}, ["award date"]),
        ({"line": "media"}, ["a published project with a summary"]),
        ({"draft": True}, ["publication of the grant"]),
        ({"recipient__draft": True}, ["publication of the recipient"]),
    ],
)
def test_missing_facts_name_what_keeps_a_grant_out(fields, missing):
    lead()
    GrantFactory(**KNOWN | fields)

    grant = Grant.objects.with_public_parts().get()

    assert THREESIXTYGIVING.missing_facts(grant) == missing
    assert list(THREESIXTYGIVING.complete(Grant.objects.for_public())) == ([] if missing else [grant])


@pytest.mark.parametrize("project", [{"draft": True, "summary": "Known"}, {"summary": ""}])
def test_project_grant_needs_a_public_project_with_a_summary(project):
    lead()
    ProjectFactory(grant=GrantFactory(line="media", **KNOWN), **project)

    grant = Grant.objects.with_public_parts().get()

    assert THREESIXTYGIVING.missing_facts(grant) == ["a published project with a summary"]
    assert not THREESIXTYGIVING.complete(Grant.objects.for_public()).exists()


def test_without_a_public_lead_no_grant_is_complete():
    lead(draft=True)
    GrantFactory(**KNOWN)

    grant = Grant.objects.with_public_parts().get()

    assert THREESIXTYGIVING.missing_facts(grant) == [
        "a published organisation that is the programme's lead implementer"
    ]
    assert not THREESIXTYGIVING.complete(Grant.objects.for_public()).exists()
