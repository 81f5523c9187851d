"""A picture is recognised by its content. Other files are refused with what to do."""

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from catalogue.pictures.reading import MOST_BYTES, read_picture
from catalogue.pictures.writing import write
from tests.catalogue.pictures.making import bomb, exif, photo, profile, saved, uploaded


def refused(file) -> str:
    with pytest.raises(ValidationError) as raised:
        read_picture(file, 1600)
    return raised.value.messages[0].replace("\xa0", " ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", ["photo.jpg", "photo.svg", "photo", "photo.html"])
def test_format_is_recognised_by_the_content(kind, name):
    file = saved(photo(), kind)
    file.name = name

    image = read_picture(file, 1600)

    assert (image.mode, image.size) == ("RGB", (1200, 800))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b'<?xml version="1.0"?>\n<svg onload="alert(1)"/>',
            "SVG files are not accepted, because they can contain scripts.",
        ),
        (b"\xef\xbb\xbf  <SVG/>", "SVG files are not accepted"),
        (b"GIF89a" + bytes(20), "GIF files are not accepted. Save the picture as PNG"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "HEIC and AVIF photos are not accepted."),
        (b"%PDF-1.7", "PDF files are not accepted."),
        (b"II*\x00" + bytes(20), "TIFF files are not accepted."),
        (b"<html><script>alert(1)</script>", "This file is not a JPEG, PNG or WebP picture"),
        (b"#!/bin/sh", "This file is not a JPEG, PNG or WebP picture"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(content, message):
    assert refused(uploaded(content, "photo.jpg")).startswith(message)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO", "AVIF"])
def test_true_pictures_of_other_kinds_are_refused(kind):
    assert refused(saved(photo(64, 64), kind, name="photo.jpg")) != ""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_truncated_picture_is_refused(kind, share):
    content = saved(photo(), kind).read()

    assert refused(uploaded(content[: int(len(content) * share)])).startswith(
        "This picture is damaged or incomplete"
    )


def test_broken_picture_is_refused():
    content = bytearray(saved(photo(), "PNG").read())
    start = content.index(b"IDAT") + 4
    content[start : start + 40] = bytes(40)

    assert refused(uploaded(bytes(content))).startswith("This picture is damaged or incomplete.")


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(20_000, 2_001, " (20000 × 2001)"), (60_000, 60_000, ""), (11_000, 9_000, "")],
)
def test_bomb_is_refused_before_it_is_unpacked(width, height, size):
    file = bomb(width, height)
    assert file.size < 5_000

    assert refused(file) == (
        f"This picture has more than 40 million pixels{size}. Save it in a smaller size."
    )


def test_file_over_the_limit_is_refused():
    message = "This file is 10.1 MB; the limit is 10 MB. Save the picture in a smaller size."

    assert refused(uploaded(bytes(MOST_BYTES + 1))) == message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_are_left_out(kind):
    file = saved(photo(), kind, exif=exif(), icc_profile=profile(), xmp=b"<x:xmpmeta>Sarajevo</x:xmpmeta>")
    assert b"Telephone" in file.read()

    content = write(read_picture(file, 1600)).content

    assert (b"Telephone" in content, b"Exif" in content, b"Sarajevo" in content) == (False, False, False)
    again = read_picture(uploaded(content), 1600)
    assert (dict(again.getexif()), again.info) == ({}, {})


def test_photo_is_turned_the_right_way_up():
    turned = photo().transpose(Image.Transpose.ROTATE_90)  # as the sensor saw it

    image = read_picture(saved(turned, "JPEG", exif=exif(orientation=6), quality=95), 1600)

    assert image.size == (1200, 800)
    assert image.getpixel((10, 400))[0] < image.getpixel((1190, 400))[0]


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB", "YCbCr"])
def test_colours_of_print_become_those_of_the_web(mode):
    image = read_picture(
        saved(Image.new("RGB", (64, 64), "#c86432").convert(mode), "JPEG", quality=100), 1600
    )

    expected = Image.new("RGB", (1, 1), "#c86432").convert(mode).convert("RGB").getpixel((0, 0))
    assert image.mode == "RGB"
    assert max(abs(a - b) for a, b in zip(image.getpixel((32, 32)), expected, strict=True)) <= 4


def test_broken_profile_does_not_matter():
    image = read_picture(saved(photo(), "JPEG", icc_profile=b"no profile"), 1600)

    assert (image.mode, image.size) == ("RGB", (1200, 800))


def test_16_bits_of_grey_keep_their_shades():
    image = read_picture(saved(Image.new("I;16", (8, 8), 0x8000), "PNG"), 1600)

    assert image.getpixel((4, 4)) == (128, 128, 128)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_is_kept(kind):
    logo = Image.new("RGBA", (300, 100), (0, 90, 130, 0))
    logo.paste((0, 90, 130, 255), (0, 0, 150, 100))

    written = write(read_picture(saved(logo, kind, lossless=True), 1600))

    assert written.name.endswith("-300x100.png")
    assert written.image.getpixel((200, 50))[3] == 0
    assert written.image.getpixel((20, 50)) == (0, 90, 130, 255)


def test_transparency_that_hides_nothing_is_left_out():
    assert read_picture(saved(photo().convert("RGBA"), "PNG"), 1600).mode == "RGB"


def test_palette_with_a_transparent_colour_is_read():
    logo = Image.new("P", (64, 64), 1)
    logo.putpalette([255, 255, 255, 0, 90, 130])
    logo.paste(0, (0, 0, 32, 64))

    image = read_picture(saved(logo, "PNG", transparency=0), 1600)

    assert [image.getpixel((x, 5)) for x in (5, 60)] == [(255, 255, 255, 0), (0, 90, 130, 255)]


def test_animated_picture_becomes_a_still_one():
    frames = [photo(64, 64), Image.new("RGB", (64, 64), "red")]

    image = read_picture(
        saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True), 1600
    )

    assert image.getpixel((5, 5)) == frames[0].getpixel((5, 5))


def test_picture_is_made_as_small_as_it_is_needed():
    assert read_picture(saved(photo(3000, 1500), "JPEG"), 1600).size == (1600, 800)
    assert read_picture(saved(photo(300, 3000), "PNG"), 640).size == (64, 640)


def test_drawing_is_stored_without_loss_and_a_photo_is_not():
    drawing = Image.new("RGB", (300, 100), "#0b5a86")

    assert write(read_picture(saved(drawing, "PNG"), 1600)).name.endswith(".png")
    assert write(read_picture(saved(photo(), "PNG"), 1600)).name.endswith(".jpg")


def test_name_is_made_from_the_content():
    names = [
        write(read_picture(saved(photo_, "JPEG"), 1600)).name for photo_ in (drawn(1), drawn(1), drawn(2))
    ]

    assert names[0] == names[1]
    assert names[0] != names[2]


def drawn(shade):
    return Image.new("RGB", (100, 100), (shade, 200, 200))
