"""Previews: the public page as it would be, for staff and through a signed link that expires."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.publishing import previews
from catalogue.publishing.previews import LINK_LIFETIME, preview_link
from organisations.models import Organisation
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TrainingFactory,
)
from tests.pages import entry_page, text_of
from tests.staff import person_of

pytestmark = pytest.mark.django_db

FAR_FUTURE = 32_503_680_000  # the year 3000
FACTORIES = [OrganisationFactory, ProjectFactory, TrainingFactory]


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture(autouse=True)
def staff(client):
    client.force_login(person_of("Analyst"))


def preview(entry):
    return entry_page(entry, "preview")


def cache_rules(response):
    return set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.parametrize("stage", ["", "review", "withdrawn"])
def test_staff_see_the_page_as_it_would_be_with_a_link_to_pass_on(client, factory, stage):
    entry = factory(draft=True, stage=stage, name="Open doors", summary="Doors for all.")

    response = client.get(preview(entry))

    assert response.status_code == 200
    assert "Doors for all." in text_of(response)
    assert "This page is not public" in text_of(response)
    assert f'value="http://testserver{preview_link(entry)[:40]}' in response.content.decode()


@pytest.mark.parametrize("factory", FACTORIES)
def test_link_shows_the_page_to_somebody_without_an_account(visitor, factory):
    entry = factory(draft=True, name="Open doors", summary="Doors for all.")

    response = visitor.get(preview_link(entry))

    assert response.status_code == 200
    assert "Doors for all." in text_of(response)
    assert "Your link works until" in text_of(response)


@pytest.mark.parametrize("make", [lambda: Client().get(preview_link(ProjectFactory(draft=True))), None])
def test_preview_is_kept_out_of_search_engines_and_caches(client, make):
    response = make() if make else client.get(preview(ProjectFactory(draft=True)))

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert {"private", "no-store"} <= cache_rules(response)
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert "application/ld+json" not in response.content.decode()


def test_preview_publishes_nothing(client, visitor):
    entry = OrganisationFactory(draft=True, stage="review")

    client.get(preview(entry))
    visitor.get(preview_link(entry))

    stored = Organisation.objects.get()
    assert (stored.published_at, stored.stage, stored.token) == (None, "review", entry.token)
    assert visitor.get(entry.get_absolute_url()).status_code == 404


def test_preview_shows_what_hangs_on_the_entry_but_no_other_draft(visitor):
    project = ProjectFactory(draft=True)
    PartnerFactory(project=project, organisation__name="Seen partner")
    PartnerFactory(project=project, organisation__name="Hidden partner", organisation__draft=True)

    page = text_of(visitor.get(preview_link(project)))

    assert "Seen partner" in page
    assert "Hidden partner" not in page


def test_preview_of_an_organisation_shows_its_grants_and_hides_draft_trainings(visitor):
    organisation = OrganisationFactory(draft=True)
    GrantFactory(recipient=organisation, line="media")
    SpeakerFactory(organisation=organisation, name="Seen speaker", training__name="Seen training")
    SpeakerFactory(organisation=organisation, training__name="Hidden training", training__draft=True)

    page = text_of(visitor.get(preview_link(organisation)))

    assert "Media grant" in page
    assert "Seen training" in page
    assert "Hidden training" not in page


def test_preview_of_a_grant_is_its_place_on_the_page_of_its_recipient(client, visitor):
    grant = GrantFactory(draft=True, line="media", recipient__name="Civic Alliance", slug="media-ca")

    assert "Media grant" in text_of(client.get(preview(grant)))
    assert "Media grant" in text_of(visitor.get(preview_link(grant)))
    assert preview_link(grant).endswith("#grant-media-ca")
    assert "Media grant" not in text_of(visitor.get(grant.recipient.get_absolute_url()))


def test_grant_to_a_draft_has_no_page_to_preview(client, visitor):
    grant = GrantFactory(draft=True, recipient__draft=True)

    for response in (client.get(preview(grant)), visitor.get(preview_link(grant))):
        assert response.status_code == 404
        assert "A grant is shown on the page of its recipient" in text_of(response)
        assert {"private", "no-store"} <= cache_rules(response)


def test_link_holds_for_seven_days(visitor, monkeypatch):
    entry = OrganisationFactory(draft=True)
    address = preview_link(entry)
    now = timezone.now()

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + LINK_LIFETIME - timedelta(minutes=1))
    assert visitor.get(address).status_code == 200
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + LINK_LIFETIME + timedelta(minutes=1))
    expired = visitor.get(address)

    assert timedelta(days=7) == LINK_LIFETIME
    assert expired.status_code == 410
    assert "Ask the person who sent it to you for a new one." in text_of(expired)
    assert cache_rules(expired) == {"private", "no-store"}


@pytest.mark.parametrize(
    "sign",
    [
        lambda: "nonsense",
        lambda: "a:b:c",
        lambda: Signer(salt="another").sign_object(["organisations.organisation", 1, FAR_FUTURE]),
        lambda: previews.signer.sign_object(["auth.user", 1, FAR_FUTURE]),
        lambda: previews.signer.sign_object(["nowhere.nothing", 1, FAR_FUTURE]),
        lambda: previews.signer.sign_object(["organisations.organisation", 1]),
        lambda: previews.signer.sign_object("short"),
    ],
)
def test_link_that_we_did_not_make_is_refused(visitor, sign):
    response = visitor.get(f"/preview/{sign()}/")

    assert response.status_code == 404
    assert "Check that you copied the whole link" in text_of(response)


def test_link_to_an_entry_that_is_gone_says_so(visitor):
    entry = OrganisationFactory(draft=True)
    address = preview_link(entry)
    entry.delete()

    response = visitor.get(address)

    assert response.status_code == 410
    assert "It was deleted after the link was created." in text_of(response)


def test_link_to_what_is_public_by_now_leads_to_its_page(visitor):
    entry = OrganisationFactory()

    assert visitor.get(preview_link(entry)).url == entry.get_absolute_url()


def test_form_leads_to_the_preview_of_what_is_not_public(client):
    draft, public = OrganisationFactory(draft=True), OrganisationFactory()

    def tools(entry):
        page = client.get(reverse("admin:organisations_organisation_change", args=[entry.pk]))
        return [(tool.label, tool.address) for tool in page.context["entry_tools"]]

    assert ("Preview", preview(draft)) in tools(draft)
    assert "Preview" not in dict(tools(public))


def test_visitor_and_staff_without_permission_see_no_preview(visitor, client, django_user_model):
    draft = OrganisationFactory(draft=True)
    client.force_login(django_user_model.objects.create_user("ana", is_staff=True))

    assert visitor.get(preview(draft)).status_code == 302
    assert client.get(preview(draft)).status_code == 403


def test_preview_of_nothing_is_not_found(client):
    assert client.get("/admin/organisations/organisation/7/preview/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_preview_is_only_looked_at(client, admin_user, method):
    client.force_login(admin_user)
    draft = OrganisationFactory(draft=True)

    assert getattr(client, method)(preview(draft)).status_code == 405
    assert client.head(preview(draft)).status_code == 200
