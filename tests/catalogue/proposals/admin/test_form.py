"""The form of a published entry, whose changes are kept as a proposed version."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.fields import MAX_PROSE
from catalogue.history.versions import versions_of
from catalogue.proposals.models import ProposedVersion
from organisations.models import Grant
from projects.models import Activity, Project
from tests.catalogue.history.changes import edited
from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, ProjectFactory, TrainingFactory
from tests.forms import add_row, errors_of, form_of, open_form
from tests.pages import change_page, entry_page, messages_of, text_of

pytestmark = pytest.mark.django_db
FACTORIES = [OrganisationFactory, ProjectFactory, TrainingFactory]
LATER, REVIEW, PUBLISH = ({name: "1"} for name in ("_later", "_propose", "_publishchanges"))


def ready_project(**values) -> Project:
    """Return a published project that lacks nothing."""
    return PartnerFactory(
        role="lead", project__summary="Old text.", **{f"project__{k}": v for k, v in values.items()}
    ).project


def save(client, entry, button, page="", **values):
    """Open the form of an entry, change it and send it with a button."""
    address = change_page(entry) + page
    return client.post(address, open_form(client, address) | values | button)


@pytest.mark.parametrize("factory", FACTORIES)
def test_changes_of_a_published_entry_are_kept_and_not_public(editor, factory):
    entry = factory(name="Open doors", summary="Doors for all.")

    response = save(editor, entry, LATER, summary="Proposed doors.")

    proposal = ProposedVersion.objects.get()
    assert response.status_code == 302
    assert (proposal.entry_id, proposal.status, proposal.author.username) == (entry.pk, "draft", "editor")
    assert type(entry).objects.get().summary == "Doors for all."
    assert type(entry).objects.get().token == entry.token
    assert open_form(editor, change_page(entry))["summary"] == "Proposed doors."
    assert "Proposed doors." not in text_of(Client().get(entry.get_absolute_url()))


def test_changes_of_a_grant_are_proposed_and_published(editor, publisher):
    grant = GrantFactory(amount=5000, currency="EUR")
    save(editor, grant, LATER, amount="6000")
    assert Grant.objects.get().amount == 5000

    save(publisher, grant, PUBLISH)

    assert (Grant.objects.get().amount, ProposedVersion.objects.count()) == (6000, 0)


def test_opening_and_saving_a_form_without_proposed_changes_costs_one_query(publisher):
    project = ProjectFactory()

    with CaptureQueriesContext(connection) as opening:
        data = open_form(publisher, change_page(project))
    with CaptureQueriesContext(connection) as saving:
        publisher.post(change_page(project), data | {"_save": "1", "acronym": "OD"})

    about = [
        [one["sql"] for one in queries if "proposedversion" in one["sql"]] for queries in (opening, saving)
    ]
    assert [len(queries) for queries in about] == [1, 0]


def test_rows_of_a_proposed_version_can_be_added_changed_and_deleted(editor):
    project = ProjectFactory()
    for number, text in enumerate(("First", "Second", "Third"), 1):
        Activity.objects.create(project=project, order=number, text=text)
    data = open_form(editor, change_page(project))
    data["activities-0-text"] = "First, changed"
    data["activities-1-DELETE"] = "on"
    add_row(data, "activities", order="", level="1", text="Fourth")
    editor.post(change_page(project), data | LATER)
    again = open_form(editor, change_page(project))
    add_row(again, "activities", order="", level="1", text="Fifth")

    editor.post(change_page(project), again | LATER)

    last = open_form(editor, change_page(project))
    count = int(last["activities-INITIAL_FORMS"])
    assert [last[f"activities-{number}-text"] for number in range(count)] == [
        "First, changed",
        "Third",
        "Fourth",
        "Fifth",
    ]
    assert list(project.activities.values_list("text", flat=True)) == ["First", "Second", "Third"]


def test_publisher_publishes_what_an_editor_proposed(editor, publisher):
    project = ready_project()
    data = open_form(editor, change_page(project)) | {"summary": "New text."}
    add_row(data, "activities", order="", level="1", text="A new activity")
    editor.post(change_page(project), data | REVIEW)

    save(publisher, project, PUBLISH)

    stored = Project.objects.get()
    assert stored.summary == "New text."
    assert [(one.text, one.pk > 0) for one in stored.activities.all()] == [("A new activity", True)]
    assert not ProposedVersion.objects.exists()
    assert [version.revision.comment for version in versions_of(Project, project.pk)] == [
        "Proposed changes published, proposed by editor",
        "Proposed changes sent for review",
        "Changes proposed",
        "Version before the first recorded change",
    ]
    assert "New text." in text_of(Client().get(project.get_absolute_url()))


def test_unchanged_rows_keep_their_keys_when_changes_are_published(editor, publisher):
    partner = PartnerFactory(role="lead")
    save(editor, partner.project, REVIEW, summary="New text.")

    save(publisher, partner.project, PUBLISH)

    assert list(partner.project.partners.values_list("pk", flat=True)) == [partner.pk]


def test_editor_cannot_publish_changes(editor):
    project = ProjectFactory(summary="Old text.")

    response = save(editor, project, PUBLISH, summary="New text.")

    assert response.status_code == 403
    assert Project.objects.get().summary == "Old text."
    assert not ProposedVersion.objects.exists()


def test_second_of_two_people_is_refused_and_keeps_what_was_entered(editor, publisher):
    project = ProjectFactory(summary="Old text.", overall_goal="Old goal.")
    save(editor, project, LATER, summary="First proposal.")
    second = open_form(publisher, change_page(project))
    save(editor, project, LATER, summary="Second proposal.")

    response = publisher.post(
        change_page(project), second | {"summary": "By the publisher.", "overall_goal": "New goal."} | LATER
    )

    conflict = response.context["conflict"]
    assert [(one.label, str(one.whose)) for one in conflict.differences] == [
        ("Summary", "both"),
        ("Overall goal", "yours"),
    ]
    assert conflict.is_opened_known
    assert form_of(response)["summary"] == "By the publisher."
    choices = {f"_choice-{question.key}": "mine" for question in conflict.questions}
    publisher.post(change_page(project), form_of(response) | choices | {"_over": conflict.token} | LATER)
    assert open_form(editor, change_page(project))["summary"] == "By the publisher."


def test_second_of_two_people_who_begin_at_once_is_refused(editor, publisher):
    project = ProjectFactory(summary="Old text.")
    second = open_form(publisher, change_page(project))
    save(editor, project, LATER, summary="By the editor.")

    response = publisher.post(change_page(project), second | {"summary": "By the publisher."} | LATER)

    assert [str(one.whose) for one in response.context["conflict"].differences] == ["both"]
    assert form_of(response)["summary"] == "By the publisher."


def test_changes_of_the_entry_meanwhile_are_kept(editor, publisher):
    project = ProjectFactory(summary="Old text.", overall_goal="Old goal.")
    save(editor, project, LATER, summary="Proposed text.")
    save(publisher, project, {"_save": "1"}, page="?version=published", overall_goal="New goal.")
    assert open_form(editor, change_page(project))["overall_goal"] == "New goal."

    save(publisher, project, PUBLISH)

    stored = Project.objects.get()
    assert (stored.summary, stored.overall_goal) == ("Proposed text.", "New goal.")


def test_form_names_what_was_changed_in_both(editor, publisher):
    project = ProjectFactory(summary="Old text.")
    save(editor, project, LATER, summary="Proposed text.")
    save(publisher, project, {"_save": "1"}, page="?version=published", summary="Corrected text.")

    response = editor.get(change_page(project))

    assert [one.label for one in response.context["proposal_conflicts"]] == ["Summary"]
    assert form_of(response)["summary"] == "Proposed text."


def test_publisher_saves_for_later(publisher):
    project = ProjectFactory(summary="Old text.")

    save(publisher, project, LATER, summary="New text.")

    assert Project.objects.get().summary == "Old text."
    assert open_form(publisher, change_page(project))["summary"] == "New text."
    assert open_form(publisher, change_page(project) + "?version=published")["summary"] == "Old text."


def test_changes_that_change_nothing_are_not_kept(editor):
    project = ProjectFactory()

    response = save(editor, project, LATER)

    assert not ProposedVersion.objects.exists()
    assert "Nothing differs" in messages_of(editor.get(response.url))[0]


def test_incomplete_changes_are_kept_but_not_sent_for_review(editor):
    project = ProjectFactory(summary="Old text.")

    response = save(editor, project, REVIEW, summary="")

    assert ProposedVersion.objects.get().status == "draft"
    assert "Missing: " in messages_of(editor.get(response.url))[0]


def test_address_that_changes_with_the_publication_redirects(editor, publisher):
    project = ProjectFactory(slug="old-address")
    save(editor, project, REVIEW, slug="new-address")

    save(publisher, project, PUBLISH)

    assert Project.objects.get().slug == "new-address"
    assert Client().get(project.get_absolute_url()).status_code == 301


def test_invalid_changes_are_shown_again(editor):
    project = ProjectFactory()

    response = save(editor, project, LATER, name="")

    assert response.status_code == 200
    assert "name" in response.context["adminform"].form.errors
    assert not ProposedVersion.objects.exists()


def test_preview_of_a_form_shows_what_was_entered(editor):
    project = ProjectFactory(summary="Old text.")
    save(editor, project, LATER, summary="Proposed text.")

    response = save(editor, project, {"_preview": "1"}, summary="Entered text.")

    assert "Entered text." in text_of(response)
    assert ProposedVersion.objects.get().state["entry"]["fields"]["summary"] == "Proposed text."
    assert Project.objects.get().summary == "Old text."


def test_review_page_shows_what_differs(editor):
    project = ready_project()
    save(editor, project, REVIEW, summary="New text.", _note="Please check the name.")

    response = editor.get(entry_page(project, "proposal"))

    page = text_of(response)
    assert [change.label for change in response.context["comparison"].fields] == ["Summary"]
    assert "Please check the name." in page
    assert "In review" in page


def test_form_has_one_note_which_is_kept_until_the_changes_are_sent(editor):
    project = ready_project()

    save(editor, project, LATER, summary="New text.", _note="Please check the name.")

    form = editor.get(change_page(project))
    assert form.content.decode().count('name="_note"') == 1
    assert form_of(form)["_note"] == "Please check the name."


def test_note_of_changes_that_lack_a_fact_is_kept(editor):
    project = ready_project()

    save(editor, project, REVIEW, summary="", _note="Please write a summary.")

    assert ProposedVersion.objects.get().status == "draft"
    assert open_form(editor, change_page(project))["_note"] == "Please write a summary."


@pytest.mark.parametrize("popup", [{}, {"_popup": "1"}], ids=["page", "pop-up"])
def test_draft_that_was_published_meanwhile_becomes_a_proposed_version(editor, popup):
    project = ready_project(draft=True)
    data = open_form(editor, change_page(project)) | {"summary": "New text."} | popup
    edited(project, published_at=timezone.now())

    response = editor.post(change_page(project), data | {"_save": "1"})

    (message,) = messages_of(editor.get(response.url))
    assert "It was published or scheduled while you were editing it" in message
    assert open_form(editor, change_page(project))["summary"] == "New text."
    assert (Project.objects.get().summary, ProposedVersion.objects.get().status) == ("Old text.", "draft")


def test_draft_sent_for_review_once_it_is_published_sends_the_proposed_version(editor):
    project = ready_project(draft=True)
    data = open_form(editor, change_page(project)) | {"summary": "New text.", "_note": "Please look."}
    edited(project, published_at=timezone.now())

    editor.post(change_page(project), data | {"_review": "1"})

    proposal = ProposedVersion.objects.get()
    assert (proposal.status, proposal.note) == ("review", "Please look.")


def test_invalid_draft_that_was_published_meanwhile_is_shown_again(editor):
    project = ready_project(draft=True)
    data = open_form(editor, change_page(project)) | {"summary": "New text."}
    edited(project, published_at=timezone.now())

    response = editor.post(change_page(project), data | {"name": "", "_save": "1"})
    editor.post(change_page(project), form_of(response) | {"name": "Named", "_later": "1"})

    assert list(errors_of(response)) == ["name"]
    proposed = open_form(editor, change_page(project))
    assert (proposed["name"], proposed["summary"]) == ("Named", "New text.")


def test_draft_that_was_published_and_changed_meanwhile_is_a_conflict(editor):
    project = ready_project(draft=True)
    data = open_form(editor, change_page(project)) | {"summary": "By the editor."}
    edited(project, published_at=timezone.now(), summary="By the publisher.")

    response = editor.post(change_page(project), data | {"_save": "1"})
    conflict = response.context["conflict"]
    choices = {f"_choice-{question.key}": "mine" for question in conflict.questions}
    editor.post(change_page(project), form_of(response) | choices | {"_save": "1"})

    assert [str(one.whose) for one in conflict.differences] == ["both"]
    assert open_form(editor, change_page(project))["summary"] == "By the editor."
    assert Project.objects.get().summary == "By the publisher."


def test_unsaved_draft_that_was_published_and_changed_meanwhile_is_a_conflict(editor):
    project = ready_project(draft=True)
    data = open_form(editor, change_page(project)) | {"summary": "By the editor."}
    kept = "7d9f9d9a-40a4-4d1c-9a8c-5a0f3a0f8f10"
    editor.post(entry_page(project, "autosave", kept), data)
    edited(project, published_at=timezone.now(), summary="By the publisher.")

    continued = open_form(editor, change_page(project) + f"?continue={kept}")
    response = editor.post(change_page(project), continued | LATER)

    assert [str(one.whose) for one in response.context["conflict"].differences] == ["both"]


def test_publication_date_is_not_saved_for_later(publisher):
    project = ProjectFactory(summary="Old text.")
    date = {"published_at_0": "31/12/2998", "published_at_1": "10:30"}

    response = save(publisher, project, LATER, summary="New text.", **date)
    data = form_of(response)
    save(publisher, project, LATER, summary="New text.")

    assert [error.partition(".")[0] for error in errors_of(response)["published_at"]] == [
        "The publication date cannot be saved for later"
    ]
    assert (data["summary"], data["published_at_0"]) == ("New text.", "31/12/2998")
    assert ProposedVersion.objects.get().state["entry"]["fields"]["summary"] == "New text."


def test_notes_are_cleaned_and_bounded_on_all_forms(editor):
    project = ready_project()
    longest = "x" * MAX_PROSE
    page = editor.get(change_page(project)).content.decode()

    save(editor, project, LATER, summary="New text.", _note=f" \r\n{longest}y")

    assert f'name="_note" rows="2" cols="40" maxlength="{MAX_PROSE}"' in page
    assert ProposedVersion.objects.get().note == longest
