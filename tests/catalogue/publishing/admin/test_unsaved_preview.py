"""The preview of a form shows what was entered, and nothing of it is saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from reversion.models import Version

from catalogue.proposals.saving import proposal_of
from organisations.models import Organisation
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.forms import form_of, open_form
from tests.staff import log_in

pytestmark = pytest.mark.django_db

PREVIEW = {"_preview": "Preview"}
ADD = "admin:organisations_organisation_add"


def form_address(entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


@pytest.mark.parametrize("factory", [OrganisationFactory, ProjectFactory, TrainingFactory])
@pytest.mark.parametrize("is_draft", [True, False])
def test_preview_shows_what_was_entered_and_saves_nothing(client, factory, is_draft):
    log_in(client, "Publisher")
    entry = factory(draft=is_draft)
    token, versions = entry.token, Version.objects.count()
    data = open_form(client, form_address(entry))

    response = client.post(form_address(entry), {**data, "name": "Entered, not saved", **PREVIEW})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Preview of unsaved changes" in page
    assert "Entered, not saved" in page
    assert "no-store" in response["Cache-Control"]
    entry.refresh_from_db()
    assert (entry.name, entry.token) != ("Entered, not saved", token)
    assert (entry.token, Version.objects.count()) == (token, versions)


def test_preview_of_a_grant_is_the_page_of_its_recipient(client):
    log_in(client, "Publisher")
    grant = GrantFactory(draft=True, recipient=OrganisationFactory(name="Recipient of it"))
    data = open_form(client, form_address(grant))

    response = client.post(form_address(grant), {**data, "call": "Call that was entered", **PREVIEW})

    assert "Recipient of it" in response.content.decode()
    assert "Call that was entered" in response.content.decode()


def test_preview_of_a_new_entry_adds_none(client):
    log_in(client, "Editor")
    data = open_form(client, reverse(ADD))

    response = client.post(reverse(ADD), {**data, "name": "New network", "summary": "A", **PREVIEW})

    assert "New network" in response.content.decode()
    assert Organisation.objects.count() == 0
    assert (
        "New network"
        not in client.get(reverse("admin:organisations_organisation_changelist")).content.decode()
    )


def test_errors_are_shown_instead_of_a_preview(client):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True)
    data = open_form(client, form_address(entry))

    response = client.post(form_address(entry), {**data, "name": "", "website": "no address", **PREVIEW})

    page = response.content.decode()
    assert response.status_code == 200
    assert "<strong>Name:</strong>" in page
    assert "<strong>Website:</strong>" in page


def test_preview_after_a_change_by_somebody_else_explains_the_conflict(client):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True)
    data = open_form(client, form_address(entry))
    entry.summary = "By somebody else"
    entry.save()

    response = client.post(form_address(entry), {**data, **PREVIEW})

    assert response.status_code == 200
    assert "was changed while you were editing" in response.content.decode()


@pytest.mark.parametrize(("group", "status"), [("Editor", 200), ("Analyst", 403)])
def test_only_who_may_save_or_propose_gets_a_preview(client, group, status):
    entry = OrganisationFactory()  # published: editors propose changes
    log_in(client, "Publisher")
    data = open_form(client, form_address(entry))
    log_in(client, group)

    response = client.post(form_address(entry), {**data, "name": "Entered, not saved", **PREVIEW})

    assert response.status_code == status
    assert ("Preview of unsaved changes" in response.content.decode()) == (status == 200)
    assert proposal_of(entry) is None
    assert type(entry).objects.get(pk=entry.pk).name == entry.name


def test_file_is_refused_as_storage_cannot_roll_back(client):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True)
    data = open_form(client, form_address(entry)) | {"logo": SimpleUploadedFile("logo.png", b"x")}

    assert client.post(form_address(entry), {**data, **PREVIEW}).status_code == 400


def test_unsaved_changes_stay_kept_and_the_form_as_it_was(client):
    log_in(client, "Publisher")
    entry = OrganisationFactory(draft=True)
    page = client.get(form_address(entry))
    key, data = page.context["autosave"].key, form_of(page)
    client.post(page.context["autosave"].address, data)

    client.post(form_address(entry), {**data, "_autosave": str(key), **PREVIEW})

    assert "You have unsaved changes" in client.get(form_address(entry)).content.decode()


def test_preview_may_be_shown_beside_its_form_and_no_other_page_may(client):
    log_in(client, "Publisher")
    address = form_address(ProjectFactory())
    data = open_form(client, address)

    form, preview, home = client.get(address), client.post(address, data | PREVIEW), client.get("/")

    pages = [(page["X-Frame-Options"], page["Content-Security-Policy"]) for page in (form, preview, home)]
    assert [option for option, _policy in pages] == ["DENY", "SAMEORIGIN", "DENY"]
    assert ["frame-ancestors 'self'" in policy for _option, policy in pages] == [False, True, False]
    assert ["frame-src 'self'" in policy for _option, policy in pages] == [True, False, False]
