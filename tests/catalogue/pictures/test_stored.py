"""How a picture is stored, shown and served."""

import re

import pytest
from PIL import Image

from organisations.models import Organisation
from tests.catalogue.pictures.making import photo, saved
from tests.catalogue.pictures.stored_files import shapes, stored
from tests.factories import OrganisationFactory, TrainingFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db


def test_picture_is_stored_in_its_widths_and_formats(folder):
    TrainingFactory(picture=saved(photo(), "JPEG"), picture_alt="A hall")

    assert shapes(folder) == {
        "trainings/*-1200x800.avif": ("AVIF", (1200, 800)),
        "trainings/*-1200x800.jpg": ("JPEG", (1200, 800)),
        "trainings/*-1200x800-480w.avif": ("AVIF", (480, 320)),
        "trainings/*-1200x800-480w.jpg": ("JPEG", (480, 320)),
        "trainings/*-1200x800-960w.avif": ("AVIF", (960, 640)),
        "trainings/*-1200x800-960w.jpg": ("JPEG", (960, 640)),
    }


def test_small_picture_is_not_blown_up(folder):
    OrganisationFactory(logo=saved(Image.new("RGBA", (100, 40), (0, 0, 0, 0)), "PNG"))

    assert shapes(folder) == {
        "logos/*-100x40.avif": ("AVIF", (100, 40)),
        "logos/*-100x40.png": ("PNG", (100, 40)),
    }


def test_same_picture_is_stored_once(folder):
    for _time in range(2):
        OrganisationFactory(logo=saved(photo(), "JPEG"))

    assert len(set(Organisation.objects.values_list("logo", flat=True))) == 1
    assert len(stored(folder)) == 6


def image_of(client, address):
    page = client.get(address).content.decode()
    return " ".join(re.sub("[0-9a-f]{32}", "*", re.search(r"<picture>.*?</picture>", page, re.S)[0]).split())


def test_training_shows_its_picture(client):
    training = TrainingFactory(picture=saved(photo(), "JPEG"), picture_alt="A <full> hall")

    assert image_of(client, training.get_absolute_url()) == (
        '<picture> <source type="image/avif" srcset="/media/trainings/*-1200x800-480w.avif 480w, '
        '/media/trainings/*-1200x800-960w.avif 960w, /media/trainings/*-1200x800.avif 1200w" '
        'sizes="(min-width: 60rem) 42rem, 100vw"> '
        '<img class="picture focus-x-50 focus-y-50" src="/media/trainings/*-1200x800.jpg" '
        'srcset="/media/trainings/*-1200x800-480w.jpg 480w, '
        '/media/trainings/*-1200x800-960w.jpg 960w, /media/trainings/*-1200x800.jpg 1200w" '
        'sizes="(min-width: 60rem) 42rem, 100vw" width="1200" height="800" alt="A &lt;full&gt; hall" '
        'loading="lazy" decoding="async"> </picture>'
    )


def test_decorative_picture_has_an_empty_text(client):
    training = TrainingFactory(picture=saved(photo(), "JPEG"), picture_is_decorative=True)

    assert ' alt="" ' in image_of(client, training.get_absolute_url())


def test_logo_is_named_on_its_page_and_silent_beside_the_name(client):
    organisation = OrganisationFactory(name="Civic Alliance", logo=saved(photo(), "JPEG"))

    assert ' alt="Civic Alliance" ' in image_of(client, organisation.get_absolute_url())
    assert ' alt="" ' in image_of(client, "/organisations/")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_opens_no_picture(client, folder, rows):
    for shade in range(rows):
        OrganisationFactory(logo=saved(Image.new("RGB", (200, 100), (shade, 0, 0)), "PNG"))
    client.get("/organisations/")
    for name in stored(folder):
        (folder / name).unlink()

    assert client.get("/organisations/").content.decode().count("<picture>") == rows


def test_picture_from_before_is_shown_as_it_is(client):
    training = TrainingFactory(picture_alt="A hall")
    Training.objects.update(picture="trainings/a.jpg")

    assert image_of(client, training.get_absolute_url()) == (
        '<picture> <img class="picture focus-x-50 focus-y-50" src="/media/trainings/a.jpg" alt="A hall" '
        'loading="lazy" decoding="async"> </picture>'
    )
