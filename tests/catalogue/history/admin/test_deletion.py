"""Deleting entries in the back office, what prevents it, and restoring them."""

import pytest
from django.db.models.signals import pre_delete
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.former_addresses import FormerAddress
from catalogue.history.admin import deletion
from catalogue.history.recording import recorded
from catalogue.history.versions import versions_of
from organisations.models import Country, Grant, Organisation
from projects.models import Project
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    SpeakerFactory,
    uid_of,
)
from tests.pages import entry_page, messages_of

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/organisation/"
DELETED = f"{LIST}deleted/"


def delete(client, entry):
    return client.post(entry_page(entry, "delete"), {"post": "yes"}, follow=True)


def deleted(entry) -> str:
    """Return the address of the page of a deleted entry."""
    return f"{DELETED}{versions_of(type(entry), entry.pk)[0].pk}/"


def choose(client, *entries, **data):
    keys = [entry.pk for entry in entries]
    return client.post(LIST, {"action": "delete_selected", "_selected_action": keys, **data}, follow=True)


def test_deletion_is_recorded_and_links_to_its_restoring(admin_client, admin_user):
    organisation = OrganisationFactory(name="Civic League")

    response = delete(admin_client, organisation)

    revision = versions_of(Organisation, organisation.pk)[0].revision
    assert (revision.user, revision.comment) == (admin_user, "Deleted")
    assert messages_of(response)[1] == "You can restore it from “Deleted” above the list."


def test_page_before_deleting_names_what_goes_along_and_proposes_to_withdraw(admin_client):
    organisation = GoalFactory(text="Teach").organisation

    response = admin_client.get(entry_page(organisation, "delete"))

    assertContains(response, "Goal: Teach")
    assertContains(response, "withdraw it")
    assertContains(response, "can restore")


def test_page_before_deleting_a_draft_proposes_nothing_of_public_pages(admin_client):
    organisation = OrganisationFactory(draft=True)

    response = admin_client.get(entry_page(organisation, "delete"))

    assertContains(response, "can restore")
    assertNotContains(response, "public pages")


def test_organisation_that_others_refer_to_is_not_deleted_and_each_is_named(admin_client):
    organisation = OrganisationFactory(name="Civic League")
    grant = GrantFactory(recipient=organisation)
    project = PartnerFactory(organisation=organisation, project__name="Open doors").project
    training = SpeakerFactory(organisation=organisation, training__name="School of peace").training

    response = admin_client.post(entry_page(organisation, "delete"), {"post": "yes"})

    assert Organisation.objects.count() == 1
    assert sorted(response.context["protected"]) == [
        f'Grant: <a href="{entry_page(grant, "change")}">Core grant to Civic League</a>',
        f'Project: <a href="{entry_page(project, "change")}">Open doors</a> (partner)',
        f'Training: <a href="{entry_page(training, "change")}">School of peace</a> (speaker)',
    ]
    assertContains(response, "cannot be deleted, because other entries refer to it")
    assertContains(response, "withdraw it")


def test_no_more_are_named_than_fit_a_page(admin_client, monkeypatch):
    monkeypatch.setattr(deletion, "MAX_NAMED", 2)
    organisation = OrganisationFactory()
    for _number in range(3):
        GrantFactory(recipient=organisation)

    response = admin_client.get(entry_page(organisation, "delete"))

    assert response.context["protected"][2:] == ["and 1 more"]


@pytest.mark.parametrize("count", [1, 3])
def test_names_take_a_fixed_number_of_queries(admin_client, django_assert_num_queries, count):
    organisation = OrganisationFactory()
    for _number in range(count):
        PartnerFactory(organisation=organisation)

    with django_assert_num_queries(24):
        admin_client.get(entry_page(organisation, "delete"))


def test_names_on_the_page_are_escaped(admin_client):
    organisation = OrganisationFactory()
    PartnerFactory(organisation=organisation, project__name="<b>Open")

    response = admin_client.get(entry_page(organisation, "delete"))

    assertContains(response, "&lt;b&gt;Open")
    assertNotContains(response, "<b>Open")


def test_chosen_entries_are_deleted_and_recorded(admin_client, admin_user):
    entries = [OrganisationFactory(), OrganisationFactory()]

    page_before = choose(admin_client, *entries)
    choose(admin_client, *entries, post="yes")

    assert page_before.context["title"] == "Delete multiple objects"
    assert Organisation.objects.count() == 0
    for entry in entries:
        revision = versions_of(Organisation, entry.pk)[0].revision
        assert (revision.user, revision.comment) == (admin_user, "Deleted from the list")


def test_chosen_entries_stay_if_others_refer_to_one(admin_client):
    entries = [OrganisationFactory(), PartnerFactory(project__name="Open doors").organisation]

    response = choose(admin_client, *entries, post="yes")

    assert Organisation.objects.count() == 2
    assertContains(response, "Nothing was deleted")
    assertContains(response, "Open doors")


def test_too_many_at_once_are_refused(admin_client, monkeypatch):
    monkeypatch.setattr(deletion, "MAX_AT_ONCE", 1)

    response = choose(admin_client, OrganisationFactory(), OrganisationFactory(), post="yes")

    assert messages_of(response) == ["You can delete at most 1 entries at once. Select fewer."]
    assert Organisation.objects.count() == 2


def test_list_leads_to_the_deleted_ones(admin_client):
    response = admin_client.get(LIST)

    assert ("Deleted", DELETED) in [(tool.label, tool.address) for tool in response.context["list_tools"]]


def test_deleted_entries_are_listed_with_who_and_when(admin_client, admin_user):
    OrganisationFactory()
    organisation = OrganisationFactory(name="Civic League")
    delete(admin_client, organisation)

    response = admin_client.get(DELETED)

    (version,) = response.context["page"].object_list
    assert (version.object_repr, version.revision.user) == ("Civic League", admin_user)
    assertContains(response, deleted(organisation))


def test_list_of_deleted_ones_may_be_empty(admin_client):
    assertContains(admin_client.get(DELETED), "No organisations have been deleted.")


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_deleted_ones_takes_the_same_queries_for_any_number(
    admin_client, django_assert_num_queries, count
):
    for _number in range(count):
        delete(admin_client, OrganisationFactory())

    with django_assert_num_queries(4):
        admin_client.get(DELETED)


def test_page_of_a_deleted_entry_shows_what_it_held(admin_client):
    organisation = GoalFactory(text="Teach", organisation__summary="For peace").organisation
    delete(admin_client, organisation)

    response = admin_client.get(deleted(organisation))

    assertContains(response, "For peace")
    assert [(label, [title for title, _fields in rows]) for label, rows in response.context["groups"]] == [
        ("Goals", ["Teach"])
    ]


def test_entry_is_restored_as_a_draft_with_rows_links_and_history(admin_client, admin_user):
    group = BeneficiaryGroupFactory()
    organisation = OrganisationFactory(summary="For peace", country=CountryFactory(), author=admin_user)
    goal = GoalFactory(organisation=organisation)
    organisation.beneficiary_groups.add(group)
    delete(admin_client, organisation)

    response = admin_client.post(deleted(organisation), follow=True)

    back = Organisation.objects.get()
    assert (back.pk, back.slug, back.summary, back.country) == (
        organisation.pk,
        organisation.slug,
        "For peace",
        organisation.country,
    )
    assert (back.published_at, back.stage, back.author) == (None, "", admin_user)
    assert abs((back.created_at - organisation.created_at).total_seconds()) < 0.01
    assert [row.pk for row in back.goals.all()] == [goal.pk]
    assert list(back.beneficiary_groups.all()) == [group]
    comments = [version.revision.comment for version in versions_of(Organisation, back.pk)]
    assert comments[:2] == ["Restored after deletion", "Deleted"]
    assert messages_of(response) == [f"“{back}” was restored as a draft."]
    assert back.token == versions_of(Organisation, back.pk)[0].serialized_data.split('"token": "')[1][:32]


def test_restored_entry_whose_slug_is_in_use_gets_a_free_one(admin_client):
    organisation = OrganisationFactory(slug="civic-league")
    delete(admin_client, organisation)
    OrganisationFactory(slug="civic-league", uid=uid_of("another"))

    response = admin_client.post(deleted(organisation), follow=True)

    assert Organisation.objects.get(pk=organisation.pk).slug == "civic-league-2"
    assert "Its address is now in use, so it was given a new one: civic-league-2." in messages_of(response)[0]


@pytest.mark.parametrize(("is_draft", "kept"), [(False, ["civic-league"]), (True, [])])
def test_address_that_was_public_is_kept_for_the_entry_that_comes_back(admin_client, is_draft, kept):
    organisation = OrganisationFactory(slug="civic-league", draft=is_draft)
    delete(admin_client, organisation)

    admin_client.post(deleted(organisation))

    assert [former.slug for former in FormerAddress.objects.filter(entry_id=organisation.pk)] == kept


def test_entry_that_comes_back_has_its_identifier(admin_client):
    organisation = OrganisationFactory()
    delete(admin_client, organisation)

    admin_client.post(deleted(organisation))

    assert Organisation.objects.get().uid == organisation.uid


def test_project_of_a_deleted_partner_is_not_restored_in_part(admin_client):
    partner = PartnerFactory(organisation__name="Civic League")
    project = partner.project
    delete(admin_client, project)
    delete(admin_client, partner.organisation)
    address = f"/admin/projects/project/deleted/{versions_of(Project, project.pk)[0].pk}/"

    response = admin_client.post(address)

    assert "the organisation “Civic League” no longer exists. Restore it first." in messages_of(response)[-1]
    assert Project.objects.count() == 0


def test_entry_that_was_already_restored_is_reported(admin_client):
    organisation = OrganisationFactory()
    delete(admin_client, organisation)
    address = deleted(organisation)
    admin_client.post(address)

    response = admin_client.post(address, follow=True)

    assert messages_of(response)[-1] == "This entry has already been restored."
    assert Organisation.objects.count() == 1


def test_older_version_of_a_deleted_entry_leads_to_its_last(admin_client):
    organisation = OrganisationFactory(summary="Old")
    with recorded(None, "Edited"):
        organisation.summary = "New"
        organisation.save()
    delete(admin_client, organisation)
    oldest = versions_of(Organisation, organisation.pk).last()

    admin_client.post(f"{DELETED}{oldest.pk}/")

    assert Organisation.objects.get().summary == "New"


def test_what_was_deleted_past_the_record_is_listed_too(admin_client):
    organisation = OrganisationFactory()
    with recorded(None, "Edited"):
        organisation.save()
    organisation.delete()

    (version,) = admin_client.get(DELETED).context["page"].object_list
    assert version.revision.comment == "Edited"


@pytest.fixture
def late_grant():
    """While an organisation is being deleted, somebody else adds a grant to it."""

    def add(instance, **kwargs):
        Grant.objects.bulk_create([Grant(slug="late", line="core", recipient_id=instance.pk)])

    pre_delete.connect(add, sender=Organisation)
    yield
    pre_delete.disconnect(add, sender=Organisation)


@pytest.mark.django_db(transaction=True)
def test_reference_made_at_the_last_moment_keeps_the_entry(admin_client, late_grant):
    organisation = OrganisationFactory()

    one = delete(admin_client, organisation)
    chosen = choose(admin_client, organisation, post="yes")

    for response in (one, chosen):
        assert "another entry now refers to this one" in messages_of(response)[-1]
    assert Organisation.objects.count() == 1
    assert not versions_of(Organisation, organisation.pk)


def test_deleting_and_bringing_back_take_their_permissions(client_with):
    with recorded(None, "Deleted"):
        organisation = OrganisationFactory()
        organisation_key = organisation.pk
        organisation.delete()
    kept = OrganisationFactory()
    address = f"{DELETED}{versions_of(Organisation, organisation_key)[0].pk}/"
    client = client_with("view_organisation", "change_organisation")

    assert client.get(address).context["can_undelete"] is False
    assert client.post(address).status_code == 403
    assert client.post(entry_page(kept, "delete"), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(LIST).context["action_form"].fields["action"].choices
    assert list(Organisation.objects.all()) == [kept]


@pytest.mark.parametrize("which", ["list", "page"])
def test_deleted_ones_are_shown_only_to_who_may_see_the_kind(client_with, which):
    with recorded(None, "Deleted"):
        organisation = OrganisationFactory()
        key = organisation.pk
        organisation.delete()
    address = DELETED if which == "list" else f"{DELETED}{versions_of(Organisation, key)[0].pk}/"

    assert client_with("view_project").get(address).status_code == 403


def test_row_that_a_list_needs_is_still_named_as_before(admin_client):
    country = CountryFactory(name="Albania")
    OrganisationFactory(country=country, name="Civic League")

    response = admin_client.get(reverse("admin:organisations_country_delete", args=[country.pk]))

    assertContains(response, "Civic League")
    assert Country.objects.count() == 1
