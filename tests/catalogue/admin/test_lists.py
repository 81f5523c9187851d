"""What is wrong with the address of a list or with an action is an answer, not an error of the server."""

import pytest
from django.apps import apps
from django.contrib.admin import site

from catalogue.admin.lists import CheckedListAdmin
from organisations.models import Grant, Organisation
from tests.factories import GrantFactory, OrganisationFactory
from tests.forms import errors_of, open_form
from tests.pages import admin_page
from tests.staff import confirm_identity

pytestmark = pytest.mark.django_db

TWENTY_DIGITS = "9" * 20


def test_every_list_is_checked():
    lists = [site.get_model_admin(model) for model in apps.get_models() if site.is_registered(model)]

    assert [one for one in lists if not isinstance(one, CheckedListAdmin)] == []


@pytest.mark.parametrize(
    "query",
    [
        {"call__regex": "["},
        {"call__range": "x"},
        {"created_at__year": TWENTY_DIGITS},
        {"recipient__name__iregex": "("},
        {"recipient__sort_key": "x"},
        {"recipient__sort_key__lt": "x"},
        {"starts_on__week_day": TWENTY_DIGITS},
        {"starts_on__year__gte": TWENTY_DIGITS},
    ],
)
def test_lookup_that_is_not_of_a_filter_is_refused(admin_client, query):
    GrantFactory()

    assert admin_client.get(admin_page(Grant, "changelist", **query)).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"starts_on__year": TWENTY_DIGITS},
        {"starts_on__year": "2024", "starts_on__month": TWENTY_DIGITS},
        {"starts_on__year": "x"},
        {"starts_on": "99999999-01-01"},
        {"id": "½"},
    ],
)
def test_value_that_does_not_fit_shows_an_error(admin_client, query):
    GrantFactory()

    response = admin_client.get(admin_page(Grant, "changelist", **query))

    assert response["Location"].endswith("?e=1")


@pytest.mark.parametrize(
    "query", [{"id__in": TWENTY_DIGITS}, {"amount": TWENTY_DIGITS}, {"amount__gte": "1e99"}]
)
def test_number_beyond_the_column_is_no_error_of_the_server(admin_client, query):
    GrantFactory(amount=1, currency="EUR")

    response = admin_client.get(admin_page(Grant, "changelist", **query), follow=True)

    assert response.status_code == 200


def test_filters_of_a_list_still_work(admin_client):
    shown = GrantFactory(starts_on="2024-03-01")
    GrantFactory(starts_on="2023-03-01")
    queries = [
        {"starts_on__year": "2024", "starts_on__month": "3"},
        {"starts_on__gte": "2024-01-01"},
        {"recipient__id__exact": shown.recipient_id},
    ]

    pages = [admin_client.get(admin_page(Grant, "changelist", **query)) for query in queries]

    assert [list(page.context["cl"].result_list) for page in pages] == [[shown]] * 3


@pytest.mark.parametrize("key", ["", "x", "1.5", "1\0", TWENTY_DIGITS])
@pytest.mark.parametrize("action", ["publish", "delete_selected", "export_csv"])
def test_action_on_what_is_no_key_is_refused(admin_client, action, key):
    entry = OrganisationFactory()
    data = {"action": action, "index": "0", "_selected_action": [entry.pk, key]}

    assert admin_client.post(admin_page(Organisation, "changelist"), data).status_code == 400


@pytest.mark.parametrize("value", ["x", "1.5", "½", "\0", TWENTY_DIGITS])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/admin/organisations/grant/add/", "recipient"),
        ("/admin/organisations/organisation/add/", "country"),
        ("/admin/projects/project/add/", "themes"),
        ("/admin/projects/project/add/", "partners-0-organisation"),
        ("/admin/auth/user/{}/change/", "groups"),
    ],
)
def test_choice_that_is_no_key_shows_the_form(admin_client, admin_user, address, name, value):
    address = address.format(admin_user.pk)
    confirm_identity(admin_client, "password")
    data = open_form(admin_client, address) | {name: value}

    response = admin_client.post(address, data)

    assert (response.status_code, name in errors_of(response)) == (200, True)


def test_sort_keys_are_no_filter(admin_client):
    assert admin_client.get(admin_page(Organisation, "changelist", sort_key__in="x")).status_code == 400


@pytest.mark.parametrize("field", ["", "id"])
def test_form_sent_with_the_name_of_the_key_or_with_none_is_shown(admin_client, field):
    organisation = OrganisationFactory()

    response = admin_client.post(admin_page(Organisation, "change", organisation.pk), {"_to_field": field})

    assert response.status_code == 200


def test_new_form_ignores_a_date_with_a_time_in_the_address(admin_client):
    response = admin_client.get(admin_page(Organisation, "add", published_at="x", town="Bar"))

    assert response.context["adminform"].form.initial == {"town": "Bar"}
