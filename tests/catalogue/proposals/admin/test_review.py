"""The page of a proposed version: what differs, and the actions on it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalogue.history.versions import versions_of
from catalogue.notices.models import Notice
from catalogue.proposals.models import EarlierProposal, ProposedVersion
from catalogue.review.models import ReviewComment
from projects.models import Project
from tests.catalogue.proposals.proposing import propose
from tests.factories import ObjectiveFactory, OrganisationFactory, PartnerFactory, ProjectFactory
from tests.forms import fields_of, open_form
from tests.pages import entry_page, messages_of, text_of
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return PartnerFactory(role="lead", project__summary="Old text.").project


def act(client, entry, button, **values):
    """Open the page of the proposed version and send its form with a button."""
    address = entry_page(entry, "proposal")
    data = fields_of(client.get(address), "proposal_form")
    return client.post(address, data | {button: "1"} | values)


def comments(entry):
    return [version.revision.comment for version in versions_of(type(entry), entry.pk)]


def test_page_shows_what_differs(editor, project):
    propose(project, summary="New text.")

    response = editor.get(entry_page(project, "proposal"))

    assert [change.label for change in response.context["comparison"].fields] == ["Summary"]
    assert "New text." in text_of(response)


def test_rows_of_several_kinds_that_stay_are_no_difference(editor, project):
    for order in (1, 2):
        for kind in ("objective", "result"):
            ObjectiveFactory(project=project, kind=kind, order=order)
    propose(project, summary="New text.")

    response = editor.get(entry_page(project, "proposal"))

    assert response.context["comparison"].gist == "Summary"


def test_changes_are_sent_for_review_sent_back_and_published(editor, publisher, project):
    propose(project, person_of("Editor", "author"), summary="New text.")
    act(editor, project, "send_for_review", note="Please check the name.")
    assert "Please check the name." in text_of(publisher.get(entry_page(project, "proposal")))
    act(publisher, project, "send_back", reason="The name is wrong.")
    assert "The name is wrong." in text_of(editor.get(entry_page(project, "proposal")))
    act(editor, project, "send_for_review")

    act(publisher, project, "publish")

    assert Project.objects.get().summary == "New text."
    assert not ProposedVersion.objects.exists()
    assert comments(project)[:5] == [
        "Proposed changes published, proposed by author",
        "Proposed changes sent for review",
        "Proposed changes sent back: The name is wrong.",
        "Proposed changes sent for review",
        "Changes proposed",
    ]


def test_each_step_is_recorded_in_the_conversation(editor, publisher, project):
    propose(project, summary="New text.")
    act(editor, project, "send_for_review", note="Please check the name.")
    act(publisher, project, "send_back", reason="The name is wrong.")
    act(publisher, project, "publish")
    propose(project, summary="Newer text.")
    act(editor, project, "discard", confirmed="on")

    found = ReviewComment.objects.of_entry(project).order_by("pk")
    assert list(found.values_list("action", "user__username", "text")) == [
        ("changes-sent", "editor", "Please check the name."),
        ("changes-back", "publisher", "The name is wrong."),
        ("changes-done", "publisher", ""),
        ("changes-gone", "editor", ""),
    ]


def test_each_step_notifies_those_concerned(editor, publisher, project):
    propose(project, summary="New text.")
    act(editor, project, "send_for_review")
    act(publisher, project, "send_back", reason="The name is wrong.")

    notices = Notice.objects.order_by("pk").values_list("recipient__username", "title")
    assert ("publisher", f"editor sent changes to “{project}” for review") in notices
    assert ("editor", f"publisher sent the changes to “{project}” back") in notices


def test_reason_is_required_to_send_changes_back(publisher, project):
    propose(project, summary="New text.")
    act(publisher, project, "send_for_review")

    response = act(publisher, project, "send_back", reason=" ")

    assert messages_of(response) == ["Enter the reason, so that the editor knows what to change."]
    assert ProposedVersion.objects.get().status == "review"


def test_discarding_must_be_confirmed(editor, project):
    propose(project, summary="New text.")

    response = act(editor, project, "discard")
    assert ProposedVersion.objects.count() == 1
    act(editor, project, "discard", confirmed="on")

    assert messages_of(response) == ["Tick the box to confirm that the changes are discarded."]
    assert not ProposedVersion.objects.exists()
    assert comments(project)[0] == "Proposed changes discarded"


@pytest.fixture
def discarded(editor, project):
    """The address of changes that an editor has discarded."""
    propose(project, User.objects.get(username="editor"), summary="New text.")
    act(editor, project, "discard", confirmed="on")
    return entry_page(project, "discarded_proposal", EarlierProposal.objects.get(is_discarded=True).pk)


def test_discarded_changes_are_restored(editor, project, discarded):
    history = editor.get(entry_page(project, "history")).content.decode()
    page = editor.get(discarded)

    response = editor.post(discarded, follow=True)

    proposal = ProposedVersion.objects.get()
    assert f'href="{discarded}"' in history
    assert [change.label for change in page.context["comparison"].fields] == ["Summary"]
    assert messages_of(response) == ["The changes were restored. They are proposed again."]
    assert (proposal.status, proposal.author.username) == ("draft", "editor")
    assert open_form(editor, entry_page(project, "change"))["summary"] == "New text."
    assert Project.objects.get().summary == "Old text."
    assert comments(project)[0] == "Discarded changes restored"
    assert ReviewComment.objects.first().action == "changes-kept"


def test_message_about_discarded_changes_links_to_them(editor, project):
    propose(project, summary="New text.")

    response = act(editor, project, "discard", confirmed="on")

    address = entry_page(project, "discarded_proposal", EarlierProposal.objects.get().pk)
    assert f'href="{address}"' in editor.get(response.url).content.decode()


def test_discarded_changes_are_not_restored_over_others(editor, project, discarded):
    propose(project, summary="Newer text.")

    response = editor.post(discarded)

    assert messages_of(response)[1:] == ["Other changes are proposed now. Publish or discard them first."]
    assert open_form(editor, entry_page(project, "change"))["summary"] == "Newer text."


def test_restored_changes_keep_what_was_changed_meanwhile(editor, project, discarded):
    Project.objects.update(overall_goal="New goal.")

    editor.post(discarded)

    form = open_form(editor, entry_page(project, "change"))
    assert (form["summary"], form["overall_goal"]) == ("New text.", "New goal.")


def test_discarded_changes_are_restored_within_thirty_days(editor, project, discarded):
    EarlierProposal.objects.update(replaced_at=timezone.now() - timedelta(days=31))

    response = editor.post(discarded, follow=True)

    assert messages_of(response)[1:] == ["These changes were restored, or discarded more than 30 days ago."]
    assert not ProposedVersion.objects.exists()


def test_analyst_reads_discarded_changes_and_restores_nothing(project, discarded):
    client = Client()
    log_in(client, "Analyst")

    page, response = client.get(discarded), client.post(discarded)

    assert "discarded_form" not in page.content.decode()
    assert (page.status_code, response.status_code) == (200, 403)
    assert not ProposedVersion.objects.exists()


def test_published_changes_are_not_restored(publisher, project):
    propose(project, summary="New text.")
    act(publisher, project, "publish")
    earlier = EarlierProposal.objects.get()

    response = publisher.post(entry_page(project, "discarded_proposal", earlier.pk), follow=True)

    assert messages_of(response)[1:] == ["These changes were restored, or discarded more than 30 days ago."]
    assert not ProposedVersion.objects.exists()


def test_incomplete_changes_are_not_sent_for_review(editor, project):
    propose(project, summary="")

    response = act(editor, project, "send_for_review")

    assert messages_of(response) == ["Not sent for review. Missing: summary."]
    assert ProposedVersion.objects.get().status == "draft"


@pytest.mark.parametrize("button", ["publish", "send_back"])
def test_editor_neither_publishes_nor_sends_back(editor, project, button):
    propose(project, summary="New text.")

    response = act(editor, project, button, reason="No.")

    assert response.status_code == 403
    assert Project.objects.get().summary == "Old text."
    assert ProposedVersion.objects.get().status == "draft"


@pytest.mark.parametrize("button", ["publish", "send_back", "send_for_review", "discard"])
def test_analyst_sees_the_page_and_changes_nothing(client, project, button):
    log_in(client, "Analyst")
    propose(project, summary="New text.")

    page = client.get(entry_page(project, "proposal"))
    response = client.post(
        entry_page(project, "proposal"),
        {button: "1", "token": page.context["token"], "confirmed": "on", "reason": "No."},
    )

    assert "proposal_form" not in page.content.decode()
    assert response.status_code == 403
    assert ProposedVersion.objects.get().status == "draft"


@pytest.mark.parametrize("change", [lambda one: propose(one, summary="Other"), lambda one: one.save()])
def test_what_changed_since_the_page_was_opened_is_not_published(publisher, project, change):
    propose(project, summary="New text.")
    data = fields_of(publisher.get(entry_page(project, "proposal")), "proposal_form")
    change(Project.objects.get())

    response = publisher.post(entry_page(project, "proposal"), data | {"publish": "1"})

    assert messages_of(response) == [
        "Nothing was done, because the entry or these changes were edited meanwhile. Review them again."
    ]
    assert Project.objects.get().summary == "Old text."


def test_page_without_changes_leads_to_the_form(editor, project):
    response = editor.get(entry_page(project, "proposal"), follow=True)

    assert messages_of(response) == ["No changes are waiting. They were published or discarded."]


def test_page_names_what_was_changed_in_both(publisher, project):
    propose(project, summary="New text.")
    Project.objects.get().save()
    stored = Project.objects.get()
    stored.summary = "Corrected text."
    stored.save()

    response = publisher.get(entry_page(project, "proposal"))

    assert [one.label for one in response.context["conflicts"]] == ["Summary"]


def test_deleted_partner_is_left_out(publisher, project):
    partner = OrganisationFactory(name="Gone")
    propose(project, change=lambda one: PartnerFactory(project=one, organisation=partner, order=2))
    partner.delete()

    response = publisher.get(entry_page(project, "proposal"))
    act(publisher, project, "publish")

    assert ["Gone" in one for one in response.context["plan"].left_out] == [True]
    assert project.partners.count() == 1


def test_withdrawn_entry_keeps_its_proposed_version_which_is_applied(editor, project):
    propose(project, summary="New text.")
    Project.objects.update(published_at=None, stage="withdrawn")

    page = editor.get(entry_page(project, "change"))
    act(editor, project, "publish")

    assert "Changes are waiting" in text_of(page)
    assert [(one.summary, one.status) for one in Project.objects.all()] == [("New text.", "withdrawn")]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_a_fixed_number_of_queries(publisher, project, rows, django_assert_num_queries):
    def add_rows(proposed):
        for order in range(rows):
            PartnerFactory(project=proposed, order=order + 2)

    propose(project, change=add_rows)

    with django_assert_num_queries(16):
        publisher.get(entry_page(project, "proposal"))


def test_entry_of_another_kind_has_no_page_of_its_own(publisher, project):
    propose(project, summary="New text.")

    response = publisher.get(entry_page(ProjectFactory(), "proposal"))

    assert response.status_code == 302
