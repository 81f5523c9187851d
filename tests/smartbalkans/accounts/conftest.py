import re

import pytest
from django.urls import reverse

from tests.smartbalkans.accounts.logged_in import PHONE, WINDOWS, enter
from tests.staff import PASSWORD, confirm_identity, person_of


@pytest.fixture
def second_factor_required(settings):
    settings.MFA_REQUIRED = True


@pytest.fixture
def person(django_user_model):
    """A member of staff who may do everything."""
    return django_user_model.objects.create_superuser("vesna", password=PASSWORD)


@pytest.fixture
def log_in(client):
    """Return a function that sends a name and a password, as from the address given."""

    def log_in(name="vesna", password=PASSWORD, **request):
        return client.post(reverse("account_login"), {"login": name, "password": password}, **request)

    return log_in


@pytest.fixture
def refusal():
    """Return a function that returns the messages above the form of a page."""

    def refusal(response):
        found = re.findall(r'<p class="errornote" role="alert">(.*?)</p>', response.content.decode())
        return [text for text in found if not text.startswith("The passkey was not used")]

    return refusal


@pytest.fixture
def administrator(client):
    person = person_of("Administrator", first_name="Vesna", last_name="Ilić")
    client.force_login(person)
    confirm_identity(client)
    return person


@pytest.fixture
def invited(db):
    person = person_of("Editor", "ana", email="ana@example.org")
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def phone(person):
    return enter(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7")


@pytest.fixture
def desk(person):
    return enter(HTTP_USER_AGENT=WINDOWS, REMOTE_ADDR="2001:db8::7")
