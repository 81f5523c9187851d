"""Pictures of shared pages, cropped around their main part."""

from io import BytesIO

import pytest
from PIL import Image

from catalogue.pictures.cropping import CARD, cropped, position
from tests.catalogue.pictures.making import photo, saved
from tests.catalogue.pictures.stored_files import stored
from tests.factories import TrainingFactory

pytestmark = pytest.mark.django_db
MARK = (255, 0, 0)


def with_mark(width: int, height: int, place: tuple[int, int]) -> Image.Image:
    """Return a grey picture with a red square around a place."""
    image = Image.new("RGB", (width, height), "grey")
    left, top = place
    image.paste(MARK, (left - 20, top - 20, left + 20, top + 20))
    return image


def has_mark(image: Image.Image) -> bool:
    return any(colour == MARK for _count, colour in image.getcolors(image.width * image.height))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1600, 1600), (1200, 630)),
        ((1600, 840), (1200, 630)),
        ((1600, 400), (762, 400)),
        ((600, 800), (600, 315)),
        ((1, 1600), (1, 1)),
    ],
)
def test_a_picture_is_cropped_to_the_shape_but_not_enlarged(size, expected):
    assert cropped(Image.new("RGB", size), 50, 50).size == expected


@pytest.mark.parametrize(
    ("size", "place", "focus"),
    [
        ((800, 1600), (400, 80), (50, 0)),
        ((800, 1600), (400, 1500), (50, 100)),
        ((1600, 400), (80, 200), (0, 50)),
        ((1600, 400), (1500, 200), (90, 50)),
    ],
)
def test_the_main_part_stays_in_view(size, place, focus):
    image = with_mark(*size, place)

    assert has_mark(cropped(image, *focus))
    assert not has_mark(cropped(image, 50, 50))


@pytest.mark.parametrize(
    ("size", "focus", "expected"),
    [
        ((800, 1600), (50, 50), (0.5, 0.5)),
        ((800, 1600), (50, 10), (0.5, 0)),
        ((800, 1600), (50, 20), (0.5, 0.1)),
        ((800, 1600), (90, 100), (0.5, 1)),
        ((4000, 1000), (30, 90), (0.1, 0.5)),
        ((1000, 500), (0, 100), (0.5, 0.5)),
    ],
)
def test_the_main_part_is_in_the_middle_unless_an_edge_is_near(size, focus, expected):
    assert position(size, CARD, *focus) == pytest.approx(expected)


def test_card_has_the_main_part_in_the_middle():
    high = TrainingFactory(
        picture=saved(Image.new("RGB", (800, 1600)), "JPEG"), picture_alt="A hall", picture_focus_y=20
    )
    of_another_origin = TrainingFactory(picture="trainings/a.jpg", picture_alt="A hall", picture_focus_y=20)

    assert high.card_focus_class == "focus-x-50 focus-y-10"
    assert of_another_origin.card_focus_class == "focus-x-50 focus-y-20"


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "jpg"), ("PNG", "png")])
def test_picture_of_a_shared_page_is_made_when_asked_for(client, folder, kind, name):
    image = photo() if kind == "JPEG" else Image.new("RGBA", (1200, 800), (0, 0, 0, 0))
    training = TrainingFactory(picture=saved(image, kind), picture_alt="A hall", picture_focus_x=20)
    files = stored(folder)

    answer = client.get(training.shared_picture)

    assert training.shared_picture.endswith(f"-1200x800-share-20-50.{name}")
    assert answer["Content-Type"] == Image.MIME[kind]
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    with Image.open(BytesIO(answer.getvalue())) as shared:
        assert (shared.format, shared.size) == (kind, (1200, 630))
    assert stored(folder) == files


def test_picture_of_a_shared_page_is_not_made_again_for_who_has_it(client):
    training = TrainingFactory(picture=saved(photo(), "JPEG"), picture_alt="A hall")
    tag = client.get(training.shared_picture)["ETag"]

    assert client.get(training.shared_picture, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("focus", ["15-50", "50-110", "050-50", "50-", "-10-50", "50-50-50"])
def test_no_other_point_is_cropped_around(client, focus):
    training = TrainingFactory(picture=saved(photo(), "JPEG"), picture_alt="A hall")

    address = training.shared_picture.replace("share-50-50", f"share-{focus}")

    assert client.get(address).status_code == 404


def test_cropped_picture_of_a_missing_file_is_not_found(client):
    training = TrainingFactory(picture=saved(photo(), "JPEG"), picture_alt="A hall")
    training.picture.storage.delete(training.picture.name)

    assert client.get(training.shared_picture).status_code == 404


def test_entry_without_a_picture_has_none_to_share():
    assert TrainingFactory().shared_picture == ""
    assert TrainingFactory(picture="trainings/a.jpg", picture_alt="A hall").shared_picture == (
        "/media/trainings/a.jpg"
    )
