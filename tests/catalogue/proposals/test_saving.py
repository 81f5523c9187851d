"""What happens to proposed versions when their entries are deleted, merged, imported or changed in bulk."""

import os
import time

import pytest
from django.core.management import call_command

from catalogue.proposals.models import EarlierProposal, ProposedVersion
from catalogue.proposals.saving import OpenProposal, applied, proposal_of
from organisations.models import Organisation
from projects.exports import ProjectResource
from projects.models import Project
from tests.catalogue.imports.importing import check_file, faults
from tests.catalogue.pictures.making import photo, saved
from tests.catalogue.proposals.proposing import propose
from tests.factories import OrganisationFactory, ProjectFactory
from tests.pages import admin_page, entry_page, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(client):
    log_in(client, "Publisher")
    return client


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(folder):
    return sorted(path.name for path in folder.rglob("*.*"))


def make_old(folder):
    for path in folder.rglob("*.*"):
        os.utime(path, (time.time() - 100_000,) * 2)


def test_applied_leaves_the_entry_as_it_was():
    project = ProjectFactory(summary="Old text.")
    propose(project, summary="New text.")
    opened = OpenProposal(Project.objects.get(), proposal_of(project))

    with applied(opened):
        inside = Project.objects.get()

    stored = Project.objects.get()
    assert (inside.summary, inside.token) == ("New text.", opened.token)
    assert (stored.summary, stored.token) == ("Old text.", opened.entry.token)


def test_deleting_an_entry_deletes_its_proposed_version(publisher):
    project = ProjectFactory(name="Open doors")
    propose(project, summary="New text.")
    propose(project, summary="Newer text.")

    page = publisher.get(entry_page(project, "delete"))
    publisher.post(entry_page(project, "delete"), {"post": "yes"})

    assert "Proposed changes of “Open doors”" in text_of(page)
    assert (ProposedVersion.objects.count(), EarlierProposal.objects.count()) == (0, 0)


def merge_page(kept, gone):
    return entry_page(kept, "merge_with", gone.pk)


def merge_data(kept, gone):
    return {"kept_token": token_of(kept), "gone_token": token_of(gone)}


def token_of(organisation):
    return Organisation.objects.get(pk=organisation.pk).token


def test_organisation_with_a_proposed_version_is_not_merged_away(publisher):
    kept, gone = OrganisationFactory(), OrganisationFactory(name="Open doors")
    propose(gone, summary="New text.")

    response = publisher.post(merge_page(kept, gone), merge_data(kept, gone))

    reason = "“Open doors” has proposed changes that are waiting. Publish or discard them before you merge."
    assert reason in text_of(response)
    assert Organisation.objects.count() == 2


def test_proposed_version_of_the_kept_organisation_stays(publisher):
    kept, gone = OrganisationFactory(summary="Old text."), OrganisationFactory(name="Gone")
    propose(kept, summary="New text.")

    publisher.post(merge_page(kept, gone), merge_data(kept, gone))

    opened = OpenProposal(Organisation.objects.get(), proposal_of(kept))
    assert opened.state.entry.fields["summary"] == "New text."
    assert [part.fields["name"] for part in opened.state.rows["other_names"].values()] == ["Gone"]


def test_bulk_page_names_entries_with_proposed_versions(publisher):
    with_changes, without = ProjectFactory(name="Open doors"), ProjectFactory(name="Closed doors")
    propose(with_changes, summary="New text.")

    response = publisher.post(
        admin_page(Project, "changelist"),
        {"action": "withdraw", "_selected_action": [with_changes.pk, without.pk]},
    )

    assert "Open doors (proposed changes are waiting, and stay)" in text_of(response)
    assert text_of(response).count("(proposed changes are waiting, and stay)") == 1


def test_list_shows_and_filters_entries_with_proposed_versions(publisher):
    project = ProjectFactory(name="Open doors")
    ProjectFactory(name="Closed doors")
    propose(project, summary="New text.")

    page = publisher.get(admin_page(Project, "changelist"))
    filtered = publisher.get(admin_page(Project, "changelist"), {"publication": "proposed"})
    in_review = publisher.get(admin_page(Project, "changelist"), {"publication": "proposed-review"})

    assert text_of(page).count(", changes waiting") == 2  # the filter and the entry
    assert [one.name for one in filtered.context["cl"].result_list] == ["Open doors"]
    assert list(in_review.context["cl"].result_list) == []


def test_pictures_of_proposed_versions_are_kept(folder):
    propose(OrganisationFactory(), logo=saved(photo(), "JPEG"))
    make_old(folder)

    call_command("clean_pictures")
    kept = stored(folder)
    ProposedVersion.objects.all().delete()
    call_command("clean_pictures")

    assert len(kept) == 6
    assert stored(folder) == []


def test_import_warns_of_a_proposed_version():
    project = ProjectFactory(name="Open doors", slug="open-doors")
    propose(project, summary="New text.")

    run = check_file(ProjectResource, b"Slug,Name,Acronym\nopen-doors,Open doors,OD\n", "projects.csv")

    assert faults(run) == []
    assert [finding.message for finding in run.findings.all()] == [
        "“Open doors” has proposed changes that are waiting. They stay, and replace what you import in the "
        "same fields once they are published."
    ]
