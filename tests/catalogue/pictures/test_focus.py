"""The main part of a picture, which stays in view where the picture is cropped."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError

from projects.models import Project
from tests.catalogue.pictures.making import photo, saved
from tests.factories import ProjectFactory, TrainingFactory
from tests.forms import errors_of, open_form
from tests.pages import change_page
from trainings.models import Training

pytestmark = pytest.mark.django_db
FACTORIES = [ProjectFactory, TrainingFactory]


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.usefixtures("folder")
def test_main_part_of_a_picture_is_chosen_on_the_form(admin_client, client, factory):
    entry = factory(picture=saved(photo(), "JPEG"), picture_alt="A hall")
    data = open_form(admin_client, change_page(entry))

    admin_client.post(change_page(entry), data | {"picture_focus_x": "30", "picture_focus_y": "0"})

    page = client.get(entry.get_absolute_url()).content.decode()
    assert (data["picture_focus_x"], data["picture_focus_y"]) == ("50", "50")
    assert 'class="picture focus-x-30 focus-y-0"' in page
    assert f'property="og:image" content="http://testserver{shared_address(entry, 30, 0)}"' in page


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.usefixtures("folder")
def test_cards_are_cropped_around_the_main_part(client, factory, rows):
    for _row in range(rows):
        entry = factory(picture=saved(photo(), "JPEG"), picture_alt="A hall", picture_focus_y=90)

    page = client.get(f"/{entry._meta.app_label}/").content.decode()

    assert page.count('<img class="card__picture focus-x-50 focus-y-100"') == rows


@pytest.mark.parametrize("factory", FACTORIES)
def test_card_without_a_picture_has_no_place_for_one(client, factory):
    entry = factory()

    assert "<picture>" not in client.get(f"/{entry._meta.app_label}/").content.decode()


def shared_address(entry, x: int, y: int) -> str:
    stem, _dot, kind = type(entry).objects.get().picture.url.rpartition(".")
    return f"{stem}-share-{x}-{y}.{kind}"


@pytest.mark.parametrize("value", ["-10", "110", "25", "x", ""])
def test_main_part_of_a_picture_is_within_it_in_steps_of_ten(admin_client, value):
    project = ProjectFactory()
    data = open_form(admin_client, change_page(project))

    response = admin_client.post(change_page(project), data | {"picture_focus_x": value})

    assert list(errors_of(response)) == ["picture_focus_x"]


@pytest.mark.parametrize("factory", FACTORIES)
def test_database_refuses_a_main_part_outside_of_the_picture(factory):
    with pytest.raises(IntegrityError):
        factory(picture_focus_y=101)


def test_there_is_a_class_for_each_value():
    css = (Path(settings.BASE_DIR) / "static/css/components/pictures.css").read_text()

    expected = [f"focus-{axis}-{value}" for axis in "xy" for value in range(0, 101, 10)]
    assert re.findall(r"\.(focus-[\w-]+) {", css) == expected
    for model in (Project, Training):
        assert set(model(picture_focus_x=0).focus_class.split()) <= set(expected)
