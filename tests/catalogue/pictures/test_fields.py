"""The fields of pictures: what is stored with an entry, and the form of the back office."""

import os
import re

import pytest
from PIL import Image

from organisations.models import Organisation
from tests.catalogue.pictures.making import photo, saved, uploaded
from tests.catalogue.pictures.stored_files import shapes, stored
from tests.factories import OrganisationFactory
from tests.forms import errors_of, open_form

pytestmark = pytest.mark.django_db


def test_code_cannot_store_an_upload_as_it_is(folder):
    organisation = OrganisationFactory()

    organisation.logo.save("../../evil.html", saved(photo(), "JPEG"))

    assert re.fullmatch(r"logos/[0-9a-f]{32}-640x427\.jpg", Organisation.objects.get().logo.name)


def test_stored_picture_is_not_written_again_with_its_entry(folder):
    organisation = OrganisationFactory(logo=saved(Image.new("RGBA", (100, 40), (0, 0, 0, 0)), "PNG"))
    for name in stored(folder):
        os.utime(folder / name, (0, 0))

    organisation.save()

    assert {(folder / name).stat().st_mtime for name in stored(folder)} == {0}


def test_picture_saved_by_its_field_is_stored_once(folder):
    organisation = OrganisationFactory()
    organisation.logo.save("logo.png", saved(Image.new("RGBA", (100, 40), (0, 0, 0, 0)), "PNG"))

    organisation.save()

    assert shapes(folder) == {
        "logos/*-100x40.avif": ("AVIF", (100, 40)),
        "logos/*-100x40.png": ("PNG", (100, 40)),
    }


def test_editor_replaces_and_removes_a_logo(admin_client, folder):
    organisation = OrganisationFactory(logo=saved(photo(), "JPEG"))
    address = f"/admin/organisations/organisation/{organisation.pk}/change/"
    first = organisation.logo.name
    data = open_form(admin_client, address)

    admin_client.post(address, data | {"logo": saved(photo(300, 200), "PNG")})
    second = Organisation.objects.get().logo.name
    admin_client.post(address, open_form(admin_client, address) | {"logo-clear": "on"})

    assert Organisation.objects.get().logo.name == ""
    assert second != first
    assert {first, second} < set(stored(folder))


def test_form_states_what_can_be_uploaded(admin_client):
    page = admin_client.get("/admin/organisations/organisation/add/").content.decode()

    assert 'accept="image/jpeg,image/png,image/webp"' in page
    assert "JPEG, PNG or WebP, up to 10\xa0MB." in page


def test_upload_that_is_no_picture_is_refused_at_its_field(admin_client, folder):
    organisation = OrganisationFactory()
    address = f"/admin/organisations/organisation/{organisation.pk}/change/"

    answer = admin_client.post(address, open_form(admin_client, address) | {"logo": uploaded(b"MZ", "a.png")})

    assert errors_of(answer) == {
        "logo": [
            "This file is not a JPEG, PNG or WebP picture, whatever its name. Choose a picture in one of "
            "these formats."
        ]
    }
    assert stored(folder) == []
