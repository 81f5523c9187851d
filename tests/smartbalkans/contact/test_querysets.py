from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from smartbalkans.contact.models import Contact, Report
from tests.factories import ContactFactory, ReportFactory

pytestmark = pytest.mark.django_db


def closed_days_ago(days: int, **values) -> Report:
    report = ReportFactory(status="closed", **values)
    Report.objects.filter(pk=report.pk).update(closed_at=timezone.now() - timedelta(days=days))
    return report


def test_contact_is_public_if_its_organisation_is():
    contact = ContactFactory()
    ContactFactory(organisation__draft=True)

    assert list(Contact.objects.for_public()) == [contact]


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


def test_open_reports_are_those_that_are_not_closed():
    reports = [ReportFactory(status=status) for status in Report.Status]

    assert set(Report.objects.open()) == set(reports[:2])


def test_reports_of_a_sender_count_for_an_hour():
    for minutes in (59, 61):
        report = ReportFactory(sender="a")
        Report.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    ReportFactory(sender="b")

    assert Report.objects.sent_by("a").count() == 1


def test_email_is_deleted_90_days_after_closing(capsys):
    kept = [ReportFactory(email="a@example.org"), closed_days_ago(89, email="b@example.org")]
    emptied = [closed_days_ago(90, email="c@example.org"), closed_days_ago(90)]

    call_command("delete_report_emails")

    assert capsys.readouterr().out == "Deleted the email addresses of 1 reports.\n"
    emails = dict(Report.objects.values_list("pk", "email"))
    assert [emails[report.pk] for report in (*kept, *emptied)] == ["a@example.org", "b@example.org", "", ""]


def test_hash_of_a_sender_is_deleted_when_it_no_longer_counts():
    new, old = ReportFactory(sender="a"), ReportFactory(sender="a")
    Report.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=1))

    Report.objects.delete_personal_data()

    assert dict(Report.objects.values_list("pk", "sender")) == {new.pk: "a", old.pk: ""}
