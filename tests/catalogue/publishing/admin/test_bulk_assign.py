"""The action of a list that assigns many entries to a person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.history.versions import versions_of
from catalogue.notices.models import Notice
from catalogue.review.models import Assignment, ReviewComment
from catalogue.review.records import assign
from organisations.models import Organisation
from tests.factories import OrganisationFactory
from tests.pages import messages_of
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db

ASSIGN = "/admin/organisations/organisation/bulk/assign/"


@pytest.fixture
def publisher(client):
    return log_in(client, "Publisher")


@pytest.fixture
def editor():
    return person_of("Editor")


def send(client, entries, person, **more):
    data = {"keys": ",".join(str(entry.pk) for entry in entries), "person": (person and person.pk) or ""}
    return client.post(ASSIGN, data | {"answered": "1"} | more, follow=True)


def test_preview_shows_to_whom_entries_are_assigned_now(client, publisher, editor):
    free, taken, same = (OrganisationFactory(name=name, draft=True) for name in ("Free", "Taken", "Same"))
    published = OrganisationFactory(name="Published")
    assign(taken, publisher, editor)
    assign(same, editor, publisher)

    plan = send(client, [free, taken, same, published], editor).context["plan"]

    assert [(entry.name, change.before, change.after) for entry, change in plan.lines] == [
        ("Free", "", "editor"),
        ("Taken", "publisher", "editor"),
    ]
    assert {entry.name: reason for entry, reason in plan.unchanged} == {
        "Same": "Already assigned to this person.",
        "Published": "editor does not have permission to edit this entry.",
    }
    assert Assignment.objects.filter(person=editor).count() == 1


def test_entries_are_assigned_with_one_notice(client, publisher, editor):
    entries = [OrganisationFactory(draft=True) for _number in range(3)]
    before = Organisation.objects.values_list("token", flat=True)

    response = send(client, entries, editor, confirmed="1")

    assert messages_of(response) == ["Assigned to editor: 3 entries."]
    assert set(Assignment.objects.values_list("entry_id", "person__username")) == {
        (entry.pk, "editor") for entry in entries
    }
    assert [(one.action, one.assignee) for one in ReviewComment.objects.all()] == [("assigned", editor)] * 3
    assert [notice.title for notice in Notice.objects.unread_of(editor)] == [
        "publisher assigned 3 entries to you"
    ]
    assert versions_of(Organisation, entries[0].pk)[0].revision.comment == "Assigned to editor"
    assert set(before) == {entry.token for entry in entries}


def test_assignments_are_ended(client, publisher, editor):
    entry = OrganisationFactory(draft=True)
    assign(entry, editor, publisher)
    Notice.objects.all().delete()

    response = send(client, [entry], None, confirmed="1")

    assert messages_of(response) == ["Assigned to nobody: 1 entry."]
    assert (Assignment.objects.count(), Notice.objects.count()) == (0, 0)


def test_editor_assigns_only_drafts(client, editor):
    client.force_login(editor)
    draft, published = OrganisationFactory(draft=True), OrganisationFactory()

    send(client, [draft, published], editor, confirmed="1")

    assert list(Assignment.objects.values_list("entry_id", flat=True)) == [draft.pk]


def test_analyst_assigns_nothing(client, editor):
    log_in(client, "Analyst")

    response = send(client, [OrganisationFactory(draft=True)], editor, confirmed="1")

    assert response.status_code == 403
    assert not Assignment.objects.exists()


def test_preview_takes_the_same_queries_for_any_number(client, publisher, editor):
    counts = []
    for number in (1, 3):
        entries = [OrganisationFactory(draft=True) for _number in range(number)]
        with CaptureQueriesContext(connection) as queries:
            send(client, entries, editor)
        counts.append(len(queries))

    assert counts[0] == counts[1]
