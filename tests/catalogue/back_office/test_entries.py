"""What the pages of every publishable entry have in common, shown on organisations."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from organisations.models import Organisation, Theme
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    OtherNameFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.forms import add_row, errors_of, open_form
from tests.pages import change_page

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"
LIST = "/admin/organisations/organisation/"


def test_save_of_an_organisation_takes_few_queries_and_reads_it_three_times(admin_client):
    organisation = OrganisationFactory(country=CountryFactory(), summary="Before.")
    address = change_page(organisation)
    admin_client.post(address, open_form(admin_client, address) | {"summary": "First edit."})
    data = open_form(admin_client, address) | {"summary": "Second edit."}

    with CaptureQueriesContext(connection) as captured:
        admin_client.post(address, data)

    queries = [found["sql"] for found in captured if "SAVEPOINT" not in found["sql"]]
    own_reads = [
        sql for sql in queries if sql.startswith("SELECT") and 'FROM "organisations_organisation"' in sql
    ]
    # session, user; entry; two links, country twice, rule of names; last version; entry saved; log;
    # missing facts; entry, two links and three kinds of rows as saved, written as revision and versions
    assert (len(queries), len(own_reads)) == (20, 3)
    assert Organisation.objects.get().summary == "Second edit."


def test_new_entry_is_a_draft_with_an_address_made_from_its_name(admin_client):
    data = open_form(admin_client, ADD) | {"name": "Мрежа за слободу ђака"}

    response = admin_client.post(ADD, data)

    assert response.status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.slug, organisation.published_at) == ("mreza-za-slobodu-daka", None)


def test_name_without_letters_gets_a_slug(admin_client):
    data = open_form(admin_client, ADD) | {"name": "???"}

    admin_client.post(ADD, data)

    assert Organisation.objects.get().slug == "organisation"


@pytest.mark.parametrize("typed", ["", "civic-alliance"])
def test_generated_slug_gets_a_number_if_in_use(admin_client, typed):
    OrganisationFactory(slug="civic-alliance")
    data = open_form(admin_client, ADD) | {"name": "Civic Alliance", "slug": typed}

    admin_client.post(ADD, data)

    assert Organisation.objects.get(name="Civic Alliance").slug == "civic-alliance-2"


def test_entered_slug_is_refused_if_in_use(admin_client):
    OrganisationFactory(slug="ca")
    data = open_form(admin_client, ADD) | {"name": "Civic Alliance", "slug": "ca"}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {
        "slug": ["Another entry has this address. Leave this empty to get a free one."],
    }


def test_address_typed_in_other_letters_is_refused(admin_client):
    data = open_form(admin_client, ADD) | {"name": "Civic Alliance", "slug": "мрежа"}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {
        "slug": ["Use letters a to z, digits and hyphens, such as civic-alliance."],
    }


def test_entry_without_a_name_reports_only_that(admin_client):
    data = open_form(admin_client, ADD)

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {"name": ["Enter the name."]}


def test_saving_a_draft_keeps_its_address(admin_client):
    OrganisationFactory(slug="civic-alliance")
    draft = OrganisationFactory(draft=True, name="Civic Alliance", slug="civic-alliance-2")
    data = open_form(admin_client, change_page(draft))

    admin_client.post(change_page(draft), data)

    draft.refresh_from_db()
    assert draft.slug == "civic-alliance-2"


def test_address_of_a_scheduled_entry_can_be_changed(admin_client):
    organisation = OrganisationFactory(published_at=timezone.now() + timedelta(days=1))
    data = open_form(admin_client, change_page(organisation)) | {"slug": "other"}

    admin_client.post(change_page(organisation), data)

    organisation.refresh_from_db()
    assert organisation.slug == "other"


def test_address_of_a_theme_stays(admin_client):
    theme = ThemeFactory(slug="youth")
    address = reverse("admin:organisations_theme_change", args=[theme.pk])
    data = open_form(admin_client, address) | {"name": "Young people", "slug": "young"}

    admin_client.post(address, data)

    assert list(Theme.objects.values_list("name", "slug")) == [("Young people", "youth")]


def test_editor_sets_the_moment_of_publication(admin_client):
    organisation = OrganisationFactory(draft=True, summary="A", is_country_not_stated=True)
    data = open_form(admin_client, change_page(organisation))
    data |= {"published_at_0": "31/12/2024", "published_at_1": "10:30"}

    admin_client.post(change_page(organisation), data)

    organisation.refresh_from_db()
    assert organisation.published_at == datetime(2024, 12, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time", "message"),
    [
        ("31/02/2024", "10:30", "Enter a date such as 25/11/2026 or 2026-11-25."),
        ("31/12/2024", "noon", "Enter a time such as 14:05."),
        ("31/12/2024", "", "Enter a time such as 14:05."),
    ],
)
def test_moment_of_publication_typed_wrongly_is_refused(admin_client, day, time, message):
    data = open_form(admin_client, ADD) | {"name": "A", "published_at_0": day, "published_at_1": time}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {"published_at": [message]}


def test_public_entry_leads_to_its_page(admin_client):
    organisation = OrganisationFactory(slug="civic-alliance")

    response = admin_client.get(change_page(organisation))

    assert response.context["absolute_url"] == "/organisations/civic-alliance/"


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=1)])
def test_entry_that_is_not_public_leads_to_no_page(admin_client, published_at):
    organisation = OrganisationFactory(published_at=published_at)

    response = admin_client.get(change_page(organisation))

    assert response.context["has_absolute_url"] is False


@pytest.mark.parametrize(
    ("publication", "names"),
    [
        ("draft", ["A"]),
        ("scheduled", ["B"]),
        ("published", ["C"]),
        ("public", ["C"]),
        ("review", ["D"]),
        ("withdrawn", ["E"]),
        ("nonsense", ["A", "B", "C", "D", "E"]),
    ],
)
def test_list_is_filtered_by_publication(admin_client, publication, names):
    OrganisationFactory(name="A", draft=True)
    OrganisationFactory(name="B", published_at=timezone.now() + timedelta(days=1))
    OrganisationFactory(name="C")
    OrganisationFactory(name="D", draft=True, stage="review")
    OrganisationFactory(name="E", draft=True, stage="withdrawn")

    response = admin_client.get(LIST, {"publication": publication})

    assert [found.name for found in response.context["cl"].result_list] == names


def test_list_shows_the_status_of_each_entry(admin_client):
    OrganisationFactory(name="A", draft=True)
    OrganisationFactory(name="B", published_at=datetime(2999, 1, 31, tzinfo=UTC))
    OrganisationFactory(name="C", published_at=datetime(2024, 1, 31, tzinfo=UTC))
    OrganisationFactory(name="D", draft=True, stage="review")
    OrganisationFactory(name="E", draft=True, stage="withdrawn")

    response = admin_client.get(LIST)

    admin, found = response.context["cl"].model_admin, response.context["cl"].result_list
    assert [admin.publication(organisation) for organisation in found] == [
        "Draft",
        "Scheduled 31 January 2999",
        "Published 31 January 2024",
        "In review",
        "Withdrawn",
    ]


def test_change_of_a_row_renews_the_token_of_its_entry(admin_client):
    name = OtherNameFactory()
    token = name.organisation.token
    data = open_form(admin_client, change_page(name.organisation)) | {"other_names-0-name": "Another"}

    admin_client.post(change_page(name.organisation), data)

    name.refresh_from_db()
    assert name.name == "Another"
    assert name.organisation.token != token


def test_web_address_without_a_scheme_gets_https(admin_client):
    data = open_form(admin_client, ADD) | {"name": "A", "website": "example.org"}

    admin_client.post(ADD, data)

    assert Organisation.objects.get().website == "https://example.org"


def test_letters_for_addresses_are_there_for_the_browser(admin_client):
    response = admin_client.get(ADD)

    assertContains(response, "&quot;ђ&quot;: &quot;d&quot;", count=1)


def test_entry_that_others_need_is_not_deleted_and_they_are_named(admin_client):
    project = ProjectFactory(name="Open doors")
    organisation = OrganisationFactory()
    project.partners.create(organisation=organisation)

    response = admin_client.post(
        reverse("admin:organisations_organisation_delete", args=[organisation.pk]), {"post": "yes"}
    )

    assert "Cannot delete organisation" in response.context["title"]
    assert Organisation.objects.count() == 1


def test_adding_rows_to_a_new_entry_saves_them(admin_client):
    data = open_form(admin_client, ADD) | {"name": "A"}
    add_row(data, "other_names", name="B")

    admin_client.post(ADD, data)

    assert list(Organisation.objects.values_list("name", "other_names__name")) == [("A", "B")]
