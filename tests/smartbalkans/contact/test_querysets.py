from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from smartbalkans.contact.models import Contact, Report
from tests.factories import ContactFactory, CountryFactory, OrganisationFactory, ReportFactory

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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plan")
def test_contacts_are_read_without_looking_at_all_organisations():
    OrganisationFactory.create_batch(100)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # which knows nothing of a table without rows
    shown = [Contact.objects.for_public(), Contact.objects.for_country(CountryFactory())]

    plans = [contacts.explain() for contacts in shown]

    assert not any("SCAN organisations_organisation" in plan for plan in plans)
