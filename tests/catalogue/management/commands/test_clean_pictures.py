"""`manage.py clean_pictures` deletes pictures that no entry and no version uses."""

import os
import time

import pytest
import reversion
from django.core.management import call_command

from tests.catalogue.pictures.making import photo, saved
from tests.catalogue.pictures.stored_files import stored
from tests.factories import OrganisationFactory, TrainingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def make_old(folder):
    for name in stored(folder):
        os.utime(folder / name, (time.time() - 100_000,) * 2)


def clean(*arguments):
    call_command("clean_pictures", *arguments)


def test_picture_is_kept_for_an_earlier_version(folder, capsys):
    with reversion.create_revision():
        organisation = OrganisationFactory(logo=saved(photo(), "JPEG"))
    with reversion.create_revision():
        organisation.logo = ""
        organisation.save()
    organisation.delete()
    make_old(folder)

    clean()

    assert len(stored(folder)) == 6
    assert capsys.readouterr().out == "Unused files deleted: 0\n"


def test_picture_that_nothing_needs_is_deleted(folder, capsys):
    kept = OrganisationFactory(logo=saved(photo(300, 200), "JPEG"))
    replaced = TrainingFactory(picture=saved(photo(), "JPEG"), picture_alt="A hall")
    replaced.picture = saved(photo(200, 100), "PNG")
    replaced.save()
    (folder / "logos" / "readme.txt").write_text("not ours")
    assert len(stored(folder)) == 13
    make_old(folder)

    clean("--dry-run")
    named = capsys.readouterr().out.splitlines()
    assert len(stored(folder)) == 13
    clean()

    assert named[-1] == "Unused files found: 6"
    assert len(stored(folder)) == 7
    assert (folder / kept.logo.name).exists()
    assert (folder / replaced.picture.name).exists()
    assert (folder / "logos" / "readme.txt").exists()


def test_picture_of_today_is_not_deleted(folder):
    OrganisationFactory(logo=saved(photo(), "JPEG")).delete()

    clean()

    assert len(stored(folder)) == 6


def test_empty_folders_are_no_fault(capsys):
    clean()

    assert capsys.readouterr().out == "Unused files deleted: 0\n"
