"""`manage.py delete_report_emails` deletes the addresses of reports closed long ago."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from smartbalkans.contact.models import Report
from tests.factories import ReportFactory

pytestmark = pytest.mark.django_db


def closed_days_ago(days: int, **values) -> Report:
    report = ReportFactory(status="closed", **values)
    Report.objects.filter(pk=report.pk).update(closed_at=timezone.now() - timedelta(days=days))
    return report


def test_email_is_deleted_90_days_after_closing(capsys):
    kept = [ReportFactory(email="a@example.org"), closed_days_ago(89, email="b@example.org")]
    emptied = [closed_days_ago(90, email="c@example.org"), closed_days_ago(90)]

    call_command("delete_report_emails")

    assert capsys.readouterr().out == "Deleted the email addresses of 1 reports.\n"
    emails = dict(Report.objects.values_list("pk", "email"))
    assert [emails[report.pk] for report in (*kept, *emptied)] == ["a@example.org", "b@example.org", "", ""]
