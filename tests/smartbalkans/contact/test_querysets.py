from datetime import timedelta

import pytest
from django.utils import timezone

from smartbalkans.contact.models import Contact, Report
from tests.factories import ContactFactory, ReportFactory

pytestmark = pytest.mark.django_db


def test_contact_is_public_if_its_organisation_is():
    contact = ContactFactory()
    ContactFactory(organisation__draft=True)

    assert list(Contact.objects.for_public()) == [contact]


def test_open_reports_are_those_that_are_not_closed():
    reports = [ReportFactory(status=status) for status in Report.Status]

    assert set(Report.objects.open()) == set(reports[:2])


def test_reports_of_a_sender_count_for_an_hour():
    for minutes in (59, 61):
        report = ReportFactory(sender="a")
        Report.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    ReportFactory(sender="b")

    assert Report.objects.sent_by("a").count() == 1


def test_hash_of_a_sender_is_deleted_when_it_no_longer_counts():
    new, old = ReportFactory(sender="a"), ReportFactory(sender="a")
    Report.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=1))

    Report.objects.delete_personal_data()

    assert dict(Report.objects.values_list("pk", "sender")) == {new.pk: "a", old.pk: ""}
