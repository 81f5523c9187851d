"""Reads an uploaded file as a picture, by its content and not its name."""

from io import BytesIO
from math import ceil

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
PLAIN = ("L", "RGB", "RGBA", "CMYK")  # modes that can be resized without conversion
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def read_picture(file, largest: int) -> Image.Image:
    """Return the picture in a file as RGB or RGBA, no side longer than `largest`, without metadata.

    Raise ValidationError, with a message for the person who chose the file, if there is none.
    """
    if file.size > MOST_BYTES:
        raise refusal(
            "too_large",
            _("This file is %(size)s; the limit is %(most)s. Save the picture in a smaller size."),
            size=megabytes(file.size),
            most=megabytes(MOST_BYTES),
        )
    file.seek(0)
    beginning = file.read(2048)
    file.seek(0)
    try:
        return normalised(decoded(file, largest), largest)
    except ValidationError:
        raise
    except BOMBS as error:
        raise too_many_pixels() from error
    except Image.UnidentifiedImageError as error:
        raise refusal("format", unsupported_format(beginning)) from error
    except Exception as error:
        raise refusal(
            "broken",
            _("This picture is damaged or incomplete. Open it on your computer and save it again."),
        ) from error


def decoded(file, largest: int) -> Image.Image:
    """Return the decoded picture. Its header has the size, which is checked before anything is decoded."""
    image = Image.open(file, formats=FORMATS)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise too_many_pixels(width, height)
    image.draft(None, (largest, largest))  # a JPEG is decoded no larger than needed
    image.load()
    return image


def normalised(image: Image.Image, largest: int) -> Image.Image:
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in PLAIN:  # before it is converted, which copies it
        image.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    image = in_web_colours(image)
    image.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    image.info = {}
    return image


def in_web_colours(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, with an alpha channel only if some of it is transparent."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        lowest, _highest = image.getchannel("A").getextrema()
        return image if lowest < 255 else image.convert("RGB")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is ignored
    return image if image.mode == "RGB" else image.convert("RGB")


def too_many_pixels(width: int = 0, height: int = 0) -> ValidationError:
    size = _(" (%(width)d × %(height)d)") % {"width": width, "height": height} if width else ""
    return refusal(
        "too_many_pixels",
        _("This picture has more than %(most)d million pixels%(size)s. Save it in a smaller size."),
        most=MOST_PIXELS // 1_000_000,
        size=size,
    )


def unsupported_format(beginning: bytes) -> str:
    """Return the message for a file in another format, with what to do."""
    text = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return _("SVG files are not accepted, because they can contain scripts. Export the picture as PNG.")
    if beginning[4:8] == b"ftyp":
        return _("HEIC and AVIF photos are not accepted. Save or export the photo as JPEG.")
    if beginning.startswith(b"GIF8"):
        return _("GIF files are not accepted. Save the picture as PNG; it cannot be animated.")
    if beginning.startswith(b"%PDF"):
        return _("PDF files are not accepted. Export the picture from it as PNG or JPEG.")
    if beginning.startswith((b"II*\x00", b"MM\x00*")):
        return _("TIFF files are not accepted. Save the picture as JPEG or PNG.")
    return _(
        "This file is not a JPEG, PNG or WebP picture, whatever its name. Choose a picture in "
        "one of these formats."
    )


def megabytes(size: int) -> str:
    """Return a number of bytes in megabytes, rounded up to one decimal place."""
    return _("%(size)s\u00a0MB") % {"size": f"{ceil(size * 10 / 2**20) / 10:g}"}


def refusal(code: str, message: str, **params) -> ValidationError:
    return ValidationError(message, code=code, params=params or None)
