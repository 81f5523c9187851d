"""Former addresses: they are kept for their entry, and no other entry gets them."""

import pytest

from catalogue.former_addresses import FormerAddress, free_slug, keep_old_address, redirect_addresses
from organisations.models import Organisation
from projects.models import Project
from tests.factories import GrantFactory, OrganisationFactory
from tests.forms import errors_of, open_form

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"


def test_former_address_is_kept_once():
    organisation = OrganisationFactory()

    for _ in range(2):
        keep_old_address(organisation, "before")

    assert list(FormerAddress.objects.values_list("kind", "slug", "entry_id")) == [
        ("organisations.organisation", "before", organisation.pk)
    ]


def test_grant_keeps_no_address():
    keep_old_address(GrantFactory(), "before")

    assert FormerAddress.objects.count() == 0


def test_addresses_of_an_entry_merged_into_another_lead_to_that(client):
    gone, kept = OrganisationFactory(slug="gone"), OrganisationFactory(slug="kept")
    keep_old_address(gone, "long-gone")

    redirect_addresses(gone, kept)
    gone.delete()

    assert [client.get(f"/organisations/{slug}/").url for slug in ("gone", "long-gone")] == [
        "/organisations/kept/",
        "/organisations/kept/",
    ]


def test_address_of_a_merged_draft_was_never_public_and_is_not_kept():
    redirect_addresses(OrganisationFactory(draft=True), OrganisationFactory())

    assert FormerAddress.objects.count() == 0


def test_generated_slug_gets_a_number_if_a_former_address_has_it():
    keep_old_address(OrganisationFactory(slug="now"), "alliance")
    keep_old_address(OrganisationFactory(slug="then"), "alliance-2")

    free = free_slug("alliance", Organisation.objects.all(), 120)

    assert free == "alliance-3"


def test_former_address_is_free_for_its_own_entry_for_other_kinds_and_when_the_entry_is_gone():
    organisation = OrganisationFactory()
    keep_old_address(organisation, "alliance")
    others = Organisation.objects.exclude(pk=organisation.pk)

    assert free_slug("alliance", others, 120) == "alliance"
    assert free_slug("alliance", Project.objects.all(), 120) == "alliance"
    organisation.delete()
    assert free_slug("alliance", Organisation.objects.all(), 120) == "alliance"


def test_former_address_typed_for_another_entry_is_refused(admin_client):
    keep_old_address(OrganisationFactory(name="Civic Alliance"), "ca")
    data = open_form(admin_client, ADD) | {"name": "Another", "slug": "ca"}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {
        "slug": [
            "“ca” was the address of “Civic Alliance” and redirects to it. Choose another one, or leave "
            "this empty to get a free one."
        ]
    }
