"""What waits for a publisher who publishes the entry shows what happened, and loses nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from catalogue.history.recording import recorded
from catalogue.proposals.models import ProposedVersion
from organisations.models import Organisation
from tests.catalogue.history.changes import edited, versions
from tests.catalogue.proposals.proposing import propose
from tests.factories import GoalFactory, OrganisationFactory
from tests.forms import form_of, open_form
from tests.pages import admin_page, change_page, entry_page
from tests.staff import person_of
from tests.threads import start

pytestmark = [
    pytest.mark.attack,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("attack_round"),
]

STARTS = ("BEGIN IMMEDIATE", "FOR NO KEY UPDATE", "FOR UPDATE")


@pytest.fixture
def editor(client):
    """A client of an editor who may also delete drafts."""
    person = person_of("Editor")
    person.user_permissions.add(Permission.objects.get(codename="delete_organisation"))
    client.force_login(person)
    return client


@pytest.fixture
def draft():
    goal = GoalFactory(organisation__draft=True, organisation__summary="Old", text="Teach")
    return edited(goal.organisation, summary="A")


@contextmanager
def signalled(event: threading.Event) -> Iterator[None]:
    """Set the event just before a statement that may wait for a lock."""

    def note(execute, sql, params, many, context):
        if any(start in sql for start in STARTS):
            event.set()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def while_published(organisation: Organisation, action: Callable):
    """Begin to publish an entry, do the deed in another connection, which waits, then commit; return both."""
    is_waiting = threading.Event()

    def run():
        with signalled(is_waiting):
            return action()

    with recorded(None, "Published") as recorder:
        locked = recorder.locked_entry(Organisation.objects.all(), organisation.pk)
        locked.published_at = timezone.now()
        locked.save()
        thread = start(run)
        assert is_waiting.wait(30)
    return thread.finish()


@pytest.mark.parametrize("button", ["_save", "_continue", "_draft", "_review"])
def test_save_that_waits_for_a_publisher_becomes_a_proposed_version(editor, draft, button):
    data = open_form(editor, change_page(draft)) | {"summary": "My long text", "goals-0-text": "My goal"}

    response = while_published(draft, lambda: editor.post(change_page(draft), data | {button: "x"}))

    proposed = open_form(editor, change_page(draft))
    assert response.status_code == 302
    assert (proposed["summary"], proposed["goals-0-text"]) == ("My long text", "My goal")
    assert ProposedVersion.objects.get().status == "draft"  # a required fact is missing
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("A", "published")


def actions_of(client: Client, draft: Organisation) -> dict[str, Callable]:
    other = OrganisationFactory(draft=True)
    restored = entry_page(draft, "restore", versions(draft)[-1].pk)
    return {
        "delete": lambda: client.post(entry_page(draft, "delete"), {"post": "yes"}, follow=True),
        "delete selected": lambda: client.post(
            admin_page(Organisation, "changelist"),
            {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"},
            follow=True,
        ),
        "restore": lambda: client.post(restored, {"token": draft.token}, follow=True),
        "preview links": lambda: client.post(entry_page(draft, "preview_links"), {}, follow=True),
        "merge": lambda: client.post(
            entry_page(other, "merge_with", draft.pk),
            {"kept_token": other.token, "gone_token": draft.token},
            follow=True,
        ),
    }


PUBLISHED_SINCE = "now published or scheduled, and only publishers can"
REFUSALS = {
    "delete": (403, PUBLISHED_SINCE),
    "delete selected": (200, PUBLISHED_SINCE),
    "restore": (403, PUBLISHED_SINCE),
    "merge": (403, PUBLISHED_SINCE),
    "preview links": (403, PUBLISHED_SINCE),
}
# Restoring and merging compare the tokens under the lock.
REFUSALS_AFTER_WAITING = {
    "delete": (403, PUBLISHED_SINCE),
    "delete selected": (200, PUBLISHED_SINCE),
    "restore": (200, "Nothing was restored, because the entry has changed."),
    "merge": (200, "changed after you opened this page"),
}


@pytest.mark.parametrize(("action", "refusal"), REFUSALS.items())
def test_entry_published_since_is_left_as_it_is_with_the_reason(editor, draft, action, refusal):
    act = actions_of(editor, draft)[action]
    edited(draft, published_at=timezone.now())

    response = act()

    status, reason = refusal
    assertContains(response, reason, status_code=status)
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("A", "published")


@pytest.mark.parametrize(("action", "refusal"), REFUSALS_AFTER_WAITING.items())
def test_what_waits_for_a_publisher_leaves_the_entry_with_the_reason(editor, draft, action, refusal):
    act = actions_of(editor, draft)[action]

    response = while_published(draft, act)

    status, reason = refusal
    assertContains(response, reason, status_code=status)
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("A", "published")


@pytest.mark.parametrize("button", ["_later", "_propose"])
def test_proposed_changes_that_wait_for_a_save_are_refused_and_kept_on_the_form(editor, draft, button):
    published = edited(draft, published_at=timezone.now())
    data = open_form(editor, change_page(published)) | {"summary": "My long text"}

    response = while_published(published, lambda: editor.post(change_page(draft), data | {button: "x"}))

    assert response.context["conflict"].is_opened_known
    assert form_of(response)["summary"] == "My long text"
    assert not ProposedVersion.objects.exists()


@pytest.mark.parametrize("button", ["publish", "discard", "send_for_review"])
def test_what_is_done_with_proposed_changes_that_waits_for_a_save_is_refused(client, draft, button):
    client.force_login(person_of("Publisher"))
    published = edited(draft, published_at=timezone.now())
    propose(published, summary="Proposed")
    page = entry_page(draft, "proposal")
    data = {"token": client.get(page).context["token"], "confirmed": "on", button: "x"}

    response = while_published(published, lambda: client.post(page, data))

    assertContains(response, "Nothing was done, because the entry or its changes have changed.")
    draft.refresh_from_db()
    assert draft.summary == "A"
    assert ProposedVersion.objects.get().status == "draft"
