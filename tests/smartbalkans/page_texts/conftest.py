"""Members of staff who may add entries from a text."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import CountryFactory

KINDS = {"organisation": "organisations", "project": "projects", "training": "trainings"}


@pytest.fixture
def person(django_user_model):
    """Return a function that creates a member of staff who may add these kinds, and logs them in."""

    def make(*kinds):
        person = django_user_model.objects.create_user("editor", is_staff=True)
        for kind in kinds:
            for action in ("add", "change", "view"):
                codename = f"{action}_{kind}"
                person.user_permissions.add(
                    Permission.objects.get(codename=codename, content_type__app_label=KINDS[kind])
                )
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def editor(person):
    CountryFactory(code="ME", name="Montenegro")
    CountryFactory(code="AL", name="Albania")
    return person("organisation", "project", "training")
