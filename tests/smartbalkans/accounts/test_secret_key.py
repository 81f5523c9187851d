"""The secret key is replaced without ending sessions and preview links, while the former one is listed."""

import pytest
from django.test import Client

from catalogue.publishing.previews import create_link, link_address
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("fallbacks", "status"), [(["former" * 10], 200), ([], 302)])
def test_session_outlives_its_secret_key_while_that_is_a_fallback(
    client, person, log_in, settings, fallbacks, status
):
    settings.SECRET_KEY = "former" * 10
    log_in()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "present" * 10, fallbacks

    assert client.get("/admin/").status_code == status


@pytest.mark.parametrize(("fallbacks", "status"), [(["former" * 10], 200), ([], 404)])
def test_preview_link_outlives_its_secret_key_while_that_is_a_fallback(settings, fallbacks, status):
    settings.SECRET_KEY = "former" * 10
    entry = OrganisationFactory(draft=True)
    address = link_address(create_link(entry, None), entry)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "present" * 10, fallbacks

    assert Client().get(address).status_code == status
