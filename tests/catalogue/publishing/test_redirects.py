"""Pages at former addresses redirect to the present one."""

import pytest

from catalogue.former_addresses import keep_old_address
from organisations.models import Organisation
from tests.factories import OrganisationFactory, ProjectFactory, TrainingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "path"),
    [
        (OrganisationFactory, "/organisations/{}/"),
        (OrganisationFactory, "/organisations/{}/data.json"),
        (ProjectFactory, "/projects/{}/"),
        (ProjectFactory, "/projects/{}/data.json"),
        (TrainingFactory, "/trainings/{}/"),
        (TrainingFactory, "/trainings/{}/data.json"),
        (TrainingFactory, "/trainings/{}/calendar.ics"),
    ],
)
def test_former_address_redirects(client, factory, path):
    keep_old_address(factory(slug="now"), "before")

    response = client.get(path.format("before"), {"utm_id": ["1", "2"]})

    assert (response.status_code, response.url) == (301, path.format("now") + "?utm_id=1&utm_id=2")
    assert response["Cache-Control"] == "no-cache"


def test_former_address_of_a_draft_leads_nowhere(client):
    keep_old_address(OrganisationFactory(draft=True), "before")

    assert client.get("/organisations/before/").status_code == 404


def test_former_address_of_another_kind_leads_nowhere(client):
    keep_old_address(OrganisationFactory(), "before")

    assert client.get("/projects/before/").status_code == 404


def test_former_address_that_the_entry_has_again_shows_the_entry(client):
    organisation = OrganisationFactory(slug="now")
    keep_old_address(organisation, "before")
    keep_old_address(organisation, "now")

    Organisation.objects.update(slug="before")

    assert client.get("/organisations/before/").status_code == 200
    assert client.get("/organisations/now/").url == "/organisations/before/"


def test_former_address_of_a_training_without_a_date_does_not_lead_in_circles(client):
    keep_old_address(TrainingFactory(slug="now"), "now")

    assert client.get("/trainings/now/calendar.ics").status_code == 404
