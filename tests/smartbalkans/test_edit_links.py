"""The link "Edit this page", which staff get in a request of its own."""

import pytest
from django.urls import reverse

from smartbalkans.edit_links import MARKER
from tests.factories import CountryFactory, OrganisationFactory, ProjectFactory, ThemeFactory, TrainingFactory
from tests.staff import log_in, person_with

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/edit-link/"


def link_of(client, path: str) -> dict:
    return client.get(ADDRESS, {"path": path}).json()


@pytest.mark.parametrize(
    "make",
    [
        lambda: OrganisationFactory(),
        lambda: ProjectFactory(),
        lambda: TrainingFactory(),
        lambda: ThemeFactory(),
        lambda: CountryFactory(code="AL", is_programme_country=True),
    ],
)
def test_page_has_a_link_to_its_form(admin_client, make):
    page = make()

    link = link_of(admin_client, page.get_absolute_url())

    meta = page._meta
    form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[page.pk])
    assert link == {"address": form, "label": "Edit this page"}
    assert admin_client.get(form).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/organisations/", "/organisations/unknown/", "/nothing/", "", "no path", "/admin/"]
)
def test_other_pages_have_no_link(admin_client, path):
    assert link_of(admin_client, path) == {}


def test_person_who_may_not_edit_the_page_gets_no_link(client):
    log_in(client, "Editor")  # may edit drafts

    assert link_of(client, OrganisationFactory().get_absolute_url()) == {}


def test_visitor_gets_no_link_and_no_cookie(client):
    response = client.get(ADDRESS, {"path": OrganisationFactory().get_absolute_url()})

    assert (response.status_code, response.json(), dict(response.cookies)) == (200, {}, {})


def test_answer_is_private_and_never_stored(admin_client):
    response = admin_client.get(ADDRESS, {"path": "/"})

    directives = {one.strip() for one in response["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= directives


def test_cookie_is_set_in_the_back_office_once_and_is_readable(client):
    log_in(client, "Editor")

    first, second = client.get("/admin/"), client.get("/admin/")

    cookie = first.cookies[MARKER]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("1", "", "Lax")
    assert MARKER not in second.cookies


def test_cookie_is_deleted_after_the_login_has_ended(client):
    log_in(client, "Editor")
    client.get("/admin/")
    client.logout()
    client.cookies[MARKER] = "1"

    response = client.get(ADDRESS, {"path": "/"})

    assert response.cookies[MARKER].value == ""


def test_public_pages_set_no_cookie_and_are_the_same_for_staff(client):
    address = OrganisationFactory().get_absolute_url()
    for_visitor = client.get(address)
    client.force_login(person_with("change_organisation", "publish_organisation"))
    client.cookies[MARKER] = "1"

    for_staff = client.get(address)

    assert for_staff.content == for_visitor.content
    assert (dict(for_staff.cookies), dict(for_visitor.cookies)) == ({}, {})
