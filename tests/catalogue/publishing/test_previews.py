"""Previews: the public page as it would be, for staff and by links that expire and can be withdrawn."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.signing import Signer
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Revision, Version

from catalogue.history.recording import recorded
from catalogue.proposals.saving import OpenProposal, discard, proposal_of
from catalogue.publishing.models import LINK_LIFETIME, PreviewLink
from catalogue.publishing.previews import SALT, create_link, link_address
from catalogue.publishing.status import save_status, withdraw
from organisations.models import Organisation
from tests.catalogue.proposals.proposing import propose
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TrainingFactory,
)
from tests.pages import entry_page, text_of
from tests.staff import person_of, person_with

pytestmark = pytest.mark.django_db

FACTORIES = [OrganisationFactory, ProjectFactory, TrainingFactory]


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture(autouse=True)
def staff(client):
    client.force_login(person_of("Analyst"))


def preview(entry):
    return entry_page(entry, "preview")


def links_page(entry):
    return entry_page(entry, "preview_links")


def preview_link(entry):
    return link_address(create_link(entry, None), entry)


def cache_rules(response):
    return set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.parametrize("stage", ["", "review", "withdrawn"])
def test_staff_see_the_page_as_it_would_be(client, factory, stage):
    entry = factory(draft=True, stage=stage, name="Open doors", summary="Doors for all.")

    response = client.get(preview(entry))

    assert response.status_code == 200
    assert "Doors for all." in text_of(response)
    assert "This page is not public" in text_of(response)
    assert f'href="{links_page(entry)}"' in response.content.decode()


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
    assert_ended(expired)
    create_link(entry, None)
    assert PreviewLink.objects.count() == 1


def assert_ended(response):
    """The page that states it names neither the entry nor the reason."""
    assert response.status_code == 410
    assert "This link no longer works" in text_of(response)
    assert "Ask the person who sent it to you for a new one." in text_of(response)
    assert "Open doors" not in response.content.decode()
    assert cache_rules(response) == {"private", "no-store"}


@pytest.mark.parametrize(
    "sign",
    [
        lambda key: "nonsense",
        lambda key: "a:b:c",
        lambda key: key,
        lambda key: Signer(salt="another").sign(key),
        lambda key: Signer(salt=SALT).sign("no key"),
        lambda key: Signer(salt=SALT).sign(key).upper(),
    ],
)
def test_link_that_we_did_not_make_is_refused(visitor, sign):
    key = create_link(OrganisationFactory(draft=True), None).pk.hex

    response = visitor.get(f"/preview/{sign(key)}/")

    assert response.status_code == 404
    assert "Check that you copied the whole link" in text_of(response)


@pytest.mark.parametrize("delete", [Organisation.delete, lambda entry: Organisation.objects.all().delete()])
def test_link_ends_when_its_entry_is_deleted_and_stays_so_when_it_is_restored(visitor, delete):
    entry = OrganisationFactory(draft=True, name="Open doors")
    address, key = preview_link(entry), entry.pk

    delete(entry)
    gone = visitor.get(address)
    OrganisationFactory(pk=key, draft=True, name="Open doors")

    assert_ended(gone)
    assert_ended(visitor.get(address))


def test_links_end_when_their_entry_is_withdrawn(visitor):
    entry, other = OrganisationFactory(name="Open doors"), OrganisationFactory(draft=True)
    address, another = preview_link(entry), preview_link(other)

    withdraw(entry)
    save_status(entry)

    assert_ended(visitor.get(address))
    assert visitor.get(another).status_code == 200


def test_links_end_when_many_entries_are_withdrawn(admin_client, visitor):
    entry = OrganisationFactory(name="Open doors")
    address = preview_link(entry)

    data = {"keys": str(entry.pk), "confirmed": "", "answered": ""}
    admin_client.post(reverse("admin:organisations_organisation_bulk", args=["withdraw"]), data)

    assert Organisation.objects.get().stage == "withdrawn"
    assert_ended(visitor.get(address))


@pytest.mark.parametrize("factory", [*FACTORIES, GrantFactory])
def test_staff_create_links_see_until_when_they_work_and_withdraw_them(client, visitor, factory):
    client.force_login(person_of("Publisher", name="vesna"))
    entry, other = factory(draft=True), OrganisationFactory(draft=True)
    another = preview_link(other)
    page = links_page(entry)
    assert "There are no active preview links." in text_of(client.get(page))

    for _ in range(2):
        assert client.post(page, {"create": ""}).url == page
    response = client.get(page)
    links = [(link.created_by.username, address) for link, address in response.context["links"]]
    assert [name for name, _address in links] == ["vesna", "vesna"]
    assert [visitor.get(address).status_code for _name, address in links] == [200, 200]
    assert {"private", "no-store"} <= cache_rules(response)
    withdrawn = client.post(page, {"withdraw": ""}, follow=True)

    assert "2 preview links were withdrawn." in text_of(withdrawn)
    assert [visitor.get(address).status_code for _name, address in links] == [410, 410]
    assert visitor.get(another).status_code == 200


def test_links_are_in_the_history_and_change_nothing_of_the_entry(client):
    person = person_of("Publisher")
    client.force_login(person)
    with recorded(None, "Added"):
        entry = OrganisationFactory(draft=True)
    token = Organisation.objects.get().token

    client.post(links_page(entry), {"create": ""})
    client.post(links_page(entry), {"withdraw": ""})
    client.post(links_page(entry), {"withdraw": ""})

    found = Revision.objects.order_by("pk").values_list("comment", "user")
    assert list(found) == [
        ("Added", None),
        ("Preview link created", person.pk),
        ("Preview links withdrawn", person.pk),
    ]
    assert Version.objects.get_for_object(entry).count() == 3
    assert Organisation.objects.get().token == token
    assert LogEntry.objects.count() == 0


def test_who_may_only_view_an_entry_creates_and_withdraws_no_links(client):
    entry = OrganisationFactory(draft=True)
    create_link(entry, None)

    assert client.post(links_page(entry), {"create": ""}).status_code == 403
    page = client.get(links_page(entry)).content.decode()
    assert client.post(links_page(entry), {"withdraw": ""}).status_code == 403

    assert ('name="create"' in page, 'name="withdraw"' in page) == (False, False)
    assert PreviewLink.objects.count() == 1


def test_links_are_for_who_may_view_the_entry(client, visitor):
    entry = OrganisationFactory(draft=True)
    client.force_login(person_with("change_project"))

    for data in ({"create": ""}, {"withdraw": ""}):
        assert client.post(links_page(entry), data).status_code == 403
        assert visitor.post(links_page(entry), data).url.startswith("/admin/login/")
    assert client.get(links_page(entry)).status_code == 403
    assert client.get(links_page(entry).replace(str(entry.pk), "0")).status_code == 404
    assert PreviewLink.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_links_takes_a_fixed_number_of_queries(client, django_assert_num_queries, count):
    entry = OrganisationFactory(draft=True)
    person = person_with("view_organisation")
    for _ in range(count):
        create_link(entry, person)
    client.get(links_page(entry))

    with django_assert_num_queries(6):
        client.get(links_page(entry))


def test_link_to_what_is_public_by_now_leads_to_its_page(visitor):
    entry = OrganisationFactory()

    assert visitor.get(preview_link(entry)).url == entry.get_absolute_url()


def test_form_leads_to_the_preview_of_what_is_not_public(client):
    draft, public = OrganisationFactory(draft=True), OrganisationFactory()

    def tools(entry):
        page = client.get(reverse("admin:organisations_organisation_change", args=[entry.pk]))
        return [(tool.label, tool.address) for tool in page.context["entry_tools"]]

    assert tools(draft)[-2:] == [("Preview", preview(draft)), ("Preview links", links_page(draft))]
    assert {"Preview", "Preview links"} & dict(tools(public)).keys() == set()


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


def proposal_link(entry):
    return link_address(create_link(entry, None, is_proposed=True), entry)


@pytest.mark.parametrize("factory", FACTORIES)
def test_link_to_a_proposed_version_shows_it_and_changes_nothing(visitor, factory):
    entry = factory(summary="Old text.")
    propose(entry, summary="New text.", slug="new-address")

    response = visitor.get(proposal_link(entry))

    assert response.status_code == 200
    assert "New text." in text_of(response)
    assert "Preview of proposed changes." in text_of(response)
    assert {"private", "no-store"} <= cache_rules(response)
    assert "New text." not in text_of(visitor.get(entry.get_absolute_url()))
    assert type(entry).objects.get().token == entry.token


def test_link_to_the_entry_does_not_show_its_proposed_version(visitor):
    entry = ProjectFactory(summary="Old text.")
    propose(entry, summary="New text.")

    response = visitor.get(preview_link(entry), follow=True)

    assert "Old text." in text_of(response)
    assert "New text." not in text_of(response)


def test_link_to_a_proposed_version_ends_with_it(visitor):
    entry = ProjectFactory()
    propose(entry, summary="New text.")
    address = proposal_link(entry)
    with transaction.atomic():
        discard(OpenProposal(entry, proposal_of(entry)), None)
    propose(entry, summary="Newer text.")

    response = visitor.get(address)

    assert response.status_code == 410
    assert "Newer text." not in text_of(response)


def test_staff_see_the_preview_of_a_proposed_version(client):
    entry = ProjectFactory()
    propose(entry, summary="New text.")

    response = client.get(entry_page(entry, "proposal_preview"))

    assert "New text." in text_of(response)


def test_editor_creates_and_withdraws_links_to_a_proposed_version(visitor):
    client = Client()
    client.force_login(person_of("Editor"))
    entry = ProjectFactory()
    propose(entry, summary="New text.")
    page = entry_page(entry, "proposal_links")
    client.post(page, {"create": "1"})
    ((_link, address),) = client.get(page).context["links"]
    assert visitor.get(address).status_code == 200

    client.post(page, {"withdraw": "1"})

    assert visitor.get(address).status_code == 410


def test_analyst_creates_no_link_to_a_proposed_version(client):
    entry = ProjectFactory()
    propose(entry, summary="New text.")

    response = client.post(entry_page(entry, "proposal_links"), {"create": "1"})

    assert response.status_code == 403
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("name", ["proposal_preview", "proposal_links"])
def test_entry_without_a_proposed_version_has_no_preview_of_one(client, name):
    assert client.get(entry_page(ProjectFactory(), name)).status_code == 404
