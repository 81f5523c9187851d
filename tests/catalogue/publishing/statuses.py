"""Organisations in each status, with all that publishing requires."""

from datetime import timedelta

from django.utils import timezone

from organisations.models import Organisation
from tests.factories import OrganisationFactory

TOMORROW = timezone.now() + timedelta(days=1)
COMPLETE = {"summary": "A", "is_country_not_stated": True}
STATUSES = {
    "draft": {"draft": True},
    "review": {"draft": True, "stage": "review"},
    "scheduled": {"published_at": TOMORROW},
    "published": {},
    "withdrawn": {"draft": True, "stage": "withdrawn"},
}


def organisation_in(status: str, **values) -> Organisation:
    return OrganisationFactory(**STATUSES[status], **{**COMPLETE, **values})
