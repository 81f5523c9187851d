"""How pictures are encoded."""

import re
from io import BytesIO

import pytest
from PIL import Image

from catalogue.pictures.writing import COLOURS_OF_A_DRAWING, encoded, is_drawing, narrowed, write


def photo(width: int = 64, height: int = 48) -> Image.Image:
    """Return a picture with more colours than a drawing has."""
    image = Image.new("RGB", (width, height))
    image.putdata([(x % 256, y % 256, (x * y) % 256) for y in range(height) for x in range(width)])
    return image


def test_photo_has_more_colours_than_a_drawing():
    assert photo().getcolors(COLOURS_OF_A_DRAWING) is None


def test_write_makes_a_jpeg_of_a_photo_and_a_png_of_a_drawing():
    assert write(photo()).name.endswith("-64x48.jpg")
    assert write(Image.new("RGB", (10, 5), "white")).name.endswith("-10x5.png")


def test_write_names_a_picture_by_its_content():
    assert re.fullmatch(r"[0-9a-f]{32}-64x48\.jpg", write(photo()).name)
    assert write(photo()).name == write(photo()).name


def test_transparent_pictures_are_drawings():
    assert is_drawing(photo().convert("RGBA"))
    assert not is_drawing(photo())


@pytest.mark.parametrize(("size", "expected"), [((100, 50), (40, 20)), ((1000, 1), (40, 1))])
def test_narrowed_keeps_the_proportions(size, expected):
    assert narrowed(Image.new("RGB", size), 40).size == expected


@pytest.mark.parametrize(("kind", "name"), [("jpg", "JPEG"), ("png", "PNG"), ("avif", "AVIF")])
def test_encoded_is_of_its_kind(kind, name):
    assert Image.open(BytesIO(encoded(photo(), kind))).format == name
