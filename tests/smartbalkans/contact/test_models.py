"""Contacts that can be reached, and reports with the time of their closing."""

import pytest
from django.db import IntegrityError, transaction

from smartbalkans.contact.models import Contact, Report
from tests.factories import ContactFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [{"email": "", "telephone": "+387 33 123 456"}, {"email": "a@example.org", "telephone": ""}],
)
def test_contact_needs_one_way_to_be_reached(values):
    assert ContactFactory(**values).pk


def test_contact_without_email_and_telephone_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactFactory(email="", telephone="")


def test_telephone_link_has_only_digits():
    assert Contact(telephone="+387 (33) 123-456").telephone_link == "tel:+38733123456"


def test_report_has_the_time_of_its_last_closing():
    report = ReportFactory()
    assert report.closed_at is None

    report.status = Report.Status.CLOSED
    report.save()
    first = report.closed_at
    report.save()
    assert report.closed_at == first

    report.status = Report.Status.IN_PROGRESS
    report.save()
    assert report.closed_at is None
