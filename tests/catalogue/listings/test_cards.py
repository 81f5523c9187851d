"""Cards are made once in each state of the data, and never shown in another one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import CountryFactory, GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "address"),
    [
        (OrganisationFactory, "/organisations/"),
        (ProjectFactory, "/projects/"),
        (TrainingFactory, "/trainings/"),
    ],
)
def test_list_that_is_asked_for_again_fetches_no_entries(client, factory, address):
    factory.create_batch(3)
    first = text_of(client.get(address))

    with CaptureQueriesContext(connection) as captured:
        again = text_of(client.get(address))

    table = factory._meta.model._meta.db_table
    assert again == first
    assert not [query for query in captured.captured_queries if f'FROM "{table}" WHERE' in query["sql"]]


def test_card_shows_a_changed_row_that_belongs_to_it(client):
    country = CountryFactory(name="Montenegro")
    OrganisationFactory(country=country)
    client.get("/organisations/")

    country.name = "Crna Gora"
    country.save()

    assert "Crna Gora" in text_of(client.get("/organisations/"))


def test_card_shows_a_grant_from_its_publication_on(client, monkeypatch):
    published_at = timezone.now() + timedelta(hours=1)
    ProjectFactory(grant=GrantFactory(amount=5000, currency="EUR", published_at=published_at))
    before = text_of(client.get("/projects/"))
    later = published_at + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    after = text_of(client.get("/projects/"))

    assert "5,000" not in before
    assert "5,000" in after
