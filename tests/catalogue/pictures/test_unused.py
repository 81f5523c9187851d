"""Files of pictures that no entry and no version of an entry uses."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from catalogue.history.recording import recorded
from catalogue.pictures.fields import PictureField
from catalogue.pictures.stored import ReadPicture
from catalogue.pictures.unused import MINIMUM_AGE, folder_of, picture_fields, unused_files
from catalogue.pictures.writing import write
from organisations.models import Organisation
from projects.models import Project
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def with_logo(colour: str) -> Organisation:
    organisation = OrganisationFactory()
    with recorded(None, "Test"):
        organisation.logo = ReadPicture(write(Image.new("RGB", (40, 40), colour)))
        organisation.save()
    return organisation


def make_old(name: str) -> Path:
    path = Organisation._meta.get_field("logo").storage.path(name)
    moment = (timezone.now() - MINIMUM_AGE - timedelta(minutes=1)).timestamp()
    os.utime(path, (moment, moment))
    return path


def names() -> list[str]:
    return [name for _storage, name in unused_files()]


def test_picture_fields_are_those_of_all_models():
    fields = set(picture_fields())

    assert {Organisation._meta.get_field("logo"), Project._meta.get_field("picture")} <= fields
    assert {type(field) for field in fields} == {PictureField}


def test_files_in_use_are_kept():
    make_old(with_logo("red").logo.name)

    assert names() == []


def test_a_file_that_only_a_version_uses_is_kept():
    organisation = with_logo("red")
    make_old(organisation.logo.name)

    with recorded(None, "Test"):
        organisation.logo = ""
        organisation.save()

    assert names() == []


def test_a_file_of_nothing_is_unused_once_it_is_a_day_old():
    field = Organisation._meta.get_field("logo")
    name = f"{folder_of(field)}/{'0' * 32}-40x40.png"
    field.storage.save(name, ContentFile(b"picture"))
    assert names() == []

    make_old(name)

    assert names() == [name]
