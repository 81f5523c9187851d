"""Whom a new report concerns."""

import pytest

from catalogue.notices.models import Notice
from catalogue.review.models import Assignment
from smartbalkans.contact.notices import MOST_NOTICES, notify_of_report
from tests.factories import OrganisationFactory, ReportFactory
from tests.staff import person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {group: person_of(group) for group in ("Editor", "Publisher", "Analyst")}


def notified() -> list[str]:
    return sorted(Notice.objects.values_list("recipient__username", flat=True))


def test_report_about_an_entry_concerns_its_author_and_who_it_is_assigned_to(people):
    entry = OrganisationFactory(author=people["Editor"])
    person_of("Editor", "other")
    rows = {"kind": "organisations.organisation", "entry_id": entry.pk}
    Assignment.objects.create(person=people["Publisher"], **rows)

    notify_of_report(
        ReportFactory(entry=entry, page_name="Civic Union", what="Secret", email="a@example.org")
    )

    titles = {(notice.title, notice.text) for notice in Notice.objects.all()}
    assert (notified(), titles) == (["editor", "publisher"], {("New report about Civic Union", "")})


@pytest.mark.parametrize("author", [None, "Analyst"])
def test_other_reports_concern_all_who_may_handle_them(people, author):
    entry = OrganisationFactory(author=people[author]) if author else None

    notify_of_report(ReportFactory(entry=entry))

    assert notified() == ["editor", "publisher"]


def test_many_reports_at_once_do_not_fill_a_mailbox(people):
    for _number in range(MOST_NOTICES + 3):
        notify_of_report(ReportFactory(entry=None))

    assert notified() == ["editor"] * MOST_NOTICES + ["publisher"] * MOST_NOTICES
