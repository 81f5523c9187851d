"""The conversation about an entry in the back office."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.notices.models import Notice
from catalogue.publishing.models import BulkRun
from catalogue.review.models import Assignment, ReviewComment
from catalogue.review.records import Action, assign, record
from organisations.models import Organisation
from tests.factories import OrganisationFactory
from tests.forms import open_form
from tests.pages import admin_page, change_page, entry_page, messages_of, text_of
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return person_of("Editor", "author")


def ready(**values):
    """Create a draft that can be published."""
    return OrganisationFactory(draft=True, summary="A", is_country_not_stated=True, **values)


def comments(entry) -> list[tuple[str, str, str]]:
    found = ReviewComment.objects.of_entry(entry).order_by("pk")
    return [(one.action, one.text, one.user.username) for one in found]


def press(client, entry, button: str, **values):
    data = open_form(client, change_page(entry))
    return client.post(change_page(entry), data | {button: "1"} | values, follow=True)


def test_note_to_the_reviewer_is_sent_with_the_entry(client):
    editor = log_in(client, "Editor")
    publisher = person_of("Publisher")
    entry = ready(author=editor)

    press(client, entry, "_review", _note="  Please check the year.\r\n")

    assert comments(entry) == [("sent", "Please check the year.", "editor")]
    assert [notice.text for notice in Notice.objects.unread_of(publisher)] == ["Please check the year."]


def test_entry_is_sent_back_with_a_reason(client, author):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True, stage="review", author=author)

    page = client.get(change_page(entry))
    press(client, entry, "_draft", _note="The summary is too long.")

    entry.refresh_from_db()
    labels = [str(one.label) for one in page.context["status_transitions"]]
    assert (labels, entry.stage) == (["Publish", "Send back"], "")
    assert comments(entry) == [("returned", "The summary is too long.", "publisher")]
    assert [notice.title for notice in Notice.objects.unread_of(author)] == [f"publisher sent “{entry}” back"]


@pytest.mark.parametrize("group", ["Publisher", "Editor"])
def test_entry_is_not_sent_back_without_a_reason(client, author, group):
    log_in(client, group)
    entry = OrganisationFactory(draft=True, stage="review", author=author)

    response = press(client, entry, "_draft", _note=" ", summary="Changed")

    entry.refresh_from_db()
    assert messages_of(response) == [
        "Saved, but not sent back: enter the reason under “Note” first, so that the author knows what to "
        "change."
    ]
    assert (entry.stage, entry.summary, comments(entry)) == ("review", "Changed", [])


def test_author_makes_an_entry_a_draft_again_without_a_reason(client):
    editor = log_in(client, "Editor")
    entry = OrganisationFactory(draft=True, stage="review", author=editor)

    page = client.get(change_page(entry))
    press(client, entry, "_draft")

    entry.refresh_from_db()
    labels = [str(one.label) for one in page.context["status_transitions"]]
    assert (labels, entry.stage, comments(entry)) == (["Save as draft"], "", [])


def test_note_of_a_refused_transition_is_kept_as_a_comment(client):
    editor = log_in(client, "Editor")
    entry = OrganisationFactory(draft=True, summary="", author=editor)

    press(client, entry, "_review", _note="Please look.")

    assert comments(entry) == [("comment", "Please look.", "editor")]


def test_note_is_kept_when_the_form_has_an_error(client):
    editor = log_in(client, "Editor")
    entry = OrganisationFactory(draft=True, author=editor)

    response = press(client, entry, "_review", name="", _note="Please <look>.")

    assert (response.context["review"].note, comments(entry)) == ("Please <look>.", [])


@pytest.mark.parametrize(
    ("values", "action"),
    [
        ({"_publish": "1"}, "published"),
        ({"_publish": "1", "published_at_0": "31/12/2998", "published_at_1": "10:30"}, "scheduled"),
    ],
)
def test_author_is_notified_of_a_publication(client, author, values, action):
    log_in(client, "Publisher")
    entry = ready(stage="review", author=author)

    press(client, entry, "_save", **values)

    assert comments(entry) == [(action, "", "publisher")]
    assert Notice.objects.unread_of(author).count() == 1


def test_bulk_action_notifies_everybody_once(client, author):
    log_in(client, "Publisher")
    entries = [ready(stage="review", author=author) for _number in range(60)]
    keys = ",".join(str(entry.pk) for entry in entries)

    client.post(admin_page(Organisation, "bulk", "publish"), {"keys": keys, "confirmed": "Yes"})
    while run := BulkRun.objects.first():  # what a slow machine left to a further request
        client.post(admin_page(Organisation, "bulk_go_on", run.pk), headers={"accept": "application/json"})

    assert [notice.title for notice in Notice.objects.unread_of(author)] == ["publisher published 60 entries"]
    assert ReviewComment.objects.count() == 60


@pytest.mark.parametrize(
    ("group", "is_draft", "expected"),
    [("Editor", True, 302), ("Editor", False, 302), ("Publisher", False, 302), ("Analyst", False, 403)],
)
def test_who_may_change_entries_may_comment(client, group, is_draft, expected):
    person = log_in(client, group)
    entry = OrganisationFactory(draft=is_draft)

    response = client.post(entry_page(entry, "review"), {"comment-text": "Please check."})

    found = [] if expected == 403 else [("comment", "Please check.", person.username)]
    assert (response.status_code, comments(entry)) == (expected, found)


@pytest.mark.parametrize(
    ("group", "is_draft", "expected"),
    [("Editor", True, 302), ("Editor", False, 403), ("Publisher", False, 302), ("Analyst", True, 403)],
)
def test_who_may_change_an_entry_may_assign_it(client, group, is_draft, expected):
    log_in(client, group)
    publisher = person_of("Publisher", "other")
    entry = OrganisationFactory(draft=is_draft)

    response = client.post(entry_page(entry, "review"), {"assign": "1", "assignment-person": publisher.pk})

    assert (response.status_code, Assignment.objects.count()) == (expected, int(expected == 302))


@pytest.mark.parametrize(("is_draft", "expected"), [(True, ["editor", "publisher"]), (False, ["publisher"])])
def test_entry_is_assigned_to_a_person_who_may_act(client, is_draft, expected):
    log_in(client, "Publisher")
    person_of("Editor")
    person_of("Analyst")
    User.objects.create_superuser("gone", is_active=False)
    entry = OrganisationFactory(draft=is_draft)
    address = entry_page(entry, "review")

    choices = client.get(address).context["assignment_form"].fields["person"].queryset
    analyst = User.objects.get(username="analyst")
    response = client.post(address, {"assign": "1", "assignment-person": analyst.pk})

    assert [person.username for person in choices] == expected
    assert (response.status_code, Assignment.objects.count()) == (200, 0)


def test_empty_comment_is_refused(client):
    log_in(client, "Editor")
    entry = OrganisationFactory(draft=True)

    response = client.post(entry_page(entry, "review"), {"comment-text": " "})

    errors = dict(response.context["comment_form"].errors)
    assert (errors, comments(entry)) == ({"text": ["Enter the comment."]}, [])


def test_form_and_history_show_the_conversation(client, author):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True, author=author)
    record(entry, Action.COMMENT, "First line\n<b>second</b>", author)
    assign(entry, author, author)

    texts = [text_of(client.get(page)) for page in (change_page(entry), entry_page(entry, "history"))]

    assert ["First line <b>second</b>" in text for text in texts] == [True, True]
    assert ["Assigned to author" in text for text in texts] == [True, True]


@pytest.mark.parametrize("count", [1, 60])
def test_panel_takes_two_queries_and_the_page_a_fixed_number(
    client, author, django_assert_num_queries, count
):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True, author=author)
    for number in range(count):
        record(entry, Action.COMMENT, str(number), author)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(change_page(entry))
    own = [one["sql"] for one in queries if "reviewcomment" in one["sql"] or "assignment" in one["sql"]]
    with django_assert_num_queries(10):
        client.get(entry_page(entry, "review"))

    assert len(own) == 2


def test_popup_has_no_conversation(client, author):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True, author=author)

    response = client.get(change_page(entry) + "?_popup=1")

    assert "review" not in response.context
