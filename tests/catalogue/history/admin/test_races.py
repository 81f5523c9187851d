"""What waits for a publisher who publishes the entry shows what happened, and loses nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from catalogue.history.recording import recorded
from catalogue.proposals.models import ProposedVersion
from catalogue.proposals.saving import OpenProposal, discard, proposal_of, restore_discarded
from catalogue.proposals.saving import publish as publish_proposal
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


def publish(organisation: Organisation) -> None:
    organisation.published_at = timezone.now()
    organisation.save()


def while_published(organisation: Organisation, action: Callable):
    """Have an action wait for a publisher, and return its response."""
    return while_changed(organisation, publish, action)


def while_changed(organisation: Organisation, change: Callable, action: Callable):
    """Begin a change of an entry, start an action in another connection, which waits, and commit.

    Return the response to the action.
    """
    is_waiting = threading.Event()

    def run():
        with signalled(is_waiting):
            return action()

    with recorded(None, "Changed") as recorder:
        change(recorder.locked_entry(Organisation.objects.all(), organisation.pk))
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

    assertContains(response, "Nothing was done, because the entry or these changes were edited meanwhile.")
    draft.refresh_from_db()
    assert draft.summary == "A"
    assert ProposedVersion.objects.get().status == "draft"


def test_editor_who_applies_changes_while_the_entry_is_published_is_refused(editor, draft):
    propose(draft, summary="Proposed")
    page = entry_page(draft, "proposal")
    data = {"token": editor.get(page).context["token"], "publish": "x"}

    response = while_published(draft, lambda: editor.post(page, data))

    draft.refresh_from_db()
    assert response.status_code == 403
    assert draft.summary == "A"
    assert ProposedVersion.objects.exists()


@pytest.fixture
def discarded(draft):
    """Changes of a published entry that were discarded."""
    published = edited(draft, published_at=timezone.now())
    propose(published, summary="Proposed")
    with transaction.atomic():
        return discard(OpenProposal(published, proposal_of(published)), None)


def test_changes_whose_entry_is_deleted_meanwhile_are_not_restored(editor, draft, discarded):
    page = entry_page(draft, "discarded_proposal", discarded.pk)

    response = while_changed(draft, Organisation.delete, lambda: editor.post(page, follow=True))

    assertContains(response, "Perhaps it was deleted?")
    assert not ProposedVersion.objects.exists()


def test_changes_that_are_restored_and_published_meanwhile_are_not_restored_again(editor, draft, discarded):
    page = entry_page(draft, "discarded_proposal", discarded.pk)

    def restore_and_publish(entry):
        restore_discarded(OpenProposal(entry, None), discarded, None)
        opened = OpenProposal(entry, proposal_of(entry))
        publish_proposal(opened, opened.state, None)

    response = while_changed(draft, restore_and_publish, lambda: editor.post(page, follow=True))

    assertContains(response, "These changes were restored, or discarded more than 30 days ago.")
    assert not ProposedVersion.objects.exists()
