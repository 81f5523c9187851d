"""Unsaved changes are shown if the session has expired or the person has logged in again."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from organisations.models import Organisation
from tests.back_office import open_form
from tests.factories import GoalFactory

pytestmark = pytest.mark.django_db

OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def form(client, person):
    """The address of an entry's form, and what was typed into it."""
    client.force_login(person)
    goal = GoalFactory(organisation__draft=True)
    address = f"/admin/organisations/organisation/{goal.organisation_id}/change/"
    typed = {"summary": "My <long> text", "goals-0-text": "My goal"}
    return address, open_form(client, address) | typed


def fields_of(response) -> dict[str, str]:
    return {field.label: field.before[0].text for field in response.context["fields"]}


def test_form_sent_after_the_session_has_ended_is_shown(client, form):
    address, data = form
    Session.objects.all().delete()

    response = client.post(address, data | {"_publish": "x"})

    assert response.status_code == 403
    found = fields_of(response)
    assert (found["Summary"], found["Goals 1: text"]) == ("My <long> text", "My goal")
    assert set(found) == {
        *("Name", "Slug", "Summary", "Goals 1: text", "Goals 1: kind", "Goals 2: kind", "Goals 1: order"),
        "Activities 1: level",
    }
    assertContains(response, "My &lt;long&gt; text", status_code=403)
    assertContains(response, f'href="{address}"', status_code=403)
    assert "no-store" in response.headers["Cache-Control"]
    assert Organisation.objects.get().summary == ""


def test_form_opened_before_another_window_logged_in_again_is_shown(form, person):
    address, data = form
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    response = strict.post(address, data, **OURS)

    assert (response.status_code, fields_of(response)["Summary"]) == (403, "My <long> text")


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}])
def test_what_another_site_sends_is_not_shown(form, person, origin):
    address, data = form
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    response = strict.post(address, data, **origin)

    assertContains(response, "This form has expired", status_code=403)
    assertNotContains(response, "My goal", status_code=403)


def test_passwords_are_never_shown(client):
    new = "quite another password"

    response = client.post("/admin/auth/user/add/", {"username": "ana", "password1": new, "password2": new})

    assert (response.status_code, fields_of(response)) == (403, {"Username": "ana"})
    assertNotContains(response, new, status_code=403)


@pytest.mark.parametrize("page", ["delete/", "history/1/restore/", "merge/2/"])
def test_page_without_fields_to_fill_in_redirects_to_the_login(client, form, page):
    address = form[0].replace("change/", page)
    client.logout()

    response = client.post(address, {"post": "yes", "kept_token": "0123"})

    assert response.url == f"/admin/login/?next={address}"


def test_text_of_a_page_is_shown_too(client):
    response = client.post("/admin/add-from-text/", {"text": "Civic Alliance\n\nIt works."})

    assert fields_of(response) == {"Text": "Civic Alliance\n\nIt works."}
