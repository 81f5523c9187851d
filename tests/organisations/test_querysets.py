"""What the public may see of organisations and grants. Each test first makes what could leak."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from organisations.models import Grant, Organisation
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TestimonialFactory,
    TrainingFactory,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_public_sees_published_organisations_alone():
    public = OrganisationFactory()
    OrganisationFactory(draft=True)
    OrganisationFactory(published_at=timezone.now() + timedelta(hours=1))

    assert list(Organisation.objects.for_public()) == [public]


def test_scheduled_organisation_goes_public_by_itself():
    organisation = OrganisationFactory(published_at=timezone.now() + timedelta(hours=1))

    assert list(Organisation.objects.published(at=timezone.now() + timedelta(hours=2))) == [organisation]


@pytest.mark.parametrize("hidden", [{"draft": True}, {"recipient__draft": True}])
def test_grant_is_hidden_when_it_or_its_recipient_is_a_draft(hidden):
    GrantFactory(**hidden)

    assert list(Grant.objects.for_public()) == []


def test_page_of_a_draft_is_not_found(client):
    organisation = OrganisationFactory(draft=True)

    assert client.get(organisation.get_absolute_url()).status_code == 404


@pytest.mark.attack
def test_pages_do_not_leak_drafts(client):
    organisation = OrganisationFactory()
    GrantFactory(recipient=organisation, draft=True, call="Secret call")
    PartnerFactory(organisation=organisation, project__name="Secret project", project__draft=True)
    SpeakerFactory(organisation=organisation, training__name="Secret training", training__draft=True)
    TestimonialFactory(organisation=organisation, training=TrainingFactory(name="Secret event", draft=True))
    ProjectFactory(grant=GrantFactory(recipient=organisation), name="Secret plan", draft=True)
    OrganisationFactory(name="Secret organisation", draft=True)

    pages = [
        client.get(address)
        for address in (organisation.get_absolute_url(), "/organisations/", "/grants/", "/")
    ]

    assert [text_of(page).count("Secret") for page in pages] == [0, 0, 0, 0]


@pytest.mark.attack
def test_pages_do_not_leak_staff_notes(client):
    organisation = OrganisationFactory(staff_note="Between us")
    GrantFactory(recipient=organisation, staff_note="Between us")

    pages = [
        client.get(address) for address in (organisation.get_absolute_url(), "/organisations/", "/grants/")
    ]

    assert [page.content.count(b"Between us") for page in pages] == [0, 0, 0]


def test_counts_leave_drafts_out(client):
    OrganisationFactory()
    OrganisationFactory(draft=True)

    page = client.get("/organisations/")

    assert "1 organisation" in text_of(page)
    assert page.context["page_obj"].paginator.count == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plan")
def test_organisations_that_run_the_programme_are_found_by_their_index():
    OrganisationFactory.create_batch(100)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # by which SQLite knows that nearly all have the same role: none

    plan = Organisation.objects.for_public().running_the_programme().order_by("pk").explain()

    assert "USING COVERING INDEX organisation_by_role" in plan
    assert "SCAN" not in plan
