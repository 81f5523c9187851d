"""The panel on the first page of the back office: what published grants lack for the standard formats."""

from datetime import date

import pytest

from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory
from tests.pages import text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db

KNOWN = {"amount": 1, "currency": "EUR", "awarded_on": date(2020, 1, 1), "starts_on": date(2020, 1, 1)}


def make_grants():
    """Make a complete grant, and some of which each lacks something else."""
    OrganisationFactory(programme_role="lead_implementer")
    GrantFactory(**KNOWN)
    GrantFactory()
    GrantFactory(recipient__draft=True, **KNOWN)
    GrantFactory(line="media", **KNOWN)
    ProjectFactory(grant=GrantFactory(line="media", **KNOWN))
    GrantFactory(draft=True)


def test_panel_counts_published_grants_by_what_they_lack(client):
    log_in(client, "Analyst")
    make_grants()

    lines = client.get("/admin/").context["coverage"]

    assert [
        (line.name, line.complete, line.grants, {part.label: part.count for part in line.missing})
        for line in lines
    ] == [
        (
            "360Giving",
            1,
            5,
            {
                "Recipient not published": 1,
                "No amount": 1,
                "No award date": 1,
                "No published project with a summary": 2,
            },
        ),
        ("IATI 2.03", 2, 5, {"Recipient not published": 1, "No start date": 1, "No published project": 1}),
    ]


def test_every_number_is_that_of_the_list_that_it_leads_to(client):
    log_in(client, "Analyst")
    make_grants()

    lines = client.get("/admin/").context["coverage"]

    counts = [(line.address, line.grants - line.complete) for line in lines]
    counts += [(part.address, part.count) for line in lines for part in line.missing]
    assert len(counts) == 9
    for address, count in counts:
        assert (address, client.get(address).context["cl"].result_count) == (address, count)


def test_page_shows_the_panel(client):
    log_in(client, "Analyst")
    make_grants()

    page = text_of(client.get("/admin/"))

    assert "Standard formats 360Giving: 1 of 5 published grants Recipient not published: 1" in page


def test_without_published_grants_there_is_no_panel(client):
    log_in(client, "Analyst")
    GrantFactory(draft=True)

    response = client.get("/admin/")

    assert response.context["coverage"] == []
    assert "Standard formats" not in text_of(response)


def test_person_who_may_not_see_grants_has_no_panel(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ana", is_staff=True))
    GrantFactory()

    assert client.get("/admin/").context["coverage"] == []
