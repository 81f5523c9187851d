"""What is recorded of an action on an entry, and what stays of the conversation about it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalogue.history.deleted import undelete
from catalogue.history.recording import recorded
from catalogue.history.restoring import plan_restore
from catalogue.history.versions import states_of, versions_of
from catalogue.mail.models import OutboxMessage
from catalogue.notices.models import Notice
from catalogue.review.models import Assignment, ReviewComment
from catalogue.review.records import Action, assign, end_assignments, notify_of_records, record
from organisations.merging.merge import merge
from organisations.models import Organisation
from tests.catalogue.review.notified import names, notified
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_nobody_is_notified_of_their_own_action(people, entry):
    record(entry, Action.COMMENT, "For myself", people["author"])

    assert notified() == []


def test_who_acts_has_read_the_notices_about_the_entry(people, entry):
    other = OrganisationFactory(draft=True, author=people["author"])
    record(entry, Action.SENT, "", people["author"])
    record(other, Action.SENT, "", people["author"])

    record(entry, Action.RETURNED, "Look again", people["publisher"])

    unread = Notice.objects.unread_of(people["publisher"])
    assert [notice.object_id for notice in unread] == [other.pk]


def test_notice_is_also_mailed_where_that_is_possible(people, entry, settings):
    settings.SENDS_MAIL, settings.PORTAL_ADDRESS = True, "https://portal.example.org"
    User.objects.filter(username="author").update(email="ana@example.org")

    record(entry, Action.RETURNED, "Add a website.", people["publisher"])

    (message,) = OutboxMessage.objects.all()
    assert (message.address, message.subject) == ("ana@example.org", "publisher sent “Civic Union” back")
    assert message.body.startswith(
        "publisher sent “Civic Union” back.\n\nAdd a website.\n\n"
        f"https://portal.example.org/admin/organisations/organisation/{entry.pk}/change/\n"
    )


def test_publication_that_concerns_nobody_leaves_no_comment(people):
    record(OrganisationFactory(author=people["publisher"]), Action.PUBLISHED, "", people["publisher"])

    assert not ReviewComment.objects.exists()


def test_publication_ends_an_assignment(people, entry):
    assign(entry, people["publisher"], people["author"])

    record(entry, Action.PUBLISHED, "", people["publisher"])

    assert not Assignment.objects.exists()


def test_person_is_notified_once_of_many_entries(people):
    entries = [OrganisationFactory(draft=True, author=people["author"]) for _number in range(3)]
    begun = timezone.now()
    for entry in entries:
        ReviewComment.objects.create(
            kind="organisations.organisation", entry_id=entry.pk, action="sent", user=people["author"]
        )

    notify_of_records(Organisation, Action.SENT, people["author"], since=begun)
    notify_of_records(Organisation, Action.SENT, people["author"], since=begun + timedelta(days=1))

    notice = Notice.objects.get(recipient=people["publisher"])
    assert notified() == [
        (name, "Ana Ilić sent 3 entries for review") for name in ("administrator", "publisher")
    ]
    assert notice.get_absolute_url() == "/admin/organisations/organisation/?publication=review"


def test_assignment_notifies_the_person_and_is_part_of_the_conversation(people, entry):
    outcomes = [
        assign(entry, people[name] if name else None, people["publisher"])
        for name in ("editor", "editor", "administrator", "", "")
    ]

    found = [(one.action, one.assignee) for one in ReviewComment.objects.order_by("pk")]
    assert outcomes == [True, False, True, True, False]
    assert found == [
        ("assigned", people["editor"]),
        ("assigned", people["administrator"]),
        ("assigned", None),
    ]
    assert names() == ["administrator", "editor"]
    assert not Assignment.objects.exists()


def test_assignments_of_a_person_end(people, entry):
    assign(entry, people["editor"], people["publisher"])
    assign(OrganisationFactory(), people["publisher"], people["publisher"])

    count = end_assignments(people["editor"], people["administrator"])

    assert (count, [one.person for one in Assignment.objects.all()]) == (1, [people["publisher"]])


def test_comments_survive_deletion_and_restoring(people, entry):
    record(entry, Action.COMMENT, "Keep this", people["editor"])
    key = entry.pk
    with recorded(people["publisher"], "Deleted"):
        entry.delete()

    (state,) = states_of(Organisation, [versions_of(Organisation, key).first()])
    with recorded(people["publisher"], "Restored"):
        restored = undelete(plan_restore(Organisation, state))

    assert [one.text for one in ReviewComment.objects.of_entry(restored)] == ["Keep this"]


@pytest.mark.parametrize("is_kept_assigned", [True, False])
def test_comments_and_assignment_move_along_in_a_merge(people, entry, is_kept_assigned):
    kept = OrganisationFactory(author=people["author"])
    record(entry, Action.COMMENT, "About the one that goes", people["editor"])
    record(kept, Action.COMMENT, "About the one that stays", people["editor"])
    assign(entry, people["editor"], people["publisher"])
    if is_kept_assigned:
        assign(kept, people["administrator"], people["publisher"])

    merge(kept.pk, entry.pk, (kept.token, entry.token), {}, people["publisher"])

    texts = {one.text for one in ReviewComment.objects.of_entry(kept)} - {""}
    assert texts == {"About the one that goes", "About the one that stays"}
    assert [one.person.username for one in Assignment.objects.of_entry(kept)] == [
        "administrator" if is_kept_assigned else "editor"
    ]
    assert Assignment.objects.count() == 1
    assert set(Notice.objects.values_list("object_id", flat=True)) == {kept.pk}
