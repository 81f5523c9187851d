"""The form asks once, before an entry is saved that may be there already."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.duplicates.models import DismissedPair
from tests.factories import OrganisationFactory, ProjectFactory, TrainingFactory
from tests.forms import errors_of, open_form

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"
ASKED = (
    "This may already exist (see above). If yours is different, tick “This is a different entry” "
    "and save again."
)
KINDS = {
    "/admin/organisations/organisation/add/": OrganisationFactory,
    "/admin/projects/project/add/": ProjectFactory,
    "/admin/trainings/training/add/": TrainingFactory,
}


@pytest.mark.parametrize("address", KINDS)
def test_new_entry_called_nearly_as_another_comes_back_with_it(admin_client, address):
    factory = KINDS[address]
    known = factory(name="Građanska alijansa", draft=True)
    data = open_form(admin_client, address) | {"name": "Грађанска алијанса", "summary": "What I typed."}

    response = admin_client.post(address, data)

    assert errors_of(response) == {"__all__": [ASKED]}
    assert [entry["label"] for entry in response.context["candidates"]] == ["Građanska alijansa"]
    assertContains(response, f'href="{response.context["candidates"][0]["address"]}" target="_blank"')
    assertContains(response, "What I typed.")
    assertContains(response, f'<input type="checkbox" name="is_another" value="{known.pk}">', html=True)
    assert factory._meta.model.objects.count() == 1


@pytest.mark.parametrize("address", KINDS)
def test_new_entry_is_saved_once_marked_as_no_duplicate(admin_client, admin_user, address):
    factory = KINDS[address]
    known = factory(name="Open School")
    data = open_form(admin_client, address) | {"name": "Open Schools", "is_another": str(known.pk)}

    response = admin_client.post(address, data)

    added = factory._meta.model.objects.get(name="Open Schools")
    marked = DismissedPair.objects.get()
    assert response.status_code == 302
    assert (marked.first, marked.second, marked.dismissed_by) == (known.pk, added.pk, admin_user)


def test_what_was_ticked_of_one_does_not_count_for_another(admin_client):
    known = OrganisationFactory(name="Open School")
    OrganisationFactory(name="Civic Alliance")
    data = open_form(admin_client, ADD) | {"name": "Civic Alliances", "is_another": f"{known.pk} x"}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {"__all__": [ASKED]}
    assert response.context["candidates_box"]["is_ticked"] is False


def test_box_stays_ticked_while_something_else_is_corrected(admin_client):
    known = OrganisationFactory(name="Open School")
    data = open_form(admin_client, ADD) | {
        "name": "Open Schools",
        "founded_year": "long ago",
        "is_another": str(known.pk),
    }

    response = admin_client.post(ADD, data)

    assert list(errors_of(response)) == ["founded_year"]
    assert response.context["candidates_box"]["is_ticked"] is True


def test_form_states_that_a_picture_must_be_chosen_again(admin_client):
    OrganisationFactory(name="Open School")
    data = open_form(admin_client, ADD) | {"name": "Open School"}
    words = "Choose the picture again before you save"

    without = admin_client.post(ADD, data)
    with_one = admin_client.post(ADD, data | {"logo": SimpleUploadedFile("a.png", b"no picture")})

    assertNotContains(without, words)
    assertContains(with_one, words)
